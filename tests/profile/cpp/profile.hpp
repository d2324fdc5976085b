// SPDX-License-Identifier: MIT
//
// Native profile 1 in C++: what each function does is said once, in host.cpp, by the checks.
#pragma once
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "profile-cpp.tenon.hpp"

using test::profile::things::Either;
using test::profile::things::Held;
using test::profile::things::Node;
using test::profile::things::NodeRef;
using test::profile::things::Shown;
using test::profile::types::Entry;
using test::profile::types::EntryView;
using test::profile::types::Marks;
using test::profile::types::Perms;
using test::profile::types::Shape;
using test::profile::types::ShapeView;
using test::units::units::Measure;
using test::units::units::Unit;

struct Branch {
  std::string label;
  std::vector<Node> below;

  std::string name() { return label; }
  tenon::expected<std::uint32_t, Node> add(Node child) {
    if (child.name() == label) return tenon::unexpected(std::move(child));
    below.push_back(std::move(child));
    return static_cast<std::uint32_t>(below.size());
  }
  std::vector<Node> children() { return std::exchange(below, {}); }
};

struct ProfileCpp {
  Host host;

  std::vector<Shape> shapes(std::span<const ShapeView> all) { return tenon::to_owned(all); }
  Shape next_shape(const ShapeView& shape) {
    return shape.visit([](tenon::CaseView<Shape::Nothing>) -> Shape { return Shape::Circle{1.5}; },
                       [](tenon::CaseView<Shape::Circle>) -> Shape { return Shape::Named{"circle"}; },
                       [](tenon::CaseView<Shape::Named> named) -> Shape {
                         return Shape::Path{{{static_cast<std::int32_t>(named.value.size()), -1}}};
                       },
                       [](tenon::CaseView<Shape::Path> path) -> Shape {
                         return Shape::Sized{Measure{static_cast<double>(path.value.size()), Unit::second}};
                       },
                       [](tenon::CaseView<Shape::Sized> sized) -> Shape {
                         if (sized.value) return Shape::Sized{};
                         return Shape::Nothing{};
                       });
  }
  std::tuple<Perms, Marks> turn(Perms perms, Marks marks) { return {perms ^ Perms::run, marks ^ Marks::m16}; }
  std::tuple<std::string, Shape, std::uint8_t> rotate(const auto& it) {
    const auto& [number, text, shape] = it;
    return {tenon::to_owned(text), tenon::to_owned(shape), number};
  }
  std::optional<std::optional<tenon::expected<std::vector<std::string>, std::uint8_t>>> nested(
      const auto& it) {
    return tenon::to_owned(it);
  }
  tenon::expected<Entry, std::optional<std::string>> swap(const auto& it) {
    if (!it) return tenon::to_owned(it.error());
    return tenon::unexpected(tenon::to_owned(*it));
  }
  std::optional<tenon::expected<void, tenon::Unit>> unit(const tenon::expected<void, tenon::Unit>& it) {
    if (!it) return std::nullopt;
    return tenon::expected<void, tenon::Unit>(tenon::unexpected());
  }
  std::vector<Entry> entries(std::span<const EntryView> all) {
    std::vector<Entry> out = tenon::to_owned(all);
    std::ranges::reverse(out);
    return out;
  }
  std::vector<Measure> total(const auto& of) {
    std::vector<Measure> sum;
    for (const auto& one : of)
      if (sum.empty())
        sum.push_back(tenon::to_owned(one));
      else
        sum[0].value += one.value;
    return sum;
  }
  test::base_v2::base::Ident advance(const auto& of) { return {std::uint64_t{of.id} + 1, "next"}; }
  std::optional<std::uint32_t> fresh(std::uint32_t x) {
    if (x % 2) return std::nullopt;
    return x + 1;
  }

  Node node(std::string_view name) { return Node::make(host, Branch{std::string(name), {}}); }
  tenon::expected<Node, std::string> new_node(std::string_view name) {
    if (name.empty()) return tenon::unexpected("a node needs a name");
    return node(name);
  }
  tenon::expected<Node, std::string> node_join(Node a, Node b) {
    if (a.name() == b.name()) return tenon::unexpected("two of one name");
    return node(a.name().str() + b.name().str());
  }
  std::optional<std::uint32_t> node_find(const std::vector<NodeRef>& among, std::string_view name) {
    for (std::uint32_t i = 0; i < among.size(); ++i)
      if (among[i].name() == name) return i;
    return std::nullopt;
  }
  std::vector<Held> keep(std::vector<Held> all, Either either, std::optional<Node> maybe) {
    if (auto* mine = std::get_if<Either::Mine>(&either.value))
      all.push_back({std::move(mine->value), "mine"});
    else
      all.push_back({node(std::get<Either::Named>(either.value).value), "named"});
    if (maybe) all.push_back({*std::move(maybe), "maybe"});
    return all;
  }
  std::string look(const Shown& shown, const std::tuple<NodeRef, std::uint32_t>& pair) {
    std::string said;
    if (const auto* one = std::get_if<Shown::One>(&shown.value)) said = one->value.name();
    if (const auto* many = std::get_if<Shown::Many>(&shown.value))
      for (const auto& lent : many->value)
        said += (said.empty() ? "" : "+") + lent.node.name().str() + ":" + lent.note;
    return said + "/" + std::get<0>(pair).name().str() + std::to_string(std::get<1>(pair));
  }

  tenon::expected<std::string, Shape> describe(const ShapeView& shape,
                                               std::span<const tenon::StringView> names) {
    const auto now = host.functions().clock();
    host.functions().remark("describing");
    if (shape.is<Shape::Nothing>()) return tenon::unexpected(Shape(Shape::Named{"nothing"}));
    std::string said = std::to_string(shape.tag) + "@" + std::to_string(now);
    for (std::string_view name : names) said.append(" ").append(name);
    return said;
  }

  static std::string noted(const std::vector<Held>& kept) {
    std::string said;
    for (const Held& one : kept) said += " " + one.node.name().str() + ":" + one.note;
    return said;
  }
  /// What host.cpp does with the plugin's things.
  std::string use_things() {
    const auto things = host.things();
    std::string said = things.new_node("").error();
    Node a = *things.new_node("a"), b = *things.new_node("b");
    said += " " + std::to_string(things.node_find(std::vector<NodeRef>{a, b}, "b").value_or(9));
    said += " " + things.look(Shown::Many{{{a, "x"}, {b, "y"}}}, {a, 7}).str();
    said += " " + things.look(Shown::One{b}, {b, 1}).str();
    said += " " + std::to_string(*a.add(std::move(b)));
    std::vector<Node> children = a.children();
    said += " " + children[0].name().str();

    std::vector<Held> all;
    all.push_back({std::move(a), "n"});
    auto kept = things.keep(std::move(all), Either::Mine{std::move(children[0])}, *things.new_node("c"));
    said += noted(kept);
    said += " " + things.node_join(std::move(kept[0].node), std::move(kept[1].node))->name().str();

    // An object of this plugin's goes to the host and comes back.
    std::vector<Held> own;
    own.push_back({node("p"), "own"});
    kept = things.keep(std::move(own), Either::Named{"z"}, std::nullopt);
    const bool mine = kept[0].node.as<Branch>() && !kept[1].node.as<Branch>();
    return said + noted(kept) + (mine ? " mine" : " lost");
  }
};

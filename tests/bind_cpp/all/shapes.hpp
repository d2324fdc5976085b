// SPDX-License-Identifier: MIT
//
// The part of the plugin that has to do with variants, flags and tuples.
#pragma once
#include <string>
#include <utility>
#include <vector>

#include "all.tenon.hpp"

using test::all::shapes::Drawing;
using test::all::shapes::DrawingView;
using test::all::shapes::Held;
using test::all::shapes::Kept;
using test::all::shapes::Perms;
using test::all::shapes::Plain;
using test::all::shapes::PlainView;
using test::all::shapes::Shape;
using test::all::shapes::ShapeView;
using test::all::shapes::Wide;
using test::all::shapes::Widest;

/// A document that is only a title.
struct Label {
  std::string name;
  std::string title() { return name; }
  tenon::expected<void, std::string> rename(std::string_view) { return {}; }
  std::uint64_t append(std::span<const std::uint8_t>) { return 0; }
  std::uint64_t announce(test::all::types::ListenerRef) { return 0; }
  std::uint64_t size() { return 0; }
};

/// What comes in goes to the host and comes back from there.
struct Shapes {
  using Document = test::all::types::Document;
  using Numbered = std::tuple<std::uint8_t, std::vector<std::tuple<Document, std::uint8_t>>>;
  Host host;

  Shape of_shape(const ShapeView& s) { return host.echo().of_shape(tenon::to_owned(s)); }
  Plain of_plain(const PlainView& p) { return host.echo().of_plain(tenon::to_owned(p)); }
  std::vector<Shape> of_figures(std::span<const ShapeView> f) { return host.echo().of_figures(f); }
  std::tuple<Perms, Wide, Widest> of_perms(Perms p, Wide q, Widest r) {
    return host.echo().of_perms(p, q, r);
  }
  tenon::List<Perms> of_sets(std::span<const Perms> p) { return host.echo().of_sets(p); }
  std::vector<Drawing> of_drawings(std::span<const DrawingView> d) {
    return host.echo().of_drawings(tenon::to_owned(d));
  }
  auto of_tuple(const tenon::TupleView<tenon::StringView, tenon::ListView<std::uint8_t>, ShapeView>& t) {
    const auto& [text, bytes, shape] = t;
    return host.echo().of_tuple({text.str(), tenon::to_owned(bytes), tenon::to_owned(shape)});
  }
  std::vector<std::pair<std::string, std::uint32_t>> of_pairs(
      std::span<const tenon::TupleView<tenon::StringView, std::uint32_t>> p) {
    std::vector<std::pair<std::string, std::uint32_t>> out;
    for (const auto& [text, number] : host.echo().of_pairs(p)) out.emplace_back(text, number);
    return out;
  }
  auto of_nested(const auto& n) { return host.echo().of_nested(tenon::to_owned(n)); }
  tenon::expected<Shape, std::tuple<Perms, std::string>> one_of(const std::optional<ShapeView>& s) {
    return host.echo().one_of(tenon::to_owned(s));
  }
  Numbered of_documents(std::tuple<Document, std::vector<Document>, std::uint8_t> d) {
    return host.echo().of_documents(std::move(d));
  }

  std::uint32_t hold(Held h) {
    if (auto* told = std::get_if<Held::Told>(&h.value)) return told->value.heard("told") ? 1u : 0u;
    if (auto* many = std::get_if<Held::Many>(&h.value)) return static_cast<std::uint32_t>(many->value.size());
    return std::holds_alternative<Held::Nobody>(h.value) ? 0u : 1u;
  }
  std::uint32_t hold_all(std::vector<Held> all) {
    std::uint32_t held = 0;
    for (Held& h : all) held += hold(std::move(h));
    return held;
  }
  Document label(std::string name) { return Document::make(host, Label{std::move(name)}); }
  Kept keep(std::uint32_t how) {
    if (how == 0) return Kept::One{label("one")};
    std::vector<std::tuple<std::string, Document>> many;
    while (how-- > 0) many.emplace_back("many", label("some"));
    return Kept::Many{std::move(many)};
  }
  tenon::expected<std::tuple<Kept, std::string>, Shape> kept_or(std::uint32_t how) {
    if (how == 9) return tenon::unexpected(Shape(Shape::Named{"nine"}));
    std::tuple<Kept, std::string> both(keep(how), "kept");
    return both;
  }
};

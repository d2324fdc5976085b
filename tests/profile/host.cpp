// SPDX-License-Identifier: MIT
//
// Native profile 1, through generated C++ host bindings on libtenon: the same checks for a plugin of
// each language.
//
//   profile_host FOLDER PLUGIN...
#include <cstdio>
#include <string>
#include <utility>
#include <vector>

#include "everything.tenon.hpp"

namespace {

namespace wit = test::profile;
using namespace wit::types;
using namespace wit::things;
using test::units::units::Measure;
using test::units::units::Unit;
using namespace std::string_literals;

int failed = 0;
int checked = 0;
void check(bool good, int line, const char* what, const std::string& plugin) {
  ++checked;
  if (good) return;
  ++failed;
  std::printf("%s: line %d: %s\n", plugin.c_str(), line, what);
}
#define CHECK(...) check(__VA_ARGS__, __LINE__, #__VA_ARGS__, name_)

// --- The host's own things

struct Branch {
  std::string label;
  std::vector<Node> below;

  std::string name() { return label; }
  tenon::expected<std::uint32_t, Node> add(Node child) {
    if (*child.name() == label) return tenon::unexpected(std::move(child));
    below.push_back(std::move(child));
    return static_cast<std::uint32_t>(below.size());
  }
  std::vector<Node> children() { return std::exchange(below, {}); }
};

Node node(std::string_view name) { return Node::make(Branch{std::string(name), {}}); }

struct Things {
  tenon::expected<Node, std::string> new_node(std::string_view name) {
    if (name.empty()) return tenon::unexpected("a node needs a name");
    return node(name);
  }
  tenon::expected<Node, std::string> node_join(Node a, Node b) {
    if (*a.name() == *b.name()) return tenon::unexpected("two of one name");
    return node(a.name()->str() + b.name()->str());
  }
  std::optional<std::uint32_t> node_find(const std::vector<NodeRef>& among, std::string_view name) {
    for (std::uint32_t i = 0; i < among.size(); ++i)
      if (*among[i].name() == name) return i;
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
    if (const auto* one = std::get_if<Shown::One>(&shown.value)) said = one->value.name()->str();
    if (const auto* many = std::get_if<Shown::Many>(&shown.value))
      for (const auto& lent : many->value)
        said += (said.empty() ? "" : "+") + lent.node.name()->str() + ":" + lent.note;
    return said + "/" + std::get<0>(pair).name()->str() + std::to_string(std::get<1>(pair));
  }
};

/// What the world imports besides: its own functions, and interfaces that only define types.
struct Functions {
  std::string remarked;
  void remark(std::string_view text) { remarked += text; }
  std::uint64_t clock() { return 1234; }
};

// --- What is done with each plugin

class Checks {
 public:
  Checks(std::string name, wit::Everything& plugin, Functions& functions)
      : name_(std::move(name)), plugin_(plugin), functions_(functions) {}

  void run() {
    variants();
    flags_and_tuples();
    options_and_results();
    lists_of_records();
    across_packages();
    resources();
    handles_in_values();
    world_functions();
    objects_of_the_host();
  }

 private:
  static std::vector<Shape> all_shapes() {
    return {Shape::Nothing{},
            Shape::Circle{-0.5},
            Shape::Named{""},
            Shape::Named{"n\0\xC3\xA4"s},
            Shape::Path{{{1, -2}, {3, 4}}},
            Shape::Path{},
            Shape::Sized{},
            Shape::Sized{Measure{2.5, Unit::meter}}};
  }

  void variants() {
    CHECK(*values().shapes(all_shapes()) == all_shapes());
    CHECK(values().shapes(std::vector<Shape>())->empty());
    Shape shape = Shape::Nothing{};
    const auto next = [&] { return shape = *values().next_shape(shape); };
    CHECK(next() == Shape(Shape::Circle{1.5}));
    CHECK(next() == Shape(Shape::Named{"circle"}));
    CHECK(next() == Shape(Shape::Path{{{6, -1}}}));
    CHECK(next() == Shape(Shape::Sized{Measure{1, Unit::second}}));
    CHECK(next() == Shape(Shape::Sized{}));
    CHECK(next() == Shape(Shape::Nothing{}));
  }

  void flags_and_tuples() {
    const auto [perms, marks] = *values().turn(Perms::read | Perms::run, Marks::m0);
    CHECK(perms == Perms::read);
    CHECK(marks == (Marks::m0 | Marks::m16));
    CHECK(std::get<0>(*values().turn(static_cast<Perms>(0xF0), {})) == static_cast<Perms>(0xF4));  // kept
    for (const Shape& shape : all_shapes())
      CHECK(*values().rotate({std::uint8_t{200}, "text", shape}) ==
            std::tuple("text"s, shape, std::uint8_t{200}));
  }

  void options_and_results() {
    using Result = tenon::expected<std::vector<std::string>, std::uint8_t>;
    using Nested = std::optional<std::optional<Result>>;
    for (const Nested& value :
         {Nested(), Nested(std::optional<Result>()), Nested(Result(tenon::unexpected(std::uint8_t{9}))),
          Nested(Result(std::vector<std::string>())), Nested(Result(std::vector{""s, "two"s}))})
      CHECK(*values().nested(value) == value);
    CHECK(*values().swap(std::optional("text"s)).error().own() == std::optional("text"s));
    CHECK(*values().swap(std::optional<std::string>()).error().own() == std::nullopt);
    CHECK(*values().swap(tenon::unexpected(entry("e"))) == entry("e"));
    CHECK(!values().unit({})->value());
    CHECK(!values().unit(tenon::unexpected())->has_value());
  }

  static Entry entry(std::string name) {
    return {
        .name = std::move(name), .tags = {"a", "", "c"}, .shape = Shape::Named{"s"}, .perms = Perms::write};
  }

  void lists_of_records() {
    CHECK(values().entries(std::vector<Entry>())->empty());
    const std::vector<Entry> both = {entry("first"),
                                     {.name = "", .tags = {}, .shape = Shape::Path{{{1, 1}}}, .perms = {}}};
    CHECK(*values().entries(both) == std::vector{both[1], both[0]});
    // An alias of an alias of a list of another package's records.
    const Series series = {{1.5, Unit::second}, {2, Unit::meter}};
    CHECK(*values().total(series) == std::vector<Measure>{{3.5, Unit::second}});
    CHECK(values().total(Series())->empty());
  }

  void across_packages() {
    CHECK(*values().advance({.id = 0xFFFFFFFF}) == test::base_v2::base::Ident{0x100000000, "next"});
    CHECK(*values().fresh(8) == std::optional(9u));  // behind a feature
    CHECK(*values().fresh(7) == std::nullopt);
  }

  void resources() {
    CHECK(*things().new_node("").error().own() == "a node needs a name");
    Node a = *things().new_node("a"), b = *things().new_node("b");
    CHECK(*a.name() == "a");
    CHECK(*things().node_find(std::vector<NodeRef>{a, b}, "b") == std::optional(1u));
    CHECK(*things().node_find(std::vector<NodeRef>(), "b") == std::nullopt);
    auto again = a.add(*things().new_node("a"));
    CHECK(again.error().own()->name()->str() == "a");  // came back in the error
    CHECK(*a.add(std::move(b)) == 1u);
    CHECK(*a.add(node("the host's")) == 2u);
    std::vector<Node> children = *a.children();
    CHECK(children.size() == 2 && *children[0].name() == "b" && *children[1].name() == "the host's");
    CHECK(children[1].as<Branch>() != nullptr && children[0].as<Branch>() == nullptr);
    CHECK(a.children()->empty());
    CHECK(*things().node_join(std::move(a), std::move(children[0]))->name() == "ab");
    CHECK(*things().node_join(node("x"), node("x")).error().own() == "two of one name");
  }

  void handles_in_values() {
    Node a = *things().new_node("a"), h = node("h");
    CHECK(*things().look(Shown::Many{{{a, "x"}, {h, "y"}}}, {a, 7}) == "a:x+h:y/a7");
    CHECK(*things().look(Shown::One{h}, {a, 70}) == "h/a70");
    CHECK(*things().look(Shown::Many{}, {a, 0}) == "/a0");
    std::vector<Held> all;
    all.push_back({std::move(a), "n"});
    all.push_back({std::move(h), ""});
    const auto kept = *things().keep(std::move(all), Either::Mine{node("m")}, *things().new_node("c"));
    CHECK(noted(kept) == " a:n h: m:mine c:maybe");
    CHECK(noted(*things().keep({}, Either::Named{"z"}, std::nullopt)) == " z:named");
  }
  static std::string noted(const std::vector<Held>& kept) {
    std::string said;
    for (const Held& one : kept) said += " " + one.node.name()->str() + ":" + one.note;
    return said;
  }

  void world_functions() {
    CHECK(*plugin_.functions().describe(Shape::Path{}, std::vector{"x"s, "yz"s}) == "3@1234 x yz");
    CHECK(*plugin_.functions().describe(Shape::Nothing{}, std::vector<std::string>()).error().own() ==
          Shape(Shape::Named{"nothing"}));
    CHECK(functions_.remarked == "describingdescribing");
  }

  void objects_of_the_host() {
    CHECK(*plugin_.functions().use_things() ==
          "a node needs a name 1 a:x+b:y/a7 b/b1 1 b a:n b:mine c:maybe ab p:own z:named mine");
    CHECK(wit::things::abi::node_live[0] == 0);  // every object of the host's was dropped
  }

  wit::values::Interface values() const { return plugin_.values(); }
  wit::things::Interface things() const { return plugin_.things(); }

  std::string name_;
  wit::Everything& plugin_;
  Functions& functions_;
};

}  // namespace

int main(int count, char** words) {
  tenon::Host host;
  host.add_path(words[1]);
  Things things;
  for (int i = 2; i < count; ++i) {
    Functions functions;
    auto plugin = wit::Everything::load(host, words[i], {.functions = functions, .things = things}).value();
    Checks(words[i], plugin, functions).run();
  }
  std::printf("%d checks, %d failed\n", checked, failed);
  return failed != 0;
}

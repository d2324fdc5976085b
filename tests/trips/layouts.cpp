// SPDX-License-Identifier: MIT
//
// usage: trips_layouts WIT DESCRIPTION
//
// What src/abi/layout.cpp makes of every type of a world, beside what the rules, stated afresh, make of it.
#include <algorithm>
#include <cstdio>
#include <fstream>
#include <iterator>

#include "abi/layout.hpp"
#include "abi/walk.hpp"
#include "rules.hpp"
#include "wit/parse.hpp"

namespace trips {
namespace {

namespace abi = tenon::abi;
namespace wit = tenon::wit;

class Comparison {
 public:
  Comparison(const wit::Model& model, const World& world) : model_(model), world_(world) {}

  /// All types that functions mention, and what is in them.
  void compare(const wit::Interface& interface, const std::vector<Function>& functions) {
    for (const wit::Function& function : interface.functions) {
      const auto described = std::ranges::find(functions, function.name, &Function::name);
      if (described == functions.end()) return fail(-1, "function");
      for (std::size_t i = 0; i < function.params.size(); ++i) {
        compare(function.params[i].type, described->params[i]);
        check(described->params[i], "way to travel", passing(described->params[i]),
              static_cast<std::size_t>(abi::passing_of(model_, function.params[i].type)));
      }
      if (function.result) compare(*function.result, described->result);
    }
  }

  std::size_t compared = 0, failed = 0;

 private:
  void compare(const wit::Type& type, int index) {
    index = world_.target(index);
    const abi::Layout layout = abi::layout_of(model_, type);
    const Shape shape = world_.shape(index);
    ++compared;
    check(index, "size", shape.size, layout.size);
    check(index, "alignment", shape.align, layout.align);
    compare_places(type, index);
    const wit::Type target = model_.resolve(type);
    const auto* id = std::get_if<wit::TypeId>(&target);
    if (!id || world_[index].parts.empty()) return;
    std::size_t next = 0;
    const auto parts = abi::parts_of(model_[*id]);
    for (int part : world_[index].parts)
      if (part >= 0) compare(parts[next++], part);
  }

  void compare_places(const wit::Type& type, int index) {
    const Type& described = world_[index];
    if (const auto* record = model_.as<wit::Record>(type)) {
      const std::vector<std::uint32_t> offsets = abi::field_offsets(model_, *record);
      for (std::size_t i = 0; i < offsets.size(); ++i)
        check(index, "field", world_.offset(index, i), offsets[i]);
    }
    if (described.kind == "variant" || described.kind == "option" || described.kind == "result")
      check(index, "payload", world_.offset(index, 0), abi::payload_offset(model_, type));
    if (described.kind == "variant" || described.kind == "enum")
      check(index, "tag", world_.tag(index),
            abi::tag_size(described.kind == "enum" ? described.count : described.parts.size()));
  }

  /// docs/abi.md, "Calls".
  std::size_t passing(int index) const {
    const std::string& kind = world_[world_.target(index)].kind;
    if (kind == "string" || kind == "list") return static_cast<std::size_t>(abi::Passing::pointer_and_length);
    const bool whole =
        kind == "record" || kind == "tuple" || kind == "variant" || kind == "option" || kind == "result";
    return static_cast<std::size_t>(whole ? abi::Passing::pointer : abi::Passing::value);
  }

  void check(int type, const char* what, std::size_t by_rules, std::size_t by_tenon) {
    if (by_rules == by_tenon) return;
    ++failed;
    std::fprintf(stderr, "type %d, %s: %zu by the rules, %zu by layout.cpp\n", type, what, by_rules,
                 by_tenon);
  }
  void fail(int type, const char* what) { check(type, what, 0, 1); }

  const wit::Model& model_;
  const World& world_;
};

int run(const char* wit_file, const char* description_file) {
  std::ifstream text(wit_file), description(description_file);
  const World world(description);
  wit::Input input;
  input.packages.push_back({{{"trips.wit", {std::istreambuf_iterator<char>(text), {}}}}});
  const wit::Parsed parsed = wit::parse(input);
  if (!parsed.ok()) return std::fputs("the WIT has errors\n", stderr), 2;
  Comparison comparison(parsed.model, world);
  for (const wit::Interface& interface : parsed.model.interfaces) {
    if (interface.name == "peer") comparison.compare(interface, world.peer);
    if (interface.name == "work") comparison.compare(interface, world.work);
  }
  std::printf("%zu types compared, %zu differ\n", comparison.compared, comparison.failed);
  return comparison.failed == 0 && comparison.compared > 100 ? 0 : 1;
}

}  // namespace
}  // namespace trips

int main(int count, char** arguments) {
  if (count != 3) return std::fputs("usage: trips_layouts WIT DESCRIPTION\n", stderr), 2;
  return trips::run(arguments[1], arguments[2]);
}

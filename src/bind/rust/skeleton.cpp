// SPDX-License-Identifier: MIT
#include "bind/rust/skeleton.hpp"

#include <algorithm>
#include <cctype>
#include <optional>

#include "bind/common/names.hpp"
#include "bind/common/text.hpp"
#include "bind/rust/signature.hpp"
#include "bind/rust/surface.hpp"

namespace tenon::bind::rust {
namespace {

std::string zero_of(wit::Primitive primitive) {
  switch (primitive) {
    case wit::Primitive::boolean:
      return "false";
    case wit::Primitive::character:
      return "'\\0'";
    case wit::Primitive::string:
      return "String::new()";
    case wit::Primitive::f32:
    case wit::Primitive::f64:
      return "0.0";
    default:
      return "0";
  }
}

// A zero value as an expression; none where every value has an object in it.
class Zero {
 public:
  Zero(const wit::Model& model, const Types& types) : model_(model), types_(types) {}

  std::optional<std::string> of(const wit::Type& type) const {
    const wit::Type target = model_.resolve(type);
    if (const auto* primitive = std::get_if<wit::Primitive>(&target)) return zero_of(*primitive);
    if (model_.as<wit::List>(target)) return "Vec::new()";
    if (model_.as<wit::Option>(target)) return "None";
    const wit::TypeId id = std::get<wit::TypeId>(target);
    if (const auto* result = model_.as<wit::Result>(target)) return ok(*result);
    if (const auto* record = model_.as<wit::Record>(target)) return fields(*record, types_.path(id));
    if (const auto* tuple = model_.as<wit::Tuple>(target)) return parts(*tuple);
    if (model_.as<wit::Flags>(target)) return types_.path(id) + "::empty()";
    if (const auto* cases = model_.as<wit::Enum>(target))
      return types_.path(id) + "::" + case_name(cases->cases[0].name);
    if (const auto* variant = model_.as<wit::Variant>(target)) return first(*variant, types_.path(id));
    return std::nullopt;
  }

 private:
  std::optional<std::string> ok(const wit::Result& result) const {
    if (!result.ok) return "Ok(())";
    const auto value = of(*result.ok);
    return value ? std::optional("Ok(" + *value + ")") : std::nullopt;
  }

  // The first case that needs no object.
  std::optional<std::string> first(const wit::Variant& variant, const std::string& path) const {
    for (const wit::Case& one : variant.cases) {
      if (!one.type) return path + "::" + case_name(one.name);
      if (const auto value = of(*one.type)) return path + "::" + case_name(one.name) + "(" + *value + ")";
    }
    return std::nullopt;
  }

  std::optional<std::string> parts(const wit::Tuple& tuple) const {
    std::string out = "(";
    for (const wit::Type& type : tuple.types) {
      const auto value = of(type);
      if (!value) return std::nullopt;
      out += *value + ", ";
    }
    if (tuple.types.size() > 1) out.resize(out.size() - 2);
    return out.substr(0, out.find_last_not_of(' ') + 1) + ")";
  }

  std::optional<std::string> fields(const wit::Record& record, const std::string& path) const {
    std::vector<std::string> parts;
    for (const wit::Field& field : record.fields) {
      const auto value = of(field.type);
      if (!value) return std::nullopt;
      parts.push_back(names::value(Language::rust, field.name) + ": " + *value);
    }
    return path + " { " + join(parts, ", ") + " }";
  }

  const wit::Model& model_;
  const Types& types_;
};

std::string function(const Surface& surface, const Types& types, const wit::Function& f) {
  std::vector<std::string> unused;
  for (const Parameter& p : parameters_of(f)) unused.push_back(p.name);
  std::string body;
  if (unused.size() == 1) body = "let _ = " + unused[0] + ";\n";
  if (unused.size() > 1) body = "let _ = (" + join(unused, ", ") + ");\n";
  if (f.result)
    body += Zero(*surface.model, types).of(*f.result).value_or("panic!(\"not written yet\")") + "\n";
  return fill(R"(
    {{signature}} {
        {{body}}
    }
  )",
              {{"signature", trait_signature(surface, types, f)}, {"body", body}});
}

std::string implementation(const Surface& surface, const Face& face, const std::string& type) {
  const Types types(surface, face, Types::From::root);
  std::string functions;
  std::vector<abi::Slot> slots = face.exports->functions;
  std::ranges::stable_sort(slots, {}, [](const abi::Slot& s) { return s.function->span.begin; });
  for (const abi::Slot& slot : slots) functions += function(surface, types, *slot.function);
  return fill(
      R"(

    impl {{trait}} for {{type}} {
        {{functions}}
    }
  )",
      {{"trait", types.named(face, face.trait)}, {"type", type}, {"functions", functions}});
}

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_'; }

// Whether one of the bindings' names stands in `text` without its path.
bool names_any(const Surface& surface, const std::string& text) {
  return std::ranges::any_of(surface.offered, [&](const std::string& name) {
    if (name == surface.library->plugins[0].type) return false;  // the author's own
    for (std::size_t at = text.find(name); at != text.npos; at = text.find(name, at + 1)) {
      const char before = at ? text[at - 1] : ' ', behind = (text + " ")[at + name.size()];
      if (!is_word(before) && before != ':' && !is_word(behind)) return true;
    }
    return false;
  });
}

}  // namespace

File skeleton(const Library& library) {
  const Surface surface = surface_of(library);
  const std::string type = library.plugins[0].type;
  std::string implementations;
  for (const Face& face : surface.faces)
    if (face.has_exports()) implementations += implementation(surface, face, type);
  return {.path = "src/lib.rs",
          .text = std::string(surface.bare() ? "#![no_std]\n\n" : "") + "mod bindings;\n" +
                  std::string(names_any(surface, implementations) ? "use bindings::*;\n" : "") +
                  "\n#[derive(Default)]\npub struct " + type + ";\n" + implementations};
}

}  // namespace tenon::bind::rust

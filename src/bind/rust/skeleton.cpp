// SPDX-License-Identifier: MIT
#include "bind/rust/skeleton.hpp"

#include <algorithm>
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
    if (const auto* cases = model_.as<wit::Enum>(target))
      return types_.path(id) + "::" + names::escape(Language::rust, names::pascal(cases->cases[0].name));
    return std::nullopt;
  }

 private:
  std::optional<std::string> ok(const wit::Result& result) const {
    if (!result.ok) return "Ok(())";
    const auto value = of(*result.ok);
    return value ? std::optional("Ok(" + *value + ")") : std::nullopt;
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

// Bindings speak from inside their module, the author from the crate's root.
std::string from_root(std::string text) {
  for (std::size_t at = 0; (at = text.find("super::", at)) != text.npos;) text.replace(at, 7, "bindings::");
  return text;
}

std::string function(const Surface& surface, const Types& types, const wit::Function& f) {
  std::vector<std::string> unused;
  for (const Parameter& p : parameters_of(f)) unused.push_back(p.name);
  std::string body;
  if (unused.size() == 1) body = "let _ = " + unused[0] + ";\n";
  if (unused.size() > 1) body = "let _ = (" + join(unused, ", ") + ");\n";
  if (f.result)
    body += Zero(*surface.model, types).of(*f.result).value_or("panic!(\"not written yet\")") + "\n";
  return from_root(fill(R"(
    {{signature}} {
        {{body}}
    }
  )",
                        {{"signature", trait_signature(surface, types, f)}, {"body", body}}));
}

bool shares_name(const Surface& surface, const Face& face) {
  return std::ranges::count_if(surface.faces,
                               [&](const Face& f) { return f.exported && f.trait == face.trait; }) > 1;
}

std::string implementation(const Surface& surface, const Face& face, const std::string& type) {
  const Types types(surface, face, Types::From::face);
  std::string functions;
  std::vector<abi::Slot> slots = face.contract->functions;
  std::ranges::stable_sort(slots, {}, [](const abi::Slot& s) { return s.function->span.begin; });
  for (const abi::Slot& slot : slots) functions += function(surface, types, *slot.function);
  return fill(
      R"(

    impl {{trait}} for {{type}} {
        {{functions}}
    }
  )",
      {{"trait", shares_name(surface, face) ? "bindings::" + face.module + "::" + face.trait : face.trait},
       {"type", type},
       {"functions", functions}});
}

}  // namespace

File skeleton(const Library& library) {
  const Surface surface = surface_of(library);
  const std::string type = library.plugins[0].type;
  std::string text = "mod bindings;\nuse bindings::*;\n\n#[derive(Default)]\npub struct " + type + ";\n";
  for (const Face& face : surface.faces)
    if (face.exported && face.contract && !face.contract->functions.empty())
      text += implementation(surface, face, type);
  return {.path = "src/lib.rs", .text = std::move(text)};
}

}  // namespace tenon::bind::rust

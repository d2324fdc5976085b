// SPDX-License-Identifier: MIT
//
// What a type needs, and how one value of it is dealt with.
#include "bind/c/values.hpp"

#include <algorithm>

#include "abi/layout.hpp"
#include "abi/walk.hpp"

namespace tenon::bind::c {
namespace {

using wit::Type;

/// Enums whose tag has no bits to spare can't be wrong.
bool is_full(const wit::Enum& e) { return e.cases.size() == 1ull << (8 * abi::tag_size(e.cases.size())); }

const wit::TypeDef* definition(const wit::Model& model, const Type& type) {
  const Type target = model.resolve(type);
  const auto* id = std::get_if<wit::TypeId>(&target);
  return id ? &model[*id] : nullptr;
}

bool is_string(const wit::Model& model, const Type& type) {
  return model.resolve(type) == Type(wit::Primitive::string);
}

bool holds_handle(const wit::Model& model, const Type& type, bool owned) {
  const wit::TypeDef* def = definition(model, type);
  if (!def || std::holds_alternative<wit::Resource>(def->kind)) return false;
  if (const auto* handle = std::get_if<wit::Handle>(&def->kind)) return handle->owned == owned;
  return std::ranges::any_of(abi::parts_of(*def),
                             [&](const Type& part) { return holds_handle(model, part, owned); });
}

// Lists are handed around as const; whoever frees one owns its elements.
std::string mutable_address(const Naming& naming, const Type& type, const std::string& lvalue) {
  return (lvalue.ends_with(']') ? "(" + naming.type(type) + " *)" : "") + address(lvalue);
}

}  // namespace

std::string address(const std::string& lvalue) {
  return lvalue.starts_with('*') ? lvalue.substr(1) : "&" + lvalue;
}

std::string layout_arguments(const Naming& n, const Type& type) {
  const abi::Layout layout = abi::layout_of(n.model(), type);
  return std::to_string(layout.size) + ", " + std::to_string(layout.align);
}

bool needs_valid(const wit::Model& model, const Type& type) {
  const wit::TypeDef* def = definition(model, type);
  if (!def) return is_string(model, type) || abi::needs_check(model, type);
  if (const auto* e = std::get_if<wit::Enum>(&def->kind)) return !is_full(*e);
  const bool product =
      std::holds_alternative<wit::Record>(def->kind) || std::holds_alternative<wit::Tuple>(def->kind);
  if (!product) return abi::needs_check(model, type);
  return std::ranges::any_of(abi::parts_of(*def), [&](const Type& part) { return needs_valid(model, part); });
}

bool owns_objects(const wit::Model& model, const Type& type) { return holds_handle(model, type, true); }
bool is_lent(const wit::Model& model, const Type& type) { return holds_handle(model, type, false); }

bool has_memory(const wit::Model& model, const Type& type) {
  const wit::TypeDef* def = definition(model, type);
  if (!def) return is_string(model, type);
  if (std::holds_alternative<wit::List>(def->kind)) return true;
  if (std::holds_alternative<wit::Handle>(def->kind)) return false;
  return std::ranges::any_of(abi::parts_of(*def), [&](const Type& part) { return has_memory(model, part); });
}

std::string valid(const Naming& naming, const Type& type, const std::string& lvalue) {
  const wit::Model& model = naming.model();
  if (is_string(model, type)) return "tenon_string_valid(" + address(lvalue) + ")";
  if (!definition(model, type)) return "tenon_char_valid(" + lvalue + ")";
  if (const auto* e = model.as<wit::Enum>(type)) return lvalue + " < " + std::to_string(e->cases.size());
  if (model.as<wit::Handle>(type)) return lvalue + " != NULL";
  return naming.own(naming.type(type), "valid") + "(" + address(lvalue) + ")";
}

std::string invalid(const Naming& naming, const Type& type, const std::string& lvalue) {
  const wit::Model& model = naming.model();
  if (const auto* e = model.as<wit::Enum>(type)) return lvalue + " >= " + std::to_string(e->cases.size());
  if (model.as<wit::Handle>(type)) return lvalue + " == NULL";
  return "!" + valid(naming, type, lvalue);
}

std::string free_of(const Naming& naming, const Type& type, const std::string& lvalue) {
  if (naming.model().as<wit::Handle>(type))
    return naming.own(naming.type(type), "drop") + "(" + lvalue + ");";
  return naming.own(naming.type(type), "free") + "(host, " + mutable_address(naming, type, lvalue) + ");";
}

std::string forget_of(const Naming& naming, const Type& type, const std::string& lvalue) {
  const std::string verb = owns_objects(naming.model(), type) ? "forget" : "free";
  return naming.own(naming.type(type), verb) + "(host, " + mutable_address(naming, type, lvalue) + ");";
}

std::string drop_of(const Naming& naming, const Type& type, const std::string& lvalue) {
  const bool handle = naming.model().as<wit::Handle>(type) != nullptr;
  return naming.own(naming.type(type), handle ? "drop" : "drop_objects") + "(" +
         (handle ? lvalue : address(lvalue)) + ");";
}

std::string copy_of(const Naming& naming, const Type& type, const std::string& to, const std::string& from) {
  if (is_string(naming.model(), type))
    return "tenon_string_copy(host, &" + to + ", " + from + ".ptr, " + from + ".len)";
  return naming.own(naming.type(type), "copy") + "(host, &" + to + ", &" + from + ")";
}

std::vector<Part> parts_of(const Naming& n, wit::TypeId id) {
  const wit::TypeKind& kind = n.model()[id].kind;
  std::vector<Part> parts;
  if (const auto* k = std::get_if<wit::Record>(&kind))
    for (const wit::Field& f : k->fields) parts.push_back({"", n.field(f.name), f.type});
  if (const auto* k = std::get_if<wit::Tuple>(&kind))
    for (const Type& type : k->types) parts.push_back({"", "f" + std::to_string(parts.size()), type});
  if (const auto* k = std::get_if<wit::Option>(&kind))
    parts.push_back({"value->is_some == 1", "value", k->type});
  if (const auto* k = std::get_if<wit::Result>(&kind)) {
    if (k->ok) parts.push_back({"value->is_err == 0", "value.ok", *k->ok});
    if (k->err) parts.push_back({"value->is_err == 1", "value.err", *k->err});
  }
  if (const auto* k = std::get_if<wit::Variant>(&kind))
    for (const wit::Case& c : k->cases)
      if (c.type)
        parts.push_back({"value->tag == " + n.constant(id, c.name), "val." + n.field(c.name), *c.type});
  return parts;
}

}  // namespace tenon::bind::c

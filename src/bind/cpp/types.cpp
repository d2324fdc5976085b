// SPDX-License-Identifier: MIT
#include "bind/cpp/types.hpp"

#include <algorithm>

#include "abi/layout.hpp"
#include "bind/common/names.hpp"
#include "bind/common/text.hpp"

namespace tenon::bind::cpp {
namespace {

using wit::Primitive;

std::string primitive_name(Primitive primitive) {
  switch (primitive) {
    case Primitive::boolean:
      return "bool";
    case Primitive::u8:
      return "std::uint8_t";
    case Primitive::u16:
      return "std::uint16_t";
    case Primitive::u32:
      return "std::uint32_t";
    case Primitive::u64:
      return "std::uint64_t";
    case Primitive::s8:
      return "std::int8_t";
    case Primitive::s16:
      return "std::int16_t";
    case Primitive::s32:
      return "std::int32_t";
    case Primitive::s64:
      return "std::int64_t";
    case Primitive::f32:
      return "float";
    case Primitive::f64:
      return "double";
    case Primitive::character:
      return "char32_t";
    case Primitive::string:
      return "std::string";
    case Primitive::error_context:
      break;
  }
  return "unsupported";
}

std::string optional_view(const Context& c, const std::optional<wit::Type>& type) {
  return type ? view_type(c, *type) : "tenon::NoView";
}

std::string each(const Context& c, const wit::Tuple& tuple,
                 std::string (*spell)(const Context&, const wit::Type&)) {
  std::vector<std::string> parts;
  for (const wit::Type& part : tuple.types) parts.push_back(spell(c, part));
  return join(parts, ", ");
}

bool is_string(const wit::Model& model, const wit::Type& type) {
  const wit::Type target = model.resolve(type);
  const auto* primitive = std::get_if<Primitive>(&target);
  return primitive && *primitive == Primitive::string;
}

bool is_bool(const wit::Model& model, const wit::Type& type) {
  const wit::Type target = model.resolve(type);
  const auto* primitive = std::get_if<Primitive>(&target);
  return primitive && *primitive == Primitive::boolean;
}

/// Spans and string views: what refers to the caller's values without a conversion.
bool is_borrowed_whole(const wit::Model& model, const wit::Type& type) {
  if (is_string(model, type)) return true;
  const auto* list = model.as<wit::List>(type);
  return list && is_scalar(model, list->type);
}

/// The parts of a type that values of it hold.
std::vector<wit::Type> parts_of(const wit::Model& model, const wit::Type& type) {
  std::vector<wit::Type> parts;
  if (const auto* record = model.as<wit::Record>(type))
    for (const wit::Field& field : record->fields) parts.push_back(field.type);
  if (const auto* variant = model.as<wit::Variant>(type))
    for (const wit::Case& c : variant->cases)
      if (c.type) parts.push_back(*c.type);
  if (const auto* tuple = model.as<wit::Tuple>(type)) parts = tuple->types;
  if (const auto* list = model.as<wit::List>(type)) parts.push_back(list->type);
  if (const auto* option = model.as<wit::Option>(type)) parts.push_back(option->type);
  if (const auto* result = model.as<wit::Result>(type)) {
    if (result->ok) parts.push_back(*result->ok);
    if (result->err) parts.push_back(*result->err);
  }
  return parts;
}

}  // namespace

std::string type_name(const Context& c, wit::TypeId id, std::string_view suffix) {
  const wit::TypeDef& def = c.m()[id];
  const std::string name = type_word(def.name) + std::string(suffix);
  if (def.owner == c.here) return name;
  if (const auto* interface = std::get_if<wit::InterfaceId>(&def.owner))
    return full_name(c, interface_namespace(c.m(), *interface)) + "::" + name;
  if (const auto* world = std::get_if<wit::WorldId>(&def.owner))
    return full_name(c, world_namespace(c.m(), *world)) + "::" + name;
  return name;
}

std::string case_name(const wit::Model& model, wit::TypeId variant, std::string_view of) {
  std::string name = type_word(of);
  // A class can't have a member class of its own name.
  return name == type_word(model[variant].name) ? name + "_" : name;
}

bool has_objects(const wit::Model& model, const wit::Type& type, bool owning_only) {
  if (const auto* handle = model.as<wit::Handle>(type)) return handle->owned || !owning_only;
  if (model.as<wit::Resource>(type)) return true;
  for (const wit::Type& part : parts_of(model, type))
    if (has_objects(model, part, owning_only)) return true;
  return false;
}

bool has_view(const wit::Model& model, const wit::Type& type) {
  return model.as<wit::Record>(type) || model.as<wit::Variant>(type);
}

bool is_scalar(const wit::Model& model, const wit::Type& type) {
  const wit::Type target = model.resolve(type);
  if (const auto* primitive = std::get_if<Primitive>(&target))
    return *primitive != Primitive::string && *primitive != Primitive::boolean;
  return model.as<wit::Enum>(type) || model.as<wit::Flags>(type);
}

bool has_zero(const wit::Model& model, const wit::Type& type) {
  if (model.as<wit::Handle>(type)) return false;
  const auto zero = [&](const std::optional<wit::Type>& part) { return !part || has_zero(model, *part); };
  if (const auto* result = model.as<wit::Result>(type)) return zero(result->ok);
  if (const auto* variant = model.as<wit::Variant>(type)) return zero(variant->cases.front().type);
  if (model.as<wit::Record>(type) || model.as<wit::Tuple>(type))
    return std::ranges::all_of(parts_of(model, type), zero);
  return true;
}

std::string owned_type(const Context& c, const wit::Type& type) {
  const wit::Type target = c.m().resolve(type);
  if (const auto* primitive = std::get_if<Primitive>(&target)) return primitive_name(*primitive);
  const wit::TypeId id = std::get<wit::TypeId>(target);
  if (const auto* list = c.m().as<wit::List>(target)) return "std::vector<" + owned_type(c, list->type) + ">";
  if (const auto* option = c.m().as<wit::Option>(target))
    return "std::optional<" + owned_type(c, option->type) + ">";
  if (const auto* result = c.m().as<wit::Result>(target))
    return "tenon::expected<" + ok_type(c, *result) + ", " + err_type(c, *result) + ">";
  if (const auto* tuple = c.m().as<wit::Tuple>(target))
    return "std::tuple<" + each(c, *tuple, owned_type) + ">";
  if (const auto* handle = c.m().as<wit::Handle>(target))
    return type_name(c, c.m().resolve_resource(handle->resource), handle->owned ? "" : "Ref");
  return type_name(c, id);
}

std::string view_type(const Context& c, const wit::Type& type) {
  if (is_string(c.m(), type)) return "tenon::StringView";
  if (is_bool(c.m(), type)) return "tenon::Bool";
  if (is_scalar(c.m(), type)) return owned_type(c, type);
  if (const auto* list = c.m().as<wit::List>(type))
    return "tenon::ListView<" + view_type(c, list->type) + ">";
  if (const auto* option = c.m().as<wit::Option>(type))
    return "tenon::OptionView<" + view_type(c, option->type) + ">";
  if (const auto* result = c.m().as<wit::Result>(type))
    return "tenon::ResultView<" + optional_view(c, result->ok) + ", " + optional_view(c, result->err) + ">";
  if (const auto* tuple = c.m().as<wit::Tuple>(type))
    return "tenon::TupleView<" + each(c, *tuple, view_type) + ">";
  if (has_view(c.m(), type)) return type_name(c, std::get<wit::TypeId>(c.m().resolve(type)), "View");
  return "tenon_object*";
}

std::string result_type(const Context& c, const wit::Type& type) {
  if (is_string(c.m(), type)) return "tenon::String";
  const auto* list = c.m().as<wit::List>(type);
  if (list && is_scalar(c.m(), list->type)) return "tenon::List<" + owned_type(c, list->type) + ">";
  return owned_type(c, type);
}

std::string param_type(const Context& c, const wit::Type& type) {
  const wit::Model& m = c.m();
  const std::string owned = owned_type(c, type);
  if (is_string(m, type)) return "std::string_view";
  if (is_scalar(m, type) || is_bool(m, type) || m.as<wit::Handle>(type) || has_objects(m, type, true))
    return owned;
  if (const auto* list = m.as<wit::List>(type)) {
    const std::string element = owned_type(c, list->type);
    if (is_scalar(m, list->type)) return "std::span<const " + element + ">";
    return "const tenon::ListOf<" + element + "> auto&";
  }
  const auto* option = m.as<wit::Option>(type);
  if (option && is_borrowed_whole(m, option->type))
    return "std::optional<" + param_type(c, option->type) + ">";
  if (option && (is_scalar(m, option->type) || is_bool(m, option->type))) return owned;
  return "const " + owned + "&";
}

std::string value_type(const Context& c, const wit::Type& type) {
  if (is_bool(c.m(), type)) return "std::uint8_t";
  return is_scalar(c.m(), type) ? owned_type(c, type) : "tenon_object*";
}

const wit::Result* whole_result(const wit::Model& model, const wit::Function& function) {
  return function.result ? model.as<wit::Result>(*function.result) : nullptr;
}

std::string ok_type(const Context& c, const wit::Result& result) {
  return result.ok ? owned_type(c, *result.ok) : "void";
}
std::string err_type(const Context& c, const wit::Result& result) {
  return result.err ? owned_type(c, *result.err) : "tenon::Unit";
}

}  // namespace tenon::bind::cpp

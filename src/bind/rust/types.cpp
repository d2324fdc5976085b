// SPDX-License-Identifier: MIT
#include "bind/rust/types.hpp"

#include <algorithm>
#include <array>

#include "abi/layout.hpp"
#include "bind/common/names.hpp"

namespace tenon::bind::rust {
namespace {

// Names in everybody's scope; an author who imports the bindings' names would lose them.
constexpr std::array kPrelude = std::to_array<std::string_view>(
    {"AsMut",  "AsRef",  "Box",  "Clone",    "Copy",     "Default", "Drop",    "Err",    "Fn",    "FnMut",
     "FnOnce", "From",   "Into", "Iterator", "None",     "Ok",      "Option",  "Result", "Send",  "Sized",
     "Some",   "String", "Sync", "ToOwned",  "ToString", "TryFrom", "TryInto", "Vec",    "Unpin", "Extend"});
constexpr std::array kModules =
    std::to_array<std::string_view>({"interfaces", "glue", "library", "runtime", "std", "core", "alloc"});

std::string_view primitive_name(wit::Primitive primitive) {
  using enum wit::Primitive;
  switch (primitive) {
    case s8:
      return "i8";
    case s16:
      return "i16";
    case s32:
      return "i32";
    case s64:
      return "i64";
    case string:
      return "String";
    default:
      return wit::name_of(primitive);
  }
}

bool is_number(const wit::Type& type) {
  const auto* primitive = std::get_if<wit::Primitive>(&type);
  using enum wit::Primitive;
  return primitive && *primitive >= u8 && *primitive <= f64;
}

std::string reference(std::string_view lifetime) {
  return lifetime == "'_" ? "&" : "&" + std::string(lifetime) + " ";
}

}  // namespace

std::string type_name(std::string_view kebab) {
  std::string name = names::escape(Language::rust, names::pascal(kebab));
  return std::ranges::count(kPrelude, name) ? name + '_' : name;
}

std::string module_name(std::string_view kebab) {
  std::string name = names::value(Language::rust, kebab);
  return std::ranges::count(kModules, name) ? name + '_' : name;
}

// Whether `test` holds for a type or one inside of it.
template <class Test>
bool Types::any(const wit::Type& type, const Test& test) const {
  const wit::Type target = model_.resolve(type);
  if (test(target)) return true;
  const auto some = [&](const std::optional<wit::Type>& part) { return part && any(*part, test); };
  if (const auto* k = model_.as<wit::Record>(target))
    return std::ranges::any_of(k->fields, [&](const wit::Field& field) { return any(field.type, test); });
  if (const auto* k = model_.as<wit::Option>(target)) return any(k->type, test);
  if (const auto* k = model_.as<wit::List>(target)) return any(k->type, test);
  if (const auto* k = model_.as<wit::Result>(target)) return some(k->ok) || some(k->err);
  return false;
}

bool Types::plain(const wit::Type& type) const {
  return !any(type, [&](const wit::Type& t) {
    return t == wit::Type(wit::Primitive::string) || model_.as<wit::List>(t) || model_.as<wit::Handle>(t);
  });
}

bool Types::owns(const wit::Type& type) const {
  return any(type, [&](const wit::Type& t) {
    const auto* handle = model_.as<wit::Handle>(t);
    return handle && handle->owned;
  });
}

bool Types::borrows(const wit::Type& type) const {
  return any(type, [&](const wit::Type& t) {
    const auto* handle = model_.as<wit::Handle>(t);
    return handle && !handle->owned;
  });
}

bool Types::slice(const wit::Type& type) const {
  const auto* list = model_.as<wit::List>(type);
  return list && is_number(model_.resolve(list->type));
}

std::string Types::path(wit::TypeId type, std::string_view suffix) const {
  const Face& home = surface_.of(type);
  const std::string name = type_name(model_[type].name).append(suffix);
  if (from_ == From::face) return &home == &face_ ? name : home.module + "::" + name;
  return "interfaces::" + home.module + "::" + name;
}

std::string Types::owned(const wit::Type& type) const {
  const wit::Type target = model_.resolve(type);
  if (const auto* primitive = std::get_if<wit::Primitive>(&target))
    return std::string(primitive_name(*primitive));
  if (const auto* k = model_.as<wit::Option>(target)) return "Option<" + owned(k->type) + ">";
  if (const auto* k = model_.as<wit::List>(target)) return "Vec<" + owned(k->type) + ">";
  if (const auto* k = model_.as<wit::Result>(target))
    return "Result<" + owned(k->ok) + ", " + owned(k->err) + ">";
  if (const auto* k = model_.as<wit::Handle>(target))
    return k->owned ? path(model_.resolve_resource(k->resource)) : view(type, "'_");
  return path(std::get<wit::TypeId>(target));
}

std::string Types::list_view(const wit::Type& element, std::string_view lifetime) const {
  if (is_number(model_.resolve(element))) return reference(lifetime) + "[" + owned(element) + "]";
  const std::string list = from_ == From::face ? "super::List<" : "List<";
  return list + std::string(lifetime) + ", " + view(element, lifetime) + ">";
}

std::string Types::view(const wit::Type& type, std::string_view lifetime) const {
  const wit::Type target = model_.resolve(type);
  if (target == wit::Type(wit::Primitive::string)) return reference(lifetime) + "str";
  if (plain(target)) return owned(target);
  const auto part = [&](const std::optional<wit::Type>& t) { return t ? view(*t, lifetime) : "()"; };
  const std::string of = "<" + std::string(lifetime) + ">";
  if (const auto* k = model_.as<wit::List>(target)) return list_view(k->type, lifetime);
  if (const auto* k = model_.as<wit::Option>(target)) return "Option<" + view(k->type, lifetime) + ">";
  if (const auto* k = model_.as<wit::Result>(target))
    return "Result<" + part(k->ok) + ", " + part(k->err) + ">";
  if (const auto* k = model_.as<wit::Handle>(target))
    return path(model_.resolve_resource(k->resource), "Ref") + of;
  return path(std::get<wit::TypeId>(target), "View") + of;
}

std::string Types::parameter(const wit::Type& type, std::string_view lifetime) const {
  return owns(type) ? owned(type) : view(type, lifetime);
}

std::string Types::raw(const wit::Type& type) const {
  const wit::Type target = model_.resolve(type);
  if (const auto* primitive = std::get_if<wit::Primitive>(&target)) {
    if (*primitive == wit::Primitive::boolean) return "u8";
    if (*primitive == wit::Primitive::character) return "u32";
    if (*primitive == wit::Primitive::string) return "RawString";
    return std::string(primitive_name(*primitive));
  }
  if (const auto* k = model_.as<wit::Option>(target)) return "RawOption<" + raw(k->type) + ">";
  if (const auto* k = model_.as<wit::List>(target)) return "RawList<" + raw(k->type) + ">";
  if (const auto* k = model_.as<wit::Result>(target))
    return "RawResult<" + raw(k->ok) + ", " + raw(k->err) + ">";
  if (const auto* k = model_.as<wit::Enum>(target))
    return "u" + std::to_string(abi::tag_size(k->cases.size()) * 8);
  if (model_.as<wit::Handle>(target)) return "*mut Object";
  const auto id = std::get<wit::TypeId>(target);
  const Face& home = surface_.of(id);
  return (&home == &face_ ? "" : home.module + "::") + type_name(model_[id].name) + "Raw";
}

}  // namespace tenon::bind::rust

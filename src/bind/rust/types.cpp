// SPDX-License-Identifier: MIT
#include "bind/rust/types.hpp"

#include <algorithm>
#include <array>

#include "abi/layout.hpp"
#include "bind/common/names.hpp"
#include "bind/common/text.hpp"

namespace tenon::bind::rust {
namespace {

// Modules that the file has, crates, and types that a module would hide.
constexpr std::array kModules = std::to_array<std::string_view>(
    {"alloc", "bool", "c_void", "char", "core", "f128",       "f16",   "f32",     "f64",        "glue",
     "i128",  "i16",  "i32",    "i64",  "i8",   "interfaces", "isize", "library", "proc_macro", "runtime",
     "std",   "str",  "tenon",  "test", "u128", "u16",        "u32",   "u64",     "u8",         "usize"});

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

std::string type_name(std::string_view kebab, std::string_view suffix) {
  return names::type(Language::rust, kebab, suffix);
}

std::string case_name(std::string_view kebab) { return names::escape(Language::rust, names::pascal(kebab)); }

std::string module_name(std::string_view kebab) {
  std::string name = names::value(Language::rust, kebab);
  return std::ranges::count(kModules, name) ? name + '_' : name;
}

void Types::parts(const wit::Type& type, const std::function<void(const wit::Type&)>& each) const {
  if (const auto* k = model_.as<wit::Record>(type))
    for (const wit::Field& field : k->fields) each(field.type);
  if (const auto* k = model_.as<wit::Variant>(type))
    for (const wit::Case& one : k->cases)
      if (one.type) each(*one.type);
  if (const auto* k = model_.as<wit::Tuple>(type)) std::ranges::for_each(k->types, each);
  if (const auto* k = model_.as<wit::Option>(type)) each(k->type);
  if (const auto* k = model_.as<wit::List>(type)) each(k->type);
  if (const auto* k = model_.as<wit::Result>(type)) {
    if (k->ok) each(*k->ok);
    if (k->err) each(*k->err);
  }
}

// Whether `test` holds for a type or one inside of it.
template <class Test>
bool Types::any(const wit::Type& type, const Test& test) const {
  const wit::Type target = model_.resolve(type);
  bool found = test(target);
  if (!found) parts(target, [&](const wit::Type& part) { found = found || any(part, test); });
  return found;
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

bool Types::grows(const wit::Type& type) const {
  return any(type, [&](const wit::Type& t) {
    return t == wit::Type(wit::Primitive::string) || model_.as<wit::List>(t);
  });
}

bool Types::comparable(const wit::Type& type) const {
  constexpr std::size_t kLongestTuple = 12;
  return !any(type, [&](const wit::Type& t) {
    const auto* tuple = model_.as<wit::Tuple>(t);
    return tuple && tuple->types.size() > kLongestTuple;
  });
}

bool Types::cases_only(const wit::Type& type) const {
  if (model_.as<wit::Enum>(type)) return true;
  const auto* variant = model_.as<wit::Variant>(type);
  return variant && std::ranges::none_of(variant->cases, [](const wit::Case& one) { return !!one.type; });
}

bool Types::slice(const wit::Type& type) const {
  const auto* list = model_.as<wit::List>(type);
  return list && is_number(model_.resolve(list->type));
}

std::vector<std::string> Types::names_of(const wit::NamedType& type) const {
  const wit::TypeDef& def = model_[type.id];
  std::vector<std::string> out;
  const auto add = [&](std::string_view suffix) { out.push_back(type_name(type.name, suffix)); };
  if (std::holds_alternative<wit::Resource>(def.kind)) {
    for (const char* suffix : {"", "Ref", "Object", "Impl"}) add(suffix);
    return out;
  }
  const bool compound =
      std::holds_alternative<wit::Record>(def.kind) || std::holds_alternative<wit::Variant>(def.kind);
  if (!borrows(type.id) && has_owned(type.id)) add("");
  if (compound && has_view(type.id)) add("View");
  return out;
}

std::string Types::path(wit::TypeId type, std::string_view suffix) const {
  return named(surface_.of(type), type_name(model_[type].name, suffix));
}

std::string Types::named(const Face& home, const std::string& name) const {
  switch (from_) {
    case From::face:
      return &home == &face_ ? name : home.module + "::" + name;
    case From::glue:
      return "interfaces::" + home.module + "::" + name;
    case From::root:
      // An author's own type hides what `use` brings in.
      const auto hides = [&](const Plugin& plugin) { return plugin.type == name; };
      const bool plain =
          surface_.offered.contains(name) && std::ranges::none_of(surface_.library->plugins, hides);
      return (plain ? "" : "bindings::" + home.module + "::") + name;
  }
  return name;
}

// `(A, B)`; `(A,)` for one part.
template <class Print>
std::string Types::tuple(const std::vector<wit::Type>& types, const Print& print) const {
  std::vector<std::string> parts;
  for (const wit::Type& type : types) parts.push_back(print(type));
  return "(" + join(parts, ", ") + (parts.size() == 1 ? ",)" : ")");
}

std::string Types::owned(const wit::Type& type, std::string_view lifetime) const {
  const wit::Type target = model_.resolve(type);
  const auto part = [&](const std::optional<wit::Type>& t) { return t ? owned(*t, lifetime) : "()"; };
  if (const auto* primitive = std::get_if<wit::Primitive>(&target))
    return std::string(primitive_name(*primitive));
  if (const auto* k = model_.as<wit::Option>(target)) return "Option<" + part(k->type) + ">";
  if (const auto* k = model_.as<wit::List>(target)) return "Vec<" + part(k->type) + ">";
  if (const auto* k = model_.as<wit::Result>(target))
    return "Result<" + part(k->ok) + ", " + part(k->err) + ">";
  if (const auto* k = model_.as<wit::Tuple>(target)) return tuple(k->types, part);
  if (const auto* k = model_.as<wit::Handle>(target))
    return k->owned ? path(model_.resolve_resource(k->resource)) : view(type, lifetime);
  const auto id = std::get<wit::TypeId>(target);
  return borrows(target) ? path(id, "View") + "<" + std::string(lifetime) + ">" : path(id);
}

std::string Types::list_view(const wit::Type& element, std::string_view lifetime) const {
  if (is_number(model_.resolve(element))) return reference(lifetime) + "[" + owned(element) + "]";
  const std::string list = from_ == From::face   ? "super::List<"
                           : from_ == From::root ? "bindings::List<"
                                                 : "List<";
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
  if (const auto* k = model_.as<wit::Tuple>(target)) return tuple(k->types, part);
  if (const auto* k = model_.as<wit::Handle>(target))
    return path(model_.resolve_resource(k->resource), "Ref") + of;
  return path(std::get<wit::TypeId>(target), "View") + of;
}

std::string Types::parameter(const wit::Type& type, std::string_view lifetime) const {
  return owns(type) ? owned(type, lifetime) : view(type, lifetime);
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
  if (const auto* k = model_.as<wit::Tuple>(target)) {
    std::string out = "RawTuple" + std::to_string(k->types.size()) + "<";
    for (const wit::Type& part : k->types) out += (out.back() == '<' ? "" : ", ") + raw(part);
    return out + ">";
  }
  if (cases_only(target) || model_.as<wit::Flags>(target))
    return "u" + std::to_string(abi::layout_of(model_, target).size * 8);
  if (model_.as<wit::Handle>(target)) return "*mut Object";
  const auto id = std::get<wit::TypeId>(target);
  const Face& home = surface_.of(id);
  return (&home == &face_ ? "" : home.module + "::") + type_name(model_[id].name, "Raw");
}

void Types::unnamed_parts(const wit::Type& type, std::set<std::string>& asserted) const {
  parts(type, [&](const wit::Type& part) { unnamed(part, asserted); });
}

void Types::unnamed(const wit::Type& type, std::set<std::string>& asserted) const {
  const wit::Type target = model_.resolve(type);
  const auto* id = std::get_if<wit::TypeId>(&target);
  if (!id) return;
  const bool named = model_.as<wit::Record>(target) || model_.as<wit::Variant>(target);
  if (named) return;  // asserted where they are defined
  unnamed_parts(target, asserted);
  if (!model_.as<wit::Option>(target) && !model_.as<wit::Result>(target) && !model_.as<wit::Tuple>(target))
    return;
  const abi::Layout layout = abi::layout_of(model_, target);
  asserted.insert("runtime::laid_out::<" + raw(target) + ">(" + std::to_string(layout.size) + ", " +
                  std::to_string(layout.align) + ")");
}

}  // namespace tenon::bind::rust

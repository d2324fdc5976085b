// SPDX-License-Identifier: MIT
#include "bind/cpp/collisions.hpp"

#include "bind/cpp/functions.hpp"
#include "bind/cpp/types.hpp"

namespace tenon::bind::cpp {
namespace {

std::string ticked(std::string_view name) { return "`" + std::string(name) + "`"; }

/// "`apply`", "the constructor of `pen`", "the static `make` of `pen`".
std::string origin_of(const wit::Model& model, const wit::Function& function) {
  const std::string name = ticked(function.item_name());
  if (function.kind == wit::FunctionKind::freestanding) return name;
  const std::string of = " of " + ticked(model[function.resource].name);
  if (function.kind == wit::FunctionKind::constructor) return "the constructor" + of;
  return (function.kind == wit::FunctionKind::static_ ? "the static " : "") + name + of;
}

}  // namespace

void Collisions::take(Scope& scope, const std::string& name, const std::string& origin, wit::Span span) {
  const auto other = scope.take(name, origin);
  if (!other) return;
  // Where a name clashes, so do those made from it.
  if (!found_.empty() && found_.back().span.file == span.file && found_.back().span.begin == span.begin)
    return;
  wit::Diagnostic d;
  d.code = "T0301";
  d.message = *other + " and " + origin + " are both `" + name + "` in C++";
  d.span = span;
  d.help = "rename one of them";
  found_.push_back(std::move(d));
}

void Collisions::add(const abi::World& world) {
  namespaces(world);
  functions(world);
  for (wit::InterfaceId id : reached_interfaces(context_.m(), world)) types(id);
}

void Collisions::namespaces(const abi::World& world) {
  Scope spaces, accessors;
  const wit::Model& m = context_.m();
  own(spaces, package_namespace(m, m[world.id].package), world);
  for (wit::InterfaceId id : reached_interfaces(m, world))
    take(spaces, interface_namespace(m, id),
         ticked(m[id].name.empty() ? interface_namespace(m, id) : m.id_of(id)), m[id].span);
  const auto* called = context_.side == Side::plugin ? &world.imports : &world.exports;
  for (const abi::Interface& i : *called)
    take(accessors, accessor_of(m, world, i), ticked(i.name),
         i.interface ? m[*i.interface].span : wit::Span{});
}

/// What the package's namespace has for the world itself.
void Collisions::own(Scope& spaces, const std::string& package, const abi::World& world) {
  const std::string word = names::snake(context_.m()[world.id].name);
  for (const char* end : {"_types", "_imports", "_exports", "_contract", "_world"})
    take(spaces, package + "::" + word + end, "the world " + ticked(world.name), context_.m()[world.id].span);
  take(spaces, package + "::" + context_.build, "the namespace of these bindings", {});
}

void Collisions::types(wit::InterfaceId interface) {
  Scope scope;
  for (wit::TypeId id : own_types(context_.m(), interface, *context_.in_profile)) {
    const wit::TypeDef& def = context_.m()[id];
    take(scope, type_word(def.name), ticked(def.name), def.span);
    if (has_view(context_.m(), wit::Type(id)))
      take(scope, type_word(def.name) + "View", ticked(def.name), def.span);
    if (context_.m().as<wit::Resource>(wit::Type(id)))
      for (const char* end : {"Ref", "Vtable", "Slots"})
        take(scope, type_word(def.name) + end, ticked(def.name), def.span);
    members(id);
  }
}

void Collisions::members(wit::TypeId id) {
  Scope scope, structs;
  const wit::TypeKind& kind = context_.m()[id].kind;
  const auto word = [](const std::string& name) { return names::value(Language::cpp, name); };
  if (const auto* record = std::get_if<wit::Record>(&kind))
    for (const wit::Field& f : record->fields) take(scope, word(f.name), ticked(f.name), f.span);
  if (const auto* e = std::get_if<wit::Enum>(&kind))
    for (const wit::Label& l : e->cases) take(scope, word(l.name), ticked(l.name), l.span);
  if (const auto* flags = std::get_if<wit::Flags>(&kind))
    for (const wit::Label& l : flags->flags) take(scope, word(l.name), ticked(l.name), l.span);
  if (const auto* variant = std::get_if<wit::Variant>(&kind))
    for (const wit::Case& of : variant->cases) {
      take(scope, word(of.name), ticked(of.name), of.span);
      take(structs, case_name(context_.m(), id, of.name), ticked(of.name), of.span);
    }
}

void Collisions::functions(const abi::World& world) {
  const wit::Model& m = context_.m();
  Scope authors;  // one type of the author's has the functions of all exports
  for (const auto* side : {&world.imports, &world.exports})
    for (const abi::Interface& interface : *side) {
      members(interface, interface.functions);
      for (const abi::Resource& resource : interface.resources) members(interface, resource.methods);
      if (side == &world.imports || context_.side == Side::host) continue;
      for (const abi::Slot& slot : interface.functions)
        take(authors, author_name(m, world, interface, *slot.function),
             origin_of(m, *slot.function) + " of " + ticked(interface.name), slot.function->span);
    }
}

/// The members of an interface's or a resource's class.
void Collisions::members(const abi::Interface& interface, const std::vector<abi::Slot>& slots) {
  Scope scope;
  for (const abi::Slot& slot : slots) {
    const std::string name = member_name(context_.m(), *slot.function);
    const std::string origin = origin_of(context_.m(), *slot.function);
    take(scope, name, origin, slot.function->span);
    if (context_.is_newer(interface, slot)) take(scope, "has_" + name, origin, slot.function->span);
  }
}

}  // namespace tenon::bind::cpp

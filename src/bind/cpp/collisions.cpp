// SPDX-License-Identifier: MIT
#include "bind/cpp/collisions.hpp"

#include "bind/cpp/functions.hpp"
#include "bind/cpp/types.hpp"

namespace tenon::bind::cpp {

void Collisions::take(Scope& scope, const std::string& name, const std::string& origin, wit::Span span) {
  const auto other = scope.take(name, origin);
  if (!other) return;
  // Where a name clashes, so do those made from it.
  if (!found_.empty() && found_.back().span.file == span.file && found_.back().span.begin == span.begin)
    return;
  wit::Diagnostic d;
  d.code = "T0301";
  d.message = "`" + *other + "` and `" + origin + "` are both `" + name + "` in C++";
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
  for (wit::InterfaceId id : reached_interfaces(m, world))
    take(spaces, interface_namespace(m, id), m[id].name.empty() ? interface_namespace(m, id) : m.id_of(id),
         m[id].span);
  const auto* called = context_.side == Side::plugin ? &world.imports : &world.exports;
  for (const abi::Interface& i : *called)
    take(accessors, accessor_of(m, world, i), i.name, i.interface ? m[*i.interface].span : wit::Span{});
}

void Collisions::types(wit::InterfaceId interface) {
  Scope scope;
  take(scope, "Interface", "the interface itself", {});
  take(scope, "Import", "the interface itself", {});
  for (wit::TypeId id : own_types(context_.m(), interface)) {
    const wit::TypeDef& def = context_.m()[id];
    take(scope, names::pascal(def.name), def.name, def.span);
    if (std::holds_alternative<wit::Record>(def.kind))
      take(scope, names::pascal(def.name) + "View", def.name, def.span);
    if (std::holds_alternative<wit::Resource>(def.kind))
      take(scope, names::pascal(def.name) + "Ref", def.name, def.span);
    members(id);
  }
}

void Collisions::members(wit::TypeId id) {
  Scope scope;
  const wit::TypeKind& kind = context_.m()[id].kind;
  if (const auto* record = std::get_if<wit::Record>(&kind))
    for (const wit::Field& f : record->fields)
      take(scope, names::value(Language::cpp, f.name), f.name, f.span);
  if (const auto* e = std::get_if<wit::Enum>(&kind))
    for (const wit::Label& l : e->cases) take(scope, names::value(Language::cpp, l.name), l.name, l.span);
}

void Collisions::functions(const abi::World& world) {
  const wit::Model& m = context_.m();
  Scope authors;  // one type of the author's has the functions of all exports
  for (const auto* side : {&world.imports, &world.exports})
    for (const abi::Interface& interface : *side) {
      Scope scope;
      const bool one_type = side == &world.exports && context_.side == Side::plugin;
      for (const abi::Slot& slot : interface.functions)
        take(one_type ? authors : scope, member_name(m, *slot.function),
             interface.name + "#" + slot.function->name, slot.function->span);
      for (const abi::Resource& resource : interface.resources) {
        Scope methods;
        for (const abi::Slot& slot : resource.methods)
          take(methods, member_name(m, *slot.function), slot.function->name, slot.function->span);
      }
    }
}

}  // namespace tenon::bind::cpp

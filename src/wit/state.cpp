// SPDX-License-Identifier: MIT
#include "wit/state.hpp"

#include <algorithm>

namespace tenon::wit {

State::State(Model& the_model, Report& the_report, std::vector<std::string> features, bool all_features)
    : model(the_model), report(the_report), features_(std::move(features)), all_features_(all_features) {
  std::ranges::sort(features_);
  model.types.push_back({"", Alias{Primitive::boolean}, {}, {}, "", {}});
  types.emplace_back().poisoned = true;
}

InterfaceId State::add_interface(std::string name, PackageId package, Span span) {
  const InterfaceId id{static_cast<std::uint32_t>(model.interfaces.size())};
  Interface interface;
  interface.name = std::move(name);
  interface.package = package;
  interface.span = span;
  model.interfaces.push_back(std::move(interface));
  interfaces.emplace_back();
  return id;
}

WorldId State::add_world(std::string name, PackageId package, Span span) {
  const WorldId id{static_cast<std::uint32_t>(model.worlds.size())};
  World world;
  world.name = std::move(name);
  world.package = package;
  world.span = span;
  model.worlds.push_back(std::move(world));
  worlds.emplace_back();
  return id;
}

namespace {

/// What an alias of, or a definition over, known types is.
TypeInfo info_of(const TypeKind& kind, const std::vector<TypeInfo>& types, TypeId self) {
  TypeInfo info;
  for_each_type(kind, [&](const TypeId& id) {
    info.poisoned |= types[id.index].poisoned;
    info.has_borrow |= types[id.index].has_borrow;
  });
  if (std::holds_alternative<Resource>(kind)) info.resource = self;
  if (const auto* handle = std::get_if<Handle>(&kind)) info.has_borrow = !handle->owned;
  if (const auto* alias = std::get_if<Alias>(&kind)) {
    if (const auto* id = std::get_if<TypeId>(&alias->type)) info.resource = types[id->index].resource;
  }
  return info;
}

}  // namespace

TypeId State::add_type(TypeDef definition, bool excluded, Span gate) {
  const TypeId id{static_cast<std::uint32_t>(model.types.size())};
  TypeInfo info = info_of(definition.kind, types, id);
  info.excluded = excluded;
  if (!excluded) {
    for_each_type(definition.kind, [&](const TypeId& target) { check_reference(target, gate); });
    check_owner(definition.owner, definition.name, gate);
  }
  if (auto* alias = std::get_if<Alias>(&definition.kind)) alias->end = model.resolve(alias->type);
  model.types.push_back(std::move(definition));
  types.push_back(info);
  return id;
}

bool State::spend(std::size_t items, Span span) {
  const bool was_enough = budget_ == 0;
  budget_ -= std::min(items, budget_);
  if (budget_ > 0) return true;
  if (!was_enough) {
    report.error("T0131", span, "the worlds of these packages have more than 200000 items").help =
        "worlds that include each other multiply; include fewer";
  }
  return false;
}

}  // namespace tenon::wit

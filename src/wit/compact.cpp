// SPDX-License-Identifier: MIT
#include "wit/compact.hpp"

#include <algorithm>
#include <utility>

namespace tenon::wit {
namespace {

constexpr std::uint32_t kGone = UINT32_MAX;

class Compacter {
 public:
  explicit Compacter(State& state) : state_(state), model_(state.model) {}

  void run() {
    mark_used_handles();
    number();
    move_types();
    move_interfaces();
    move_worlds();
    for (Package& package : model_.packages) {
      for (NamedInterface& named : package.interfaces) map(named.id);
      for (NamedWorld& named : package.worlds) map(named.id);
    }
    label_interfaces();
  }

 private:
  void mark_used_handles();
  void number();
  void move_types();
  void move_interfaces();
  void move_worlds();
  void label_interfaces();
  bool is_implied_handle(TypeId id) const;
  bool is_kept(TypeId id) const;

  void map(TypeId& id) const { id.index = types_[id.index]; }
  void map(InterfaceId& id) const { id.index = interfaces_[id.index]; }
  void map(WorldId& id) const { id.index = worlds_[id.index]; }
  void map(Owner& owner) const;
  void map(Function& function) const {
    for_each_type_of_function(function, [&](TypeId& id) { map(id); });
  }
  void map(std::vector<WorldItem>& items) const;

  State& state_;
  Model& model_;
  std::vector<bool> used_;
  std::vector<std::uint32_t> types_, interfaces_, worlds_;  ///< old index → new one
};

/// `own<r>` that a bare `r` stands for. It belongs to whoever mentions it, and may have been made
/// for a function that a gate then left out.
bool Compacter::is_implied_handle(TypeId id) const {
  const TypeDef& type = model_[id];
  const auto* handle = std::get_if<Handle>(&type.kind);
  return handle != nullptr && handle->owned && type.name.empty();
}

bool Compacter::is_kept(TypeId id) const {
  if (id == kPoison || state_.is_excluded(id)) return false;
  return !is_implied_handle(id) || used_[id.index];
}

void Compacter::mark_used_handles() {
  used_.resize(model_.types.size());
  const auto mark = [&](const TypeId& id) { used_[id.index] = true; };
  for (std::uint32_t i = 0; i < model_.types.size(); ++i) {
    if (!state_.is_excluded(TypeId{i})) for_each_type(std::as_const(model_.types[i].kind), mark);
  }
  for (const Interface& interface : model_.interfaces) {
    for (const Function& function : interface.functions) for_each_type_of_function(function, mark);
  }
  for (const World& world : model_.worlds) {
    for (const auto* items : {&world.imports, &world.exports}) {
      for (const WorldItem& item : *items) {
        if (const auto* function = std::get_if<Function>(&item.item))
          for_each_type_of_function(*function, mark);
      }
    }
  }
}

void Compacter::number() {
  const auto fill = [](std::vector<std::uint32_t>& map, std::size_t size, auto is_kept) {
    std::uint32_t next = 0;
    for (std::uint32_t i = 0; i < size; ++i) map.push_back(is_kept(i) ? next++ : kGone);
  };
  fill(types_, model_.types.size(), [&](std::uint32_t i) { return is_kept(TypeId{i}); });
  fill(interfaces_, model_.interfaces.size(),
       [&](std::uint32_t i) { return !state_.is_excluded(InterfaceId{i}); });
  fill(worlds_, model_.worlds.size(), [&](std::uint32_t i) { return !state_.is_excluded(WorldId{i}); });
}

template <class Item>
void drop(std::vector<Item>& items, const std::vector<std::uint32_t>& map) {
  std::vector<Item> kept;
  kept.reserve(items.size());
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (map[i] != kGone) kept.push_back(std::move(items[i]));
  }
  items = std::move(kept);
}

void Compacter::map(Owner& owner) const {
  if (auto* interface = std::get_if<InterfaceId>(&owner)) map(*interface);
  if (auto* world = std::get_if<WorldId>(&owner)) map(*world);
}

void Compacter::map(std::vector<WorldItem>& items) const {
  for (WorldItem& item : items) {
    if (auto* function = std::get_if<Function>(&item.item)) map(*function);
    if (auto* type = std::get_if<WorldType>(&item.item)) map(type->id);
    if (auto* interface = std::get_if<WorldInterface>(&item.item)) map(interface->id);
  }
}

void Compacter::move_types() {
  drop(model_.types, types_);
  for (TypeDef& type : model_.types) {
    for_each_type(type.kind, [&](TypeId& id) { map(id); });
    if (auto* alias = std::get_if<Alias>(&type.kind))
      alias->end = model_.resolve(alias->type);  // is before it
    map(type.owner);
  }
}

void Compacter::move_interfaces() {
  drop(model_.interfaces, interfaces_);
  for (Interface& interface : model_.interfaces) {
    for (NamedType& named : interface.types) map(named.id);
    for (Function& function : interface.functions) map(function);
  }
}

void Compacter::move_worlds() {
  drop(model_.worlds, worlds_);
  for (World& world : model_.worlds) {
    map(world.imports);
    map(world.exports);
  }
}

void Compacter::label_interfaces() {
  const auto label = [&](const WorldItem& item) {
    const auto* one = std::get_if<WorldInterface>(&item.item);
    if (one == nullptr) return;
    Interface& interface = model_.interfaces[one->id.index];
    if (interface.name.empty() && interface.label.empty()) interface.label = item.name;
  };
  for (const World& world : model_.worlds) {
    std::ranges::for_each(world.imports, label);
    std::ranges::for_each(world.exports, label);
  }
}

}  // namespace

void compact(State& state) { Compacter(state).run(); }

}  // namespace tenon::wit

// SPDX-License-Identifier: MIT
#include "wit/cloner.hpp"

#include <algorithm>

namespace tenon::wit {
namespace {

std::size_t cost_of(const std::string& text) { return text.size() / 64; }

std::size_t cost_of(const Function& function) { return 1 + function.params.size() + cost_of(function.docs); }

struct KindCost {
  std::size_t operator()(const Record& record) const { return record.fields.size(); }
  std::size_t operator()(const Variant& variant) const { return variant.cases.size(); }
  std::size_t operator()(const Enum& one) const { return one.cases.size(); }
  std::size_t operator()(const Flags& flags) const { return flags.flags.size(); }
  std::size_t operator()(const Tuple& tuple) const { return tuple.types.size(); }
  std::size_t operator()(const auto&) const { return 0; }
};

std::size_t cost_of(const TypeDef& type) {
  return 1 + std::visit(KindCost{}, type.kind) + cost_of(type.docs);
}

std::size_t cost_of(const Interface& interface) {
  std::size_t cost = 1 + interface.types.size() + cost_of(interface.docs);
  for (const Function& function : interface.functions) cost += cost_of(function);
  return cost;
}

}  // namespace

std::size_t cost_of(const World& world) {
  std::size_t cost = 0;
  for (const auto* items : {&world.imports, &world.exports}) {
    for (const WorldItem& item : *items) {
      const auto* function = std::get_if<Function>(&item.item);
      cost += 1 + cost_of(item.docs) + (function != nullptr ? cost_of(*function) : 0);
    }
  }
  return cost;
}

/// The recursion is as deep as types without names nest: named ones are copied in the order of
/// their definition, so that what they need is there.
TypeId Cloner::type(TypeId id) {
  const auto found = copies_.find(id);
  if (found != copies_.end()) return found->second;
  if (!state_.spend(cost_of(state_.model[id]), state_.model[id].span)) return kPoison;
  TypeDef copy = state_.model[id];
  const bool is_anonymous = std::holds_alternative<std::monostate>(copy.owner);
  if (!is_anonymous && copy.owner != from_) return id;
  if (!is_anonymous) copy.owner = to_;
  for_each_type(copy.kind, [&](TypeId& part) { part = type(part); });
  const TypeId made = state_.add_type(std::move(copy), false, state_.model[id].span);
  copies_.emplace(id, made);
  return made;
}

void Cloner::function(Function& function) {
  for_each_type_of_function(function, [&](TypeId& id) { id = type(id); });
}

InterfaceId Cloner::interface(InterfaceId id) {
  if (!state_.model[id].name.empty()) return id;
  if (!state_.spend(cost_of(state_.model[id]), state_.model[id].span)) return id;
  const InterfaceId made = state_.add_interface("", package_, state_.model[id].span);
  Interface copy = state_.model[id];
  copy.package = package_;
  Cloner inner(state_, id, made, package_);
  std::vector<TypeId> in_order;
  for (const NamedType& named : copy.types) in_order.push_back(named.id);
  std::ranges::sort(in_order);
  for (const TypeId one : in_order) inner.type(one);
  for (NamedType& named : copy.types) named.id = inner.type(named.id);
  for (Function& one : copy.functions) inner.function(one);
  state_.interfaces[made.index].dependencies = state_.interfaces[id.index].dependencies;
  state_.model.interfaces[made.index] = std::move(copy);
  return made;
}

}  // namespace tenon::wit

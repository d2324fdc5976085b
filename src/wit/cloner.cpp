// SPDX-License-Identifier: MIT
#include "wit/cloner.hpp"

#include <algorithm>

namespace tenon::wit {

/// The recursion is as deep as types without names nest: named ones are copied in the order of
/// their definition, so that what they need is there.
TypeId Cloner::type(TypeId id) {
  const auto found = copies_.find(id);
  if (found != copies_.end()) return found->second;
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

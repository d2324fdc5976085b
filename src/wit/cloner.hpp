#pragma once
// SPDX-License-Identifier: MIT
//
// Copies what belongs to one world into another, as `include` demands: types written in a world are
// the world's own. Types that come from interfaces stay what they are.
#include <map>

#include "wit/state.hpp"

namespace tenon::wit {

/// What a copy costs, in items; long texts count as well.
std::size_t cost_of(const World& world);

class Cloner {
 public:
  Cloner(State& state, Owner from, Owner to, PackageId package)
      : state_(state), from_(from), to_(to), package_(package) {}

  TypeId type(TypeId id);
  void function(Function& function);
  /// Of an interface written in place; named ones are shared.
  InterfaceId interface(InterfaceId id);

 private:
  State& state_;
  Owner from_, to_;
  PackageId package_;
  std::map<TypeId, TypeId> copies_;
};

}  // namespace tenon::wit

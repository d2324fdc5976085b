#pragma once
// SPDX-License-Identifier: MIT
//
// A world as the binary contract sees it: which interfaces are imported and exported, which slot
// each function has, how each is identified. Everything that generates, checks or documents works
// from this view, so slot order exists in one place.
//
//   abi::World world = abi::describe(model, world_id);
//   for (const abi::Interface& i : world.exports) ...
//
// Refers into the model, which must outlive it.
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "wit/diagnostic.hpp"
#include "wit/model.hpp"

namespace tenon::abi {

/// First half of a SHA-256.
using Hash = std::array<std::uint8_t, 16>;

/// When a function joined: the newest of its own, its resource's and its interface's gate.
struct Since {
  std::optional<wit::Version> version;  ///< none: from the start
  std::string feature;                  ///< not empty: unstable, behind all stable ones
};
bool operator<(const Since& a, const Since& b);

struct Slot {
  const wit::Function* function = nullptr;
  Since since;
};

/// One vtable: a resource and its methods in slot order.
struct Resource {
  wit::TypeId type;  ///< the resource itself, never an alias
  std::string id;    ///< "ns:pkg/name@track#resource"
  std::vector<Slot> methods;
  Hash hash{};
};

/// One table. Interfaces without functions and resources are no part of the contract.
struct Interface {
  std::string id;    ///< "ns:pkg/name@track"; the plain name if written in the world; "$world"
  std::string name;  ///< "ns:pkg/name@1.2.3", else as `id`
  std::optional<wit::InterfaceId> interface;  ///< none for "$world"
  std::vector<Slot> functions;                ///< free functions, constructors, statics
  std::vector<Resource> resources;            ///< defined here
  Hash hash{};
};

struct World {
  wit::WorldId id;
  std::string name;  ///< "ns:pkg/world@1.2.3"
  /// Ordered by `id`: the order of descriptors, notes and generated code.
  std::vector<Interface> imports, exports;
};

/// `state`, if given, is exported as well: the world of a plugin whose tenon.toml has `state = true`.
World describe(const wit::Model& model, wit::WorldId world, std::optional<wit::InterfaceId> state = {});

/// The well-known interface by which state moves on when a library is reloaded.
inline constexpr std::string_view kState = "tenon:plugin/state@0.1";

/// "ns:pkg/name@track#resource" of the resource behind `type`, following aliases.
std::string resource_id(const wit::Model& model, wit::TypeId type);

/// What of the world native profile 1 (as far as it is built) can't express: one error for each,
/// naming it. Empty: bindings can be generated.
std::vector<wit::Diagnostic> check_profile(const wit::Model& model, const World& world);
/// The same for the model's types, by index: those that no function of a world mentions may be of any kind.
std::vector<bool> types_in_profile(const wit::Model& model);

}  // namespace tenon::abi

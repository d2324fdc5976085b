#pragma once
// SPDX-License-Identifier: MIT
//
// What of a library's worlds becomes code: one `Face` for each interface, with its module's name,
// its types and who implements it. Several plugins share the faces of their worlds.
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "bind/common/bindings.hpp"

namespace tenon::bind::rust {

/// An interface, or a world's own functions and types.
struct Face {
  std::string module;  ///< "filter"
  std::string trait;   ///< what the author implements: "Filter"
  std::string name;    ///< as WIT names it: "acme:text/filter@1.0.0"
  std::string docs;
  std::vector<wit::NamedType> types;         ///< defined here, in source order
  const abi::Interface* contract = nullptr;  ///< none: only value types
  std::vector<const abi::Resource*> resources;
  bool exported = false;
  int import = -1;               ///< index in the record's imports, -1: not imported
  std::uint32_t base_slots = 0;  ///< functions that are called without asking
};

struct Surface {
  const Library* library = nullptr;
  const wit::Model* model = nullptr;
  std::vector<Face> faces;  ///< dependencies first
  int imports = 0;
  bool concurrent = false;               ///< of one plugin at least
  bool fallible = false;                 ///< wrappers return the framework's errors
  std::set<const wit::Function*> newer;  ///< callers have to ask for these

  const Face& of(const abi::World& world, const abi::Interface& interface) const;
  /// The face that defines a type.
  const Face& of(wit::TypeId type) const;
  bool wraps(const wit::Function& function) const { return fallible || newer.contains(&function); }

  std::map<wit::InterfaceId, std::size_t> interfaces;
  std::map<wit::WorldId, std::size_t> worlds;
};

Surface surface_of(const Library& library);

}  // namespace tenon::bind::rust

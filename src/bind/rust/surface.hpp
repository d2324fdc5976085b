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
  std::string module;     ///< "filter"
  std::string id;         ///< in the contract: "acme:text/filter@1"; empty if it is no part of that
  std::string trait;      ///< what the author implements: "Filter"
  std::string functions;  ///< the type of the host's functions: "Imported"
  std::string accessor;   ///< of `Host`: "filter"
  std::string name;       ///< as WIT names it: "acme:text/filter@1.0.0"
  std::string docs;
  std::vector<wit::NamedType> types;        ///< defined here, in source order
  const abi::Interface* imports = nullptr;  ///< what the host implements
  const abi::Interface* exports = nullptr;  ///< what the author implements; differs from `imports` in worlds
  std::vector<const abi::Resource*> resources;
  int import = -1;               ///< index in the record's imports, -1: not imported
  std::uint32_t base_slots = 0;  ///< imported functions that are called without asking

  bool has_imports() const { return imports && !imports->functions.empty(); }
  bool has_exports() const { return exports && !exports->functions.empty(); }
};

struct Surface {
  const Library* library = nullptr;
  const wit::Model* model = nullptr;
  std::vector<Face> faces;  ///< dependencies first
  int imports = 0;
  bool concurrent = false;                     ///< of one plugin at least
  bool fallible = false;                       ///< wrappers return the framework's errors
  bool host = false;                           ///< of a host: what it calls is the plugin's, see `surface_of`
  std::set<const wit::Function*> newer;        ///< callers have to ask for these
  std::set<std::string, std::less<>> modules;  ///< of all faces
  std::set<std::string> offered;               ///< names of faces that are also at the file's top

  const Face& of(const abi::World& world, const abi::Interface& interface) const;
  /// The face that defines a type.
  const Face& of(wit::TypeId type) const;
  /// Without the standard library and without an allocator (`freestanding = true`).
  bool bare() const { return library->freestanding; }
  bool wraps(const wit::Function& function) const { return fallible || newer.contains(&function); }

  std::map<wit::InterfaceId, std::size_t> interfaces;
  std::map<wit::WorldId, std::size_t> worlds;
};

/// The types and the trait that a face's module has for authors.
std::vector<std::string> names_of(const Surface& surface, const Face& face);

Surface surface_of(const Library& library);

/// A host's surface is that of a plugin with the world turned round: what its plugins export is what it
/// imports. `turned` becomes that plugin, and outlives the surface.
Surface surface_of(const HostSide& host, Library& turned);
/// The names of a host's own types: `Pipe`, and what goes with it.
struct HostNames {
  std::string world, imports, reloadable, pinned;
};
HostNames host_names(const Surface& surface);

}  // namespace tenon::bind::rust

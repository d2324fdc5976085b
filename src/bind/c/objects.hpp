#pragma once
// SPDX-License-Identifier: MIT
//
// Objects that this side makes, of any resource that its world knows: callbacks are objects of resources
// that the other side defines.
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "bind/c/tables.hpp"

namespace tenon::bind::c {

/// A resource whose objects may be made, and the prefix of what its author writes for it.
struct Owned {
  const abi::Interface* interface;
  const abi::Resource* resource;
  std::string name;                                                  ///< "shout_document"
  std::string drop = {}, leave = {}, live = {}, make = {}, of = {};  ///< "shout_document_drop" ...
};

/// Those of `world`. Names begin with `prefix`; one of `helpers` gets a `_`, and one of `taken` the name of
/// its interface in front.
std::vector<Owned> owned_resources(const Naming& naming, const abi::World& world, const std::string& prefix,
                                   const std::set<std::string_view>& helpers,
                                   const std::set<std::string>& taken = {});

/// Who makes objects, as expressions of C.
struct Maker {
  std::string owner;      ///< "&tenon_plugin_shout": what its objects are known by
  std::string box;        ///< "tenon_box": the struct behind an object, and the prefix of its functions
  std::string record;     ///< "box->record", where a trap poisons; else ""
  bool concurrent;        ///< several threads may be inside of one object
  std::string parameter;  ///< of `_make`: "const shout_host *host, "
  std::string argument;   ///< what that is for the box: "host->record, "
  std::string which;  ///< for `_of`, the maker where the owner is several: ", tenon_plugin_shout.plugins[0]"
};

/// The functions that an object's author writes, `_make`, `_of`, and the slots of its vtable.
std::string own_objects(Naming& naming, const Maker& maker, const Owned& owned);

/// What of it isn't in the header: the count of objects.
std::string live_count(const Owned& owned);

}  // namespace tenon::bind::c

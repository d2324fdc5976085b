#pragma once
// SPDX-License-Identifier: MIT
//
// What a plugin's author sees: the host, helpers, imports, the functions to write, own objects. The
// rule for the names of the functions to write, so that they stay when the world grows:
//
//   shout_apply           a function of an exported interface (or of the world): plugin and function
//   shout_filter_apply    only where two exported interfaces both have a function `apply`
//
// So a new interface can rename only functions whose name it repeats, and then both names change:
// the old one is no longer declared and the build fails, instead of calling the wrong one.
#include <set>
#include <string>
#include <vector>

#include "bind/c/objects.hpp"
#include "bind/c/tables.hpp"
#include "bind/common/bindings.hpp"

namespace tenon::bind::c {

/// An exported function and what its author calls it.
struct Exported {
  const abi::Interface* interface;
  std::size_t slot;
  std::string name;  ///< "shout_apply"
  Signature signature;

  const wit::Function& function() const { return *interface->functions[slot].function; }
};

class PluginPart {
 public:
  PluginPart(Naming& naming, const Library& library, const Plugin& plugin);

  /// "shout": the plugin's name as an identifier.
  const std::string& name() const { return name_; }
  const Plugin& plugin() const { return plugin_; }
  const std::vector<Exported>& exports() const { return exports_; }
  const std::vector<Owned>& resources() const { return resources_; }

  /// The plugin's part of the header.
  std::string header();

 private:
  void find_exports();
  std::set<std::string> own_names() const;
  std::string helpers() const;
  std::string imports();
  std::string import_calls(const abi::Interface& interface, std::size_t index);
  std::string import_call(const abi::Interface& interface, std::size_t place, std::size_t slot,
                          const std::string& prefix);
  std::string to_write();
  std::string import_prefix(const abi::Interface& interface) const;

  Naming& naming_;
  const Library& library_;
  const Plugin& plugin_;
  std::string name_;
  std::vector<Exported> exports_;
  std::vector<Owned> resources_;
};

/// The worlds of the library's plugins, which names depend on.
std::vector<const abi::World*> worlds_of(const Library& library);

/// "shout" of "Shout-2"...: a plugin's or library's name as an identifier.
std::string identifier(const std::string& name);

}  // namespace tenon::bind::c

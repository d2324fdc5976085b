#pragma once
// SPDX-License-Identifier: MIT
//
// What all parts of the C++ generator share: the model, which side the text is for, and where things
// are in C++'s namespaces.
#include <memory>
#include <string>
#include <vector>

#include "abi/contract.hpp"
#include "bind/common/bindings.hpp"
#include "wit/model.hpp"

namespace tenon::bind::cpp {

enum class Side { plugin, host };

/// Where a piece of generated code is: inside this interface's namespace, other interfaces' types are
/// spelled with theirs.
struct Context {
  explicit Context(const wit::Model& the_model);

  const wit::Model* model;
  std::shared_ptr<const std::vector<bool>> in_profile;     ///< abi::types_in_profile
  std::shared_ptr<const std::vector<std::size_t>> nested;  ///< of records: how many are inside of each other
  Side side = Side::plugin;
  bool returning = false;   ///< plugin without unwinding: wrappers return the framework's errors
  bool concurrent = false;  ///< objects may be called from several threads at once
  std::vector<const BaseVersions*> bases;  ///< of all plugins; a host has one
  std::string build;  ///< inline namespace, so that files of one program with different bindings of
                      ///< one interface don't share inline functions
  std::string owner;  ///< what vtables made here point at: "tenon_plugin_shout"
  wit::Owner here;    ///< the interface or world whose namespace is open
  std::string space;  ///< that namespace

  const wit::Model& m() const { return *model; }
  /// Whether callers have to ask for the function first.
  bool is_newer(const abi::Interface& interface, const abi::Slot& slot) const;
};

/// What values, functions and namespaces are called: snake case, escaped where C++ has the word.
std::string word(std::string_view kebab);
/// A type's name: Pascal case, unless that is a macro or a word of generated code.
std::string type_word(std::string_view kebab);
/// "demo::text" of a package, each word escaped; "demo::text_v0_2" where the WIT has several versions.
std::string package_namespace(const wit::Model& model, wit::PackageId package);
/// "demo::text::filter".
std::string interface_namespace(const wit::Model& model, wit::InterfaceId interface);
/// "demo::text::pipe_types": types that a world itself has.
std::string world_namespace(const wit::Model& model, wit::WorldId world);
/// Where a resource's handles are.
std::string resource_namespace(const wit::Model& model, wit::TypeId resource);
/// Of an interface of a world's contract; "demo::text::pipe_exports" for functions of the world's own.
std::string namespace_of(const wit::Model& model, const abi::World& world, const abi::Interface& interface);
/// What accessors of an interface are called: `filter`, and `functions` for the world's own. Where
/// several of its side are called so: `text_filter`.
std::string accessor_of(const wit::Model& model, const abi::World& world, const abi::Interface& interface);
/// "demo:text/filter" of "demo:text/filter@1": how errors name it.
std::string spoken(const abi::Interface& interface);
/// "::demo::text::shout_plugin::filter": as generated code spells it, so that it finds its own bindings where
/// a file includes several.
std::string full_name(const Context& c, const std::string& full_namespace);
/// "demo::text::inline shout_plugin::filter": as it is opened.
std::string opened(const std::string& full_namespace, const std::string& build);

}  // namespace tenon::bind::cpp

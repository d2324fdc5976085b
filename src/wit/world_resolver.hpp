#pragma once
// SPDX-License-Identifier: MIT
//
// Resolves one world: what is written in it, what it includes, and what all of that needs.
#include <string>
#include <vector>

#include "wit/package_resolver.hpp"
#include "wit/world_items.hpp"

namespace tenon::wit {

class WorldResolver {
 public:
  WorldResolver(State& state, PackageResolver& package, WorldId id, std::size_t list, const ast::World& node)
      : state_(state),
        package_(package),
        id_(id),
        list_(list),
        node_(node),
        scope_(state, package.anonymous(), names_, id, package.id()) {}

  void resolve();

 private:
  // world_resolver.cpp
  void define_types();
  void add_resource_functions(const ast::TypeDef& definition);
  void add_extern(const ast::Extern& node);
  bool fill(const ast::Extern& node, const ast::Function& function, WorldItem& item, bool& excluded);
  bool fill(const ast::Extern& node, const ast::InlineInterface& interface, WorldItem& item, bool& excluded);
  bool fill(const ast::Extern& node, const ast::Path& path, WorldItem& item, bool& excluded);
  void report_conflict(const ast::Extern& node, const WorldItem& item, const WorldItem& previous);
  bool is_excluded() const { return state_.is_excluded(id_); }

  // include.cpp
  void include(const ast::Include& node);
  void check_renames(const ast::Include& node, const World& included);
  void include_items(const ast::Include& node, WorldId included);

  State& state_;
  PackageResolver& package_;
  WorldId id_;
  std::size_t list_;
  const ast::World& node_;
  NameMap<ScopeEntry> names_;
  TypeScope scope_;
  WorldItems imports_, exports_;
};

/// Sorts the imports and adds, before each interface, those whose types it uses. `exports` keeps
/// functions first. Reports exports that would need one interface both imported and exported.
void elaborate(State& state, WorldId id, std::vector<WorldItem> imports, std::vector<WorldItem> exports);

}  // namespace tenon::wit

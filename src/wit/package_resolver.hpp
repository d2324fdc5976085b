#pragma once
// SPDX-License-Identifier: MIT
//
// Resolves the declarations of one package, after those of the packages it depends on.
#include <map>
#include <string>
#include <vector>

#include "wit/packages.hpp"
#include "wit/paths.hpp"
#include "wit/state.hpp"
#include "wit/toposort.hpp"
#include "wit/type_scope.hpp"

namespace tenon::wit {

class PackageResolver {
 public:
  PackageResolver(State& state, const PackageUnit& unit) : state_(state), unit_(unit) {}

  /// False if something is so wrong that more messages would not help.
  bool resolve();
  PackageId id() const { return id_; }

  // For worlds, which hold paths and interfaces of their own.
  /// What a path means, as an interface or as a world; empty if that is reported.
  ItemRef resolve_path(std::size_t list, const ast::Path& path, PathRole role);
  void resolve_interface(InterfaceId id, std::size_t list, const ast::Prefix& prefix,
                         const std::vector<ast::InterfaceItem>& items);
  std::vector<Imported> resolve_use(std::size_t list, const ast::Use& use);
  AnonymousTypes& anonymous() { return anonymous_; }

 private:
  /// An interface or world of this package.
  struct Node {
    const ast::Interface* interface = nullptr;
    const ast::World* world = nullptr;
    std::size_t list = 0;
    const ast::Name& name() const { return interface != nullptr ? interface->name : world->name; }
  };
  /// A name at the top of a file: an item, or what `use` calls so.
  struct FileName {
    Span span;
    const ast::TopUse* use = nullptr;
  };
  struct Foreign {
    PathRole role;
    Span first;
    bool failed = false;
  };

  // package_items.cpp
  void note_foreign_paths();
  void declare_items();
  void declare_item(Node node);
  void declare_file_names();
  bool order_items(std::vector<std::size_t>& order);
  void add_edge(std::size_t list, const PathUse& use, Graph& graph);
  void allocate_items(const std::vector<std::size_t>& order);
  void fill_file_scopes();

  // package_resolver.cpp
  ItemRef find_foreign(const ast::Path& path, PathRole role);
  ItemRef find_local(std::size_t list, const ast::Name& name);
  void report_not_found(Foreign& foreign, const ast::Path& path, PathRole role, const PackageInfo& package);
  void resolve_functions(TypeScope& scope, InterfaceId id, const std::vector<ast::InterfaceItem>& items);
  std::optional<TypeId> find_imported(InterfaceId from, const ast::Name& name, bool is_foreign);
  void finish_interface(InterfaceId id, const std::vector<ast::InterfaceItem>& items);

  State& state_;
  const PackageUnit& unit_;
  PackageId id_;
  AnonymousTypes anonymous_;
  std::vector<Node> nodes_;
  NameMap<std::size_t> node_by_name_;
  std::vector<NameMap<FileName>> file_names_;
  std::vector<NameMap<ItemRef>> file_scopes_;
  std::map<std::string, Foreign> foreign_;
};

/// The interfaces whose types `id` uses.
std::vector<InterfaceId> dependencies_of(const Model& model, InterfaceId id);

}  // namespace tenon::wit

#pragma once
// SPDX-License-Identifier: MIT
//
// What the parts of the resolver share: the model as it grows, and what only resolving needs to
// know about its items. Items behind inactive features stay in the model until the end, marked
// `excluded`, so that messages about them can say why.
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "wit/ast.hpp"
#include "wit/names.hpp"
#include "wit/report.hpp"
#include "wit/visit.hpp"

namespace tenon::wit {

struct TypeInfo {
  bool excluded = false;
  bool has_borrow = false;         ///< holds a `borrow<r>`, at any depth
  bool poisoned = false;           ///< stands for something already reported
  bool unknown = false;            ///< from another package, behind an inactive gate: nobody looked
  std::optional<TypeId> resource;  ///< the resource behind it, if it is one or an alias of one
};

struct ScopeEntry {
  std::optional<TypeId> type;  ///< functions have none
  Span span;
};

struct InterfaceInfo {
  bool excluded = false;
  NameMap<ScopeEntry> names;
  std::vector<InterfaceId> dependencies;  ///< whose types it uses, each once
};

struct WorldInfo {
  bool excluded = false;
};

/// A named thing at the top level of a package. Neither id: already reported.
struct ItemRef {
  std::optional<InterfaceId> interface;
  std::optional<WorldId> world;
  Span span;
};

struct PackageInfo {
  NameMap<ItemRef> items;
};

/// Entry 0 of `Model::types` while resolving: what a broken reference refers to.
inline constexpr TypeId kPoison{0};

class State {
 public:
  State(Model& the_model, Report& the_report, std::vector<std::string> features, bool all_features);

  Model& model;
  Report& report;
  std::vector<TypeInfo> types;
  std::deque<InterfaceInfo> interfaces;  ///< scopes keep references to its elements
  std::vector<WorldInfo> worlds;
  std::vector<PackageInfo> packages;
  std::map<std::string, PackageId> package_by_name;  ///< by `PackageName::text()`

  InterfaceId add_interface(std::string name, PackageId package, Span span);
  WorldId add_world(std::string name, PackageId package, Span span);
  /// Adds a definition; everything it refers to is there already. `gate` is where an error about
  /// what it refers to is shown.
  TypeId add_type(TypeDef definition, bool excluded, Span gate);

  bool is_excluded(TypeId id) const { return types[id.index].excluded; }
  bool is_excluded(InterfaceId id) const { return interfaces[id.index].excluded; }
  bool is_excluded(WorldId id) const { return worlds[id.index].excluded; }

  // gates.cpp
  /// What the attributes say; reports those that don't go together.
  Stability stability_of(const std::vector<ast::Attribute>& attributes);
  /// Whether an item with this gate belongs to the model; reports gates the package can't have.
  bool is_included(const Stability& stability, PackageId package, Span span);
  bool is_active(const Stability& stability) const;
  void check_reference(TypeId target, Span span);
  void report_excluded(const char* what, const std::string& name, const Stability& stability, Span span);
  void check_owner(const Owner& owner, const std::string& name, Span span);

  /// Small texts can ask for huge worlds, by including each other. To be asked before the work; false
  /// once it is enough, and then nothing more is done for any world.
  bool spend(std::size_t items, Span span);
  bool is_spent() const { return budget_ == 0; }

 private:
  std::vector<std::string> features_;
  bool all_features_;
  std::size_t budget_ = 200'000;
};

inline bool is_known(const Stability& s) { return s.since.has_value() || !s.feature.empty(); }
bool same_stability(const Stability& a, const Stability& b);

}  // namespace tenon::wit

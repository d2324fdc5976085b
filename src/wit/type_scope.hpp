#pragma once
// SPDX-License-Identifier: MIT
//
// The names of one interface or world, and what the types and functions written in it mean.
#include <map>
#include <string>
#include <vector>

#include "wit/state.hpp"
#include "wit/toposort.hpp"

namespace tenon::wit {

/// Types without a name, shared within a package: `list<u8>` is one type however often it is written.
struct AnonymousTypes {
  std::map<std::u32string, TypeId> types;
  std::map<TypeId, TypeId> owned;  ///< resource or alias of one → `own<r>`
};

/// A name that `use` brings in. Without `target` it is reported already, or excluded.
struct Imported {
  const ast::UseName* name;
  std::optional<TypeId> target;
  Stability stability;
  bool excluded;
};

class TypeScope {
 public:
  TypeScope(State& state, AnonymousTypes& anonymous, NameMap<ScopeEntry>& names, Owner owner,
            PackageId package)
      : state_(state), anonymous_(anonymous), names_(names), owner_(owner), package_(package) {}

  /// Types can refer to each other in any order. `functions` only keep their names from types.
  void define(const std::vector<Imported>& imported, const std::vector<const ast::TypeDef*>& definitions);
  /// Takes the name of a function.
  void declare_function(const ast::Name& name);

  /// Null if a gate leaves the function out.
  std::optional<Function> resolve_function(const ast::Function& node, const ast::Name* resource, bool check);

  /// Types in the order of their definition: each after those it needs.
  const std::vector<TypeId>& defined() const { return defined_; }
  const ScopeEntry* find(std::string_view name) const { return find_exact(names_, name); }

 private:
  // type_scope.cpp
  bool declare(const ast::Name& name, ScopeEntry entry);
  void define_imported(const Imported& imported);
  void define_types(const std::vector<const ast::TypeDef*>& definitions);
  std::vector<Edge> dependencies(const ast::TypeDef& definition, const NameMap<std::size_t>& indices);
  void define_type(const ast::TypeDef& definition);
  void report_missing(std::string_view name, Span span, const char* what);

  // type_kinds.cpp
  TypeKind definition_kind(const ast::TypeDef& definition, const Stability& stability);
  TypeKind alias_kind(const ast::TypeExpr& expr, const Stability& stability);
  TypeKind compound_kind(const ast::TypeExpr& expr, const Stability& stability);
  Type resolve(const ast::TypeExpr& expr, const Stability& stability);
  std::optional<Type> resolve_optional(const ast::TypeExpr* expr, const Stability& stability);
  TypeId lookup(std::string_view name, Span span);
  TypeId lookup_resource(std::string_view name, Span span);
  Type owned(TypeId resource);
  TypeId intern(TypeKind kind, const Stability& stability, Span span);
  Stability inherited(const TypeKind& kind, const Stability& stability) const;
  void check_key(Type key, Span span);
  void check_members(const ast::TypeDef& definition);
  void check_resource(const ast::TypeDef& definition);

  // functions.cpp
  void add_params(const ast::Function& node, Function& function);
  void add_result(const ast::Function& node, Function& function);
  void check_constructor_result(const ast::Function& node, const Function& function);
  void check_function(const ast::Function& node, const Function& function);

  State& state_;
  AnonymousTypes& anonymous_;
  NameMap<ScopeEntry>& names_;
  Owner owner_;
  PackageId package_;
  std::vector<TypeId> defined_;
  bool in_definition_ = false;  ///< then missing names are reported already
};

}  // namespace tenon::wit

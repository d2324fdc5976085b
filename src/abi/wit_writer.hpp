#pragma once
// SPDX-License-Identifier: MIT
//
// Writes WIT text line by line: indentation, docs, gates, types, functions. Knows syntax only; what
// is written, and in which order, is canonical.cpp's.
#include <map>
#include <string>
#include <vector>

#include "abi/contract.hpp"
#include "abi/scope.hpp"

namespace tenon::abi {

/// With a `%` in front if the name is a keyword.
std::string escaped(const std::string& name);
/// "ns:name@1.2.3"
std::string escaped(const wit::PackageName& package);

/// By resource: its constructor and statics, then its methods, each in slot order.
using Members = std::map<wit::TypeId, std::vector<const wit::Function*>>;
Members members_of(const wit::Model& model, const Interface& interface);

class WitWriter {
 public:
  explicit WitWriter(const wit::Model& model) : model_(model) {}

  /// From here on, names are looked up in `scope` (which must live as long), paths are those of
  /// `package`.
  void enter(const Scope& scope, wit::PackageId package);

  void line(const std::string& text);
  void gap();
  void open(const std::string& head);
  void close();
  void docs(const std::string& docs);
  /// `effective` is written, with `own`'s `@deprecated`.
  void gate(const Since& effective, const wit::Stability& own);

  /// `types`, or `ns:pkg/types@1.2.3` from another package.
  std::string path(wit::InterfaceId interface, wit::PackageId from) const;
  /// The scope's `use` lines.
  void uses();
  /// A definition; a resource with its own of `members`.
  void type(wit::TypeId id, const Members& members_of, const wit::Stability& outer);
  /// `prefix` goes before the name: "", "import ", "export ".
  void function(const wit::Function& function, const Since& since, const std::string& prefix);

  std::string take() { return std::move(out_); }

 private:
  std::string spell(const wit::Type& type) const;
  std::string params(const wit::Function& function) const;
  std::string after_name(const wit::Function& function) const;
  void resource(wit::TypeId id, const Members& members, const wit::Stability& outer);
  void members(const wit::TypeDef& def);
  void member(const std::string& docs, const std::string& text);

  const wit::Model& model_;
  const Scope* scope_ = nullptr;
  wit::PackageId package_;
  std::string indent_, out_;
  bool wants_gap_ = false;
};

}  // namespace tenon::abi

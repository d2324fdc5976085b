#pragma once
// SPDX-License-Identifier: MIT
//
// Which named types an interface (or the bare functions of a world) mentions in canonical text, and
// what they are called there. Names from elsewhere are brought in by `use`; where two would be the
// same, the later one is renamed.
#include <map>
#include <set>
#include <string>
#include <vector>

#include "abi/contract.hpp"

namespace tenon::abi {

/// A type from another interface: `use path.{name as local}`.
struct Use {
  wit::InterfaceId from;
  std::string from_id;  ///< "ns:pkg/name@1.2.3"
  std::string name, local;
  wit::TypeId type;
};

struct Scope {
  std::vector<wit::TypeId> own;  ///< types to be written here, sorted by name
  std::vector<Use> uses;         ///< sorted by `from_id`, then name
  std::map<wit::TypeId, std::string> names;
};

/// Every named type that `worlds` reach, by where it is written.
class Reach {
 public:
  Reach(const wit::Model& model, const std::vector<World>& worlds);

  /// Interfaces that have to be written in packages: those of the contract, and those that only
  /// hold value types that others use. Ordered by their id.
  const std::vector<wit::InterfaceId>& interfaces() const { return interfaces_; }

  /// `functions` are those written beside the types; `taken` are further names in that scope.
  Scope scope_of(const wit::Owner& owner, const std::vector<const wit::Function*>& functions,
                 std::set<std::string> taken) const;

 private:
  std::vector<wit::TypeId> mentioned(const std::vector<wit::TypeId>& own,
                                     const std::vector<const wit::Function*>& functions) const;
  void mention(const wit::Type& type, std::set<wit::TypeId>& out) const;

  const wit::Model& model_;
  std::map<wit::Owner, std::vector<wit::TypeId>> types_;
  std::vector<wit::InterfaceId> interfaces_;
};

/// Whether the definition keeps its name in canonical text: a record, variant, enum, flags or
/// resource.
bool is_named(const wit::TypeDef& def);

}  // namespace tenon::abi

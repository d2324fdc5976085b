#pragma once
// SPDX-License-Identifier: MIT
//
// Whether two types fit: by structure and member names, resources by identity. Part of compat.
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "wit/model.hpp"

namespace tenon::abi {

/// Which side receives values of the type.
enum class Receiver : std::uint8_t { host, plugin, both };

/// The first thing in which two types differ.
struct Difference {
  std::string rule;                         ///< FIELD_ADDED, CASE_MOVED ...; empty: simply different types
  std::string detail;                       ///< "field `line` of record `finding` is ..."; empty with `rule`
  std::optional<wit::TypeId> host, plugin;  ///< the named types that differ inside
};

/// Two models, compared type by type. Every pair is looked at once, so that hostile nesting costs
/// no more than reading it.
class TypeCompare {
 public:
  TypeCompare(const wit::Model& host, const wit::Model& plugin) : host_(host), plugin_(plugin) {}

  using Outcome = std::optional<Difference>;
  Outcome compare(const wit::Type& host, const wit::Type& plugin, Receiver receiver);
  Outcome compare(const std::optional<wit::Type>& host, const std::optional<wit::Type>& plugin,
                  Receiver receiver);

  /// A type for people: named types by name, `own<r>` in full.
  std::string spell_host(const wit::Type& type) const;
  std::string spell_plugin(const wit::Type& type) const;

 private:
  struct Pair {
    wit::TypeId host, plugin;
    Receiver receiver;
  };
  Outcome compare_definitions(const Pair& pair);
  Outcome records(const wit::Record& host, const wit::Record& plugin, const Pair& pair);
  Outcome variants(const wit::Variant& host, const wit::Variant& plugin, const Pair& pair);
  Outcome enums(const wit::Enum& host, const wit::Enum& plugin, const Pair& pair);
  Outcome flags(const wit::Flags& host, const wit::Flags& plugin, const Pair& pair);
  Outcome handles(const wit::Handle& host, const wit::Handle& plugin);
  Outcome parts(const Pair& pair);
  Outcome cases(const std::vector<std::string>& host, const std::vector<std::string>& plugin,
                const Pair& pair, const std::string& kind);
  std::string both(const wit::Type& host, const wit::Type& plugin) const;

  const wit::Model& host_;
  const wit::Model& plugin_;
  std::map<std::tuple<std::uint32_t, std::uint32_t, Receiver>, Outcome> known_;
};

}  // namespace tenon::abi

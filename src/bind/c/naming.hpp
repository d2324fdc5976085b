#pragma once
// SPDX-License-Identifier: MIT
//
// What WIT's items are called in C. Everything global carries a prefix:
//
//   textpipe:api/types, record finding      textpipe_api_types_finding
//   its enum severity, case warning         TEXTPIPE_API_TYPES_SEVERITY_WARNING
//   list<finding>                           tenon_list_textpipe_api_types_finding
//   option<u32>                             tenon_option_u32
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "abi/contract.hpp"
#include "bind/common/names.hpp"
#include "wit/diagnostic.hpp"
#include "wit/model.hpp"

namespace tenon::bind::c {

class Naming {
 public:
  explicit Naming(const wit::Model& model) : model_(model) {}

  const wit::Model& model() const { return model_; }

  /// "ns_pkg_iface", or "ns_pkg_world" for what a world owns itself.
  std::string prefix(const wit::Owner& owner) const;
  std::string prefix(const abi::Interface& interface, wit::WorldId world) const;

  /// The struct or typedef of a type: "uint32_t", "tenon_string", "textpipe_api_types_finding"; for a
  /// handle the object's struct, without the asterisk.
  std::string type(const wit::Type& type) const;
  std::string named(wit::TypeId id) const;
  /// An anonymous type with its parts apart: "result<string, unit>".
  std::string shape(wit::TypeId id) const;

  /// Takes a global identifier for the WIT item `origin` at `span`; a clash becomes a diagnostic.
  void take(const std::string& name, const std::string& origin, wit::Span span);
  std::vector<wit::Diagnostic> clashes;

 private:
  std::string token(const wit::Type& type) const;
  std::string token(const std::optional<wit::Type>& type) const;
  std::string inline_prefix(wit::InterfaceId id) const;

  const wit::Model& model_;
  Scope taken_;
};

/// Whether the kind makes a type by itself, wherever it is written: list, option, result, handle. A
/// name for one (`type lines = list<string>`) is only another name.
bool is_structural(const wit::TypeKind& kind);

/// The field of a function in its table, and the last part of its callers' names: "apply",
/// "new_document" (constructor), "document_merge" (static), "feed" (method).
std::string item(const wit::Model& model, const wit::Function& function);

/// "filter" of "textpipe:api/filter@1", "world" of "$world".
std::string short_name(const abi::Interface& interface);

/// `name`, with a `_` behind it where it is one of `words`: names that generated code needs.
std::string unless(std::string name, const std::set<std::string_view>& words);

/// Docs as a C comment in front of a declaration; empty if there are none.
std::string comment(std::string_view docs);

}  // namespace tenon::bind::c

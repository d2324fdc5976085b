#pragma once
// SPDX-License-Identifier: MIT
//
// What WIT's items are called in C. Everything global carries a prefix:
//
//   textpipe:api/types, record finding      textpipe_api_types_finding
//   its enum severity, case warning         TEXTPIPE_API_TYPES_SEVERITY_WARNING
//   list<finding>                           tenon_list_textpipe_api_types_finding
//   option<u32>                             tenon_option_u32
//   tuple<u8, string>                       tenon_tuple2_u8_string
//
// Where a library reaches two versions of a package, both names carry the track:
// textpipe_api_v1_types_finding, textpipe_api_v2_types_finding.
#include <map>
#include <optional>
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
  /// For generated code that knows these worlds.
  Naming(const wit::Model& model, const std::vector<const abi::World*>& worlds);

  const wit::Model& model() const { return model_; }

  /// "ns_pkg_iface", or "ns_pkg_world" for what a world owns itself.
  std::string prefix(const wit::Owner& owner) const;
  /// The same for an interface on one side of its world; what a world imports under a name that it
  /// also exports has `import` in it.
  std::string prefix(const abi::Interface& interface, const abi::World& world) const;
  /// What an interface is called in names of functions: "filter", or "text_api_filter" where another
  /// one of `among` is called the same.
  std::string label(const abi::Interface& interface, const abi::World& world,
                    const std::vector<const abi::Interface*>& among) const;

  /// The struct or typedef of a type: "uint32_t", "tenon_string", "textpipe_api_types_finding"; for a
  /// handle the object's struct, without the asterisk.
  std::string type(const wit::Type& type) const;
  std::string named(wit::TypeId id) const;
  /// An anonymous type with its parts apart: "result<string, unit>".
  std::string shape(wit::TypeId id) const;

  /// A field of a struct or union, or a parameter. In C++ it must not be called like a type beside it.
  std::string field(std::string_view kebab) const;
  /// The constant of an enum's or variant's case, or of a flag.
  std::string constant(wit::TypeId id, std::string_view kebab) const;
  /// What generated code adds to the name of a type or an interface: "textpipe_api_filter_table". Types
  /// keep their names; where one is called the same, this one has a `_` behind it.
  std::string own(const std::string& name, const std::string& word) const;
  /// Whether a name of generated code's own is wanted in its functions, so that parameters step aside.
  bool is_global(const std::string& name) const;

  /// `name`, with a `_` behind it for as long as something else is called that.
  std::string fresh(std::string name) const;
  /// Takes a global identifier for the WIT item `origin` at `span`; a clash becomes a diagnostic.
  void take(const std::string& name, const std::string& origin, wit::Span span);
  /// The same for a name that only its struct or table knows.
  void take_member(const std::string& owner, const std::string& name, const std::string& origin,
                   wit::Span span) {
    take(std::string(owner).append(".").append(name), origin, span);
  }
  std::vector<wit::Diagnostic> clashes;

  /// All names that were taken. Handed to a second Naming, they tell it what parameters must avoid.
  std::set<std::string> taken() const;
  void avoid(std::set<std::string> globals) { globals_ = std::move(globals); }

 private:
  struct Taken {
    std::string origin;
    wit::Span span;
  };

  std::string token(const wit::Type& type) const;
  std::string token(const std::optional<wit::Type>& type) const;
  std::vector<std::string> tokens(const wit::TypeKind& kind) const;
  std::string package_prefix(wit::PackageId package) const;
  std::string inline_prefix(wit::InterfaceId id) const;

  const wit::Model& model_;
  std::set<wit::PackageId> versioned_;  ///< packages of which another version is there
  std::set<std::string> type_names_;
  std::set<std::string> globals_;
  std::map<std::string, Taken> taken_;
};

/// Whether the kind makes a type by itself, wherever it is written: list, option, result, tuple,
/// handle. A name for one (`type lines = list<string>`) is only another name.
bool is_structural(const wit::TypeKind& kind);

/// The field of a function in its table, and the last part of its callers' names: "apply",
/// "new_document" (constructor), "document_merge" (static), "feed" (method).
std::string item(const wit::Model& model, const wit::Function& function);

/// A function in words: "`apply`", "`feed` of `document`", "the constructor of `document`".
std::string in_words(const wit::Model& model, const wit::Function& function);

/// All of one side, as Naming::label takes them.
std::vector<const abi::Interface*> pointers(const std::vector<abi::Interface>& interfaces);

/// "filter" of "textpipe:api/filter@1", "world" of "$world".
std::string short_name(const abi::Interface& interface);

/// `name`, with a `_` behind it where it is one of `words`: names that generated code needs.
std::string unless(std::string name, const std::set<std::string_view>& words);

}  // namespace tenon::bind::c

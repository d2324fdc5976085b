#pragma once
// SPDX-License-Identifier: MIT
//
// WIT's types in Rust's words. Each has up to three faces:
//
//   list<finding>   in a parameter  super::List<'_, FindingView<'_>>   a view of the caller's memory
//                   in a result     Vec<Finding>                       owned
//                   in memory       RawList<glue::types::FindingRaw>
//
// Types without strings, lists and handles in them (`plain`) look the same in both positions; a
// parameter with an own handle in it arrives owned. What has a borrowed handle in it occurs in
// parameters only and is always called `...View<'_>`.
#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "bind/rust/surface.hpp"

namespace tenon::bind::rust {

/// A type's name: PascalCase and the suffix, with a `_` behind it where the prelude has that name.
std::string type_name(std::string_view kebab, std::string_view suffix = {});
/// A module's name, likewise apart from those the generated file has.
std::string module_name(std::string_view kebab);
/// A variant's or enum's case: PascalCase.
std::string case_name(std::string_view kebab);

class Types {
 public:
  /// How paths are written: from an interface's module, from the glue, or from an author's file that
  /// says `use bindings::*`.
  enum class From : std::uint8_t { face, glue, root };

  Types(const Surface& surface, const Face& face, From from)
      : surface_(surface), model_(*surface.model), face_(face), from_(from) {}

  bool plain(const wit::Type& type) const;
  bool owns(const wit::Type& type) const;     ///< an own handle in it
  bool borrows(const wit::Type& type) const;  ///< a borrowed handle in it
  bool grows(const wit::Type& type) const;    ///< a string or list in it, which takes an allocator to own
  /// Whether it is received as a value with its own memory and handles anywhere.
  bool has_owned(const wit::Type& type) const {
    return (owns(type) || !borrows(type)) && !(surface_.bare() && grows(type));
  }
  /// Whether `Debug` and `PartialEq` can be derived: the standard library has them for tuples of up
  /// to 12 parts.
  bool comparable(const wit::Type& type) const;
  /// A type with a name that is an enum in Rust: no case of it has a payload.
  bool cases_only(const wit::Type& type) const;

  /// `lifetime` is that of borrowed handles.
  std::string owned(const wit::Type& type, std::string_view lifetime = "'_") const;
  /// `lifetime` is `'_`, `'a`; left out of references where it is `'_`.
  std::string view(const wit::Type& type, std::string_view lifetime) const;
  std::string parameter(const wit::Type& type, std::string_view lifetime) const;
  std::string raw(const wit::Type& type) const;
  std::string owned(const std::optional<wit::Type>& type) const { return type ? owned(*type) : "()"; }
  std::string raw(const std::optional<wit::Type>& type) const { return type ? raw(*type) : "()"; }

  /// The Rust types that a named WIT type becomes: `Finding` and `FindingView`.
  std::vector<std::string> names_of(const wit::NamedType& type) const;
  /// Whether a record or variant has a form for parameters of its own: `FindingView`.
  bool has_view(const wit::Type& type) const { return borrows(type) || (!plain(type) && !owns(type)); }

  /// The type's name as code here says it: `Finding`, `types::Finding`.
  std::string path(wit::TypeId type, std::string_view suffix = {}) const;
  /// A name of a face, as code here says it.
  std::string named(const Face& home, const std::string& name) const;
  /// Whether the type is `list<n>` of numbers, which are slices.
  bool slice(const wit::Type& type) const;
  /// How the type is written in memory without a name of its own, with its layout:
  /// `RawOption<u32>`. For options, results and tuples in `type`, itself included.
  void unnamed(const wit::Type& type, std::set<std::string>& asserted) const;
  void unnamed_parts(const wit::Type& type, std::set<std::string>& asserted) const;

  /// The types right inside of one.
  void parts(const wit::Type& type, const std::function<void(const wit::Type&)>& each) const;

 private:
  template <class Test>
  bool any(const wit::Type& type, const Test& test) const;
  template <class Print>
  std::string tuple(const std::vector<wit::Type>& types, const Print& print) const;
  std::string list_view(const wit::Type& element, std::string_view lifetime) const;

  const Surface& surface_;
  const wit::Model& model_;
  const Face& face_;
  From from_;
};

}  // namespace tenon::bind::rust

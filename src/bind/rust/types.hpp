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
// parameter with an own handle in it arrives owned.
#include <string>
#include <string_view>

#include "bind/rust/surface.hpp"

namespace tenon::bind::rust {

/// A type's name: PascalCase, with a `_` behind it where the prelude has that name.
std::string type_name(std::string_view kebab);
/// A module's name, likewise apart from those the generated file has.
std::string module_name(std::string_view kebab);

class Types {
 public:
  /// How paths are written: from an interface's module, or from the glue.
  enum class From : std::uint8_t { face, glue };

  Types(const Surface& surface, const Face& face, From from)
      : surface_(surface), model_(*surface.model), face_(face), from_(from) {}

  bool plain(const wit::Type& type) const;
  bool owns(const wit::Type& type) const;     ///< an own handle in it
  bool borrows(const wit::Type& type) const;  ///< a borrowed handle in it

  std::string owned(const wit::Type& type) const;
  /// `lifetime` is `'_`, `'a`; left out of references where it is `'_`.
  std::string view(const wit::Type& type, std::string_view lifetime) const;
  std::string parameter(const wit::Type& type, std::string_view lifetime) const;
  std::string raw(const wit::Type& type) const;
  std::string owned(const std::optional<wit::Type>& type) const { return type ? owned(*type) : "()"; }
  std::string raw(const std::optional<wit::Type>& type) const { return type ? raw(*type) : "()"; }

  /// The type's name as code here says it: `Finding`, `types::Finding`.
  std::string path(wit::TypeId type, std::string_view suffix = {}) const;
  /// Whether the type is `list<n>` of numbers, which are slices.
  bool slice(const wit::Type& type) const;

 private:
  template <class Test>
  bool any(const wit::Type& type, const Test& test) const;
  std::string list_view(const wit::Type& element, std::string_view lifetime) const;

  const Surface& surface_;
  const wit::Model& model_;
  const Face& face_;
  From from_;
};

}  // namespace tenon::bind::rust

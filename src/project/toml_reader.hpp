#pragma once
// SPDX-License-Identifier: MIT
//
// Typed access to the tables of a TOML text that collects what is wrong instead of stopping, each
// finding with its place. Only the two sources that read tenon.toml include this header: toml++
// costs seconds to compile.

// Foreign text breaks some of toml++'s assertions, which NDEBUG makes assumptions; without either it reports
// an error.
#undef NDEBUG
#define TOML_ASSERT(expr) static_assert(true)
// toml++ 3.3 takes it for impossible to ask whether `é` is a space: here that says no.
#include <toml++/impl/forward_declarations.h>
#undef TOML_UNREACHABLE
#define TOML_UNREACHABLE return false
#include <toml++/impl/unicode.h>
#undef TOML_UNREACHABLE
#define TOML_UNREACHABLE __builtin_unreachable()
#include <toml++/toml.h>

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "project/problems.hpp"

namespace tenon::project {

class TomlReader {
 public:
  explicit TomlReader(const wit::Source& source) : source_(source) {}

  wit::Span span_of(const toml::source_region& region) const;
  void error(std::string code, std::string message, wit::Span span, std::string label = {},
             std::string help = {});
  std::vector<wit::Diagnostic> take() { return std::move(diagnostics_); }

  /// Reports every key of `table` that isn't in `known`.
  void only(const toml::table& table, std::string_view where, std::initializer_list<std::string_view> known);

  /// Absent: `otherwise`. Of another type: an error.
  std::string text(const toml::table& table, std::string_view key, std::string otherwise = {});
  bool flag(const toml::table& table, std::string_view key, bool otherwise);
  std::vector<std::string> texts(const toml::table& table, std::string_view key);
  const toml::table* table(const toml::table& table, std::string_view key);
  const toml::array* tables(const toml::table& table, std::string_view key);

  /// Where the value under `key` is written; the table's own place if it is absent.
  wit::Span place(const toml::table& table, std::string_view key) const;

  /// A table as JSON text with sorted keys.
  std::string json(const toml::table& table);

 private:
  static constexpr std::size_t kMostErrors = 100;  // each costs a look through the text
  void wrong_type(std::string_view key, const toml::node& node, std::string_view wants);
  template <class T>
  const T* get(const toml::table& table, std::string_view key, std::string_view wants);

  const wit::Source& source_;
  std::vector<wit::Diagnostic> diagnostics_;
};

/// "a string", "a table", ...
std::string_view kind_of(const toml::node& node);

}  // namespace tenon::project

// SPDX-License-Identifier: MIT
#include "project/toml_keys.hpp"

#include <algorithm>

namespace tenon::project {
namespace {

// Line breaks of Unicode end a comment too, for the parser.
constexpr std::string_view kBreaks[] = {"\n", "\xC2\x85", "\xE2\x80\xA8", "\xE2\x80\xA9"};

std::size_t end_of_comment(std::string_view toml, std::size_t at) {
  std::size_t end = toml.size();
  for (const std::string_view line_break : kBreaks) end = std::min(end, toml.find(line_break, at));
  return end;
}

// Behind the quotes that close a text of many lines: of up to five in a row, the first two are its own.
std::size_t end_of_quotes(std::string_view toml, std::size_t at) {
  const char quote = toml[at];
  std::size_t end = at + 3;
  while (end < toml.size() && end < at + 5 && toml[end] == quote) ++end;
  return end;
}

// Behind the string that starts at `at`. An open one ends with its line, or with the text.
std::size_t end_of_string(std::string_view toml, std::size_t at) {
  const char quote = toml[at];
  const std::string_view triple = quote == '"' ? "\"\"\"" : "'''";
  const bool many_lines = toml.substr(at).starts_with(triple);
  const std::size_t width = many_lines ? 3 : 1;
  for (at += width; at < toml.size(); ++at) {
    if (toml[at] == '\\' && quote == '"') {
      ++at;
    } else if (toml.substr(at).starts_with(triple.substr(0, width))) {
      return many_lines ? end_of_quotes(toml, at) : at + 1;
    } else if (toml[at] == '\n' && !many_lines) {
      return at;
    }
  }
  return toml.size();
}

bool ends_key(char c) { return std::string_view("\n=,[]{}").contains(c); }

}  // namespace

std::optional<std::uint32_t> find_long_key(std::string_view toml) {
  std::size_t parts = 1;
  for (std::size_t at = 0; at < toml.size();) {
    const char c = toml[at];
    if (c == '#') {
      at = end_of_comment(toml, at);
      parts = 1;
    } else if (c == '"' || c == '\'') {
      at = end_of_string(toml, at);
    } else {
      parts = ends_key(c) ? 1 : parts + (c == '.');
      if (parts > kMostKeyParts) return static_cast<std::uint32_t>(at);
      ++at;
    }
  }
  return std::nullopt;
}

}  // namespace tenon::project

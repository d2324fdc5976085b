#pragma once
// SPDX-License-Identifier: MIT
//
// The little of Unicode that WIT text needs.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace tenon::wit {

struct CodePoint {
  char32_t value = 0;
  std::uint8_t size = 0;  ///< bytes; 0 if the bytes are no UTF-8
};

/// The code point at `at`, which must lie inside `text`.
CodePoint decode(std::string_view text, std::size_t at);

/// Appends `value` as UTF-8.
void encode(char32_t value, std::string& out);

/// Changes the direction of text on screen, so that code is not what it looks like (CVE-2021-42574).
bool is_bidirectional_override(char32_t c);
/// Deprecated or discouraged by Unicode.
bool is_discouraged(char32_t c);
/// Control characters other than tab, line feed and carriage return.
bool is_control(char32_t c);

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Whether words may contain it. Beyond ASCII this is an approximation of XID_Continue: no such
/// identifier is valid, so it decides only how much of the text one error covers.
bool is_word(char32_t c);

}  // namespace tenon::wit

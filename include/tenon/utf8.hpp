#pragma once
// SPDX-License-Identifier: MIT
//
// Whether a text is UTF-8. Strings that cross are UTF-8 by contract, but C++'s string types promise
// nothing of the kind, so nothing is checked unless you ask:
//
//   if (!tenon::is_utf8(text)) return tenon::unexpected("not UTF-8");
//
// Threads: any.
#include <cstddef>
#include <string_view>

namespace tenon {
namespace detail {

/// How many bytes the sequence at the start of `text`, which isn't empty, has; 0: it is none.
/// Source: Unicode, table 3-7 (well-formed UTF-8 byte sequences).
constexpr std::size_t utf8_sequence(std::string_view text) noexcept {
  const auto at = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u; };
  const auto in = [](unsigned byte, unsigned least, unsigned most) { return byte >= least && byte <= most; };
  const unsigned first = at(0);
  if (first < 0x80) return 1;
  if (in(first, 0xC2, 0xDF)) return in(at(1), 0x80, 0xBF) ? 2 : 0;
  if (in(first, 0xE0, 0xEF)) {
    const unsigned least = first == 0xE0 ? 0xA0 : 0x80, most = first == 0xED ? 0x9F : 0xBF;
    return in(at(1), least, most) && in(at(2), 0x80, 0xBF) ? 3 : 0;
  }
  if (!in(first, 0xF0, 0xF4)) return 0;
  const unsigned least = first == 0xF0 ? 0x90 : 0x80, most = first == 0xF4 ? 0x8F : 0xBF;
  return in(at(1), least, most) && in(at(2), 0x80, 0xBF) && in(at(3), 0x80, 0xBF) ? 4 : 0;
}

}  // namespace detail

/// Whether all of `text` is UTF-8: no overlong forms, no surrogates, nothing beyond U+10FFFF.
constexpr bool is_utf8(std::string_view text) noexcept {
  while (!text.empty()) {
    const std::size_t size = detail::utf8_sequence(text);
    if (size == 0) return false;
    text.remove_prefix(size);
  }
  return true;
}

}  // namespace tenon

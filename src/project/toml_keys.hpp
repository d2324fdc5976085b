#pragma once
// SPDX-License-Identifier: MIT
//
// A look at TOML before it is parsed: every part of a dotted key is a table inside another one, and
// the parser goes down into them by recursion, however many there are.
#include <cstdint>
#include <optional>
#include <string_view>

namespace tenon::project {

/// More than anybody writes by hand; nested values multiply it (the parser takes 256 of those).
inline constexpr std::size_t kMostKeyParts = 16;

/// Where a key has too many parts.
std::optional<std::uint32_t> find_long_key(std::string_view toml);

}  // namespace tenon::project

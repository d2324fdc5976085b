#pragma once
// SPDX-License-Identifier: MIT
//
// The library as the loader sees it: descriptors, manifest, entry.
#include <string>
#include <string_view>

#include "bind/rust/surface.hpp"

namespace tenon::bind::rust {

/// `mod library { ... }`.
std::string library_module(const Surface& surface);

/// `[0x00, ...]`.
std::string hash_text(const abi::Hash& hash);

/// A literal for C: with a zero byte at its end.
std::string zero_ended(std::string_view text);

}  // namespace tenon::bind::rust

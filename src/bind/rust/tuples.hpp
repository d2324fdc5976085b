#pragma once
// SPDX-License-Identifier: MIT
//
// Tuples in memory. Rust has no way to speak of tuples of any length, so the runtime gets one struct
// with its impls for each length that the WIT has.
#include <cstddef>
#include <string>

namespace tenon::bind::rust {

/// `pub struct RawTuple2<T0, T1> { ... }` and its impls.
std::string tuple_text(std::size_t parts);

}  // namespace tenon::bind::rust

#pragma once
// SPDX-License-Identifier: MIT
//
// The author's half of the module: one Rust module for each interface, with the WIT's types, the
// traits to implement and the functions to call.
#include <string>
#include <string_view>
#include <vector>

#include "bind/rust/surface.hpp"

namespace tenon::bind::rust {

/// `pub mod filter { ... }`; empty if the interface has nothing that Rust can see.
std::string face_module(const Surface& surface, const Face& face);

/// `use super::{glue, types};`, without braces for one name.
std::string use(std::string_view path, const std::vector<std::string>& names);

}  // namespace tenon::bind::rust

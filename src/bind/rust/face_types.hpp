#pragma once
// SPDX-License-Identifier: MIT
//
// Records, enums, variants, flags and aliases as an author sees them.
#include <string>
#include <string_view>

#include "bind/rust/surface.hpp"

namespace tenon::bind::rust {

/// `pub struct Finding { ... }`, with its `FindingView` if it has one. Empty for resources, and for
/// aliases that are no types in Rust.
std::string face_type(const Surface& surface, const Face& face, const wit::NamedType& type);

/// WIT's docs as a comment, without what a Rust comment can't hold.
std::string doc_lines(std::string_view docs);
std::string printable(std::string_view docs);

}  // namespace tenon::bind::rust

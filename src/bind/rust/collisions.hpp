#pragma once
// SPDX-License-Identifier: MIT
//
// WIT names that become one name in Rust, and what else Rust bindings refuse.
#include <vector>

#include "bind/rust/surface.hpp"
#include "wit/diagnostic.hpp"

namespace tenon::bind::rust {

std::vector<wit::Diagnostic> refusals(const Surface& surface);

}  // namespace tenon::bind::rust

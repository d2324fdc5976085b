#pragma once
// SPDX-License-Identifier: MIT
//
// Functions that a plugin without the standard library can't have: they take memory of its own.
#include <vector>

#include "bind/rust/surface.hpp"
#include "wit/diagnostic.hpp"

namespace tenon::bind::rust {

/// Each such function once (T0302); none in a library that has the standard library.
std::vector<wit::Diagnostic> allocations(const Surface& surface);

}  // namespace tenon::bind::rust

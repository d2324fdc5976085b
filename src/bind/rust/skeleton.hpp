#pragma once
// SPDX-License-Identifier: MIT
//
// The source that a new plugin project in Rust starts with: every function is there and answers with
// the zero value of its result.
#include "bind/common/bindings.hpp"

namespace tenon::bind::rust {

/// `src/lib.rs`, for a library with one plugin.
File skeleton(const Library& library);

}  // namespace tenon::bind::rust

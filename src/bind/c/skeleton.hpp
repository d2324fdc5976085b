#pragma once
// SPDX-License-Identifier: MIT
//
// The source that a new plugin project in C starts with: every function is there and answers with the
// zero value of its result.
#include "bind/common/bindings.hpp"

namespace tenon::bind::c {

/// `<library>.c`, for a library with one plugin.
File skeleton(const Library& library);

}  // namespace tenon::bind::c

#pragma once
// SPDX-License-Identifier: MIT
//
// The source that a new plugin project in C++ starts with: every function is there and answers with
// the zero value of its result.
#include "bind/common/bindings.hpp"

namespace tenon::bind::cpp {

/// The header of a library with one plugin, under the name that the plugin's `header` gives it.
File skeleton(const Library& library);

}  // namespace tenon::bind::cpp

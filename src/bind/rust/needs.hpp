#pragma once
// SPDX-License-Identifier: MIT
//
// Which kinds of types bindings mention: parts of the runtime that nothing needs are left out.
#include <cstddef>
#include <set>

#include "bind/rust/surface.hpp"

namespace tenon::bind::rust {

struct Needs {
  bool compounds = false;  ///< options, and results that aren't a function's whole result
  bool lists = false;
  bool flags = false;
  bool resources = false;
  std::set<std::size_t> tuples;  ///< their lengths
};

Needs needs_of(const Surface& surface);

}  // namespace tenon::bind::rust

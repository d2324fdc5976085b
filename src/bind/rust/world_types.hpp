#pragma once
// SPDX-License-Identifier: MIT
//
// A host's type for plugins of its world: load, instances, and the way to their functions.
#include <string>

#include "bind/rust/surface.hpp"

namespace tenon::bind::rust {

/// `pub struct Pipe`, its imports, and its forms for reloads.
std::string world_types(const Surface& surface, const HostSide& host);

}  // namespace tenon::bind::rust

#pragma once
// SPDX-License-Identifier: MIT
//
// A host as the runtime sees it: its world as constant data, and the tables of what it implements.
#include <string>

#include "bind/rust/surface.hpp"

namespace tenon::bind::rust {

/// `mod library { ... }` of a host.
std::string host_module(const Surface& surface, const HostSide& host);

/// The table of an import in there: "TABLE_LOG".
std::string import_table(const Face& face);

}  // namespace tenon::bind::rust

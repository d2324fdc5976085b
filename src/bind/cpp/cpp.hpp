#pragma once
// SPDX-License-Identifier: MIT
//
// Model to C++20 text, on top of the header-only library include/tenon/*.hpp.
//
//   auto files = bind::cpp::plugin_bindings(library);
//   if (!files) show(files.error());
#include <expected>
#include <vector>

#include "bind/common/bindings.hpp"
#include "wit/diagnostic.hpp"

namespace tenon::bind::cpp {

using Files = std::expected<std::vector<File>, std::vector<wit::Diagnostic>>;

/// `<library>.tenon.hpp` (what authors include), `<library>.tenon.cpp` (tables and descriptor) and
/// `<library>.entry.cpp` (entry and note, for shared libraries only). Fails where names collide.
Files plugin_bindings(const Library& library);

/// `<world>.tenon.hpp`. Fails where names collide.
Files host_bindings(const HostSide& host);

}  // namespace tenon::bind::cpp

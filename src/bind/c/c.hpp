#pragma once
// SPDX-License-Identifier: MIT
//
// Bindings for plugins and hosts in C.
//
//   auto files = bind::c::plugin_bindings(library);   // shout.tenon.h, shout.tenon.c, shout.entry.c
//   auto files = bind::c::host_bindings(host);        // pipe.tenon.h, pipe.tenon.c
//
// Pure; may be called from several threads.
#include <expected>
#include <set>
#include <string>
#include <vector>

#include "bind/common/bindings.hpp"
#include "wit/diagnostic.hpp"

namespace tenon::bind::c {

/// `<library>.tenon.h` is what the author includes; `<library>.tenon.c` has slots, tables and the
/// descriptor; `<library>.entry.c` the entry and the note, which a static build leaves out. Or one
/// diagnostic for each two items that would have one name in C.
std::expected<std::vector<File>, std::vector<wit::Diagnostic>> plugin_bindings(const Library& library);

/// `<world>.tenon.h` is what the host includes, `<world>.tenon.c` has the world's data and tables. Or
/// diagnostics, as above.
std::expected<std::vector<File>, std::vector<wit::Diagnostic>> host_bindings(const HostSide& host);

/// All names that `<library>.tenon.h` and `.c` take in C's one set of names: parameters elsewhere should hide
/// none of them.
std::set<std::string> global_names(const Library& library);

}  // namespace tenon::bind::c

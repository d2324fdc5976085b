#pragma once
// SPDX-License-Identifier: MIT
//
// The bindings of a Rust library or host. A library's: one module, `src/bindings.rs`, which needs nothing but
// the standard library and compiles from rustc 1.63 on. Its first half is for authors (traits, types,
// handles), the second is machinery: `glue` (what the WIT's types and functions are in memory), `library`
// (the descriptor, entry and note) and `runtime` (runtime/*.rs, the same everywhere).
#include <expected>
#include <vector>

#include "bind/common/bindings.hpp"
#include "wit/diagnostic.hpp"

namespace tenon::bind::rust {

/// One file, `src/bindings.rs`; or which names become one name in Rust, and which functions a
/// freestanding library can't have.
std::expected<std::vector<File>, std::vector<wit::Diagnostic>> plugin_bindings(const Library& library);

/// One file, `<world>.rs`: a module for a program that depends on the crate `tenon`. Its first half is the
/// same for authors, with the sides changed: what plugins import are traits, what they export can be called.
std::expected<std::vector<File>, std::vector<wit::Diagnostic>> host_bindings(const HostSide& host);

}  // namespace tenon::bind::rust

#pragma once
// SPDX-License-Identifier: MIT
//
// What bindings of every WIT have in common: runtime/*.rs, each a part of one module. The part
// `values` is a template with the place `numbers`, `handles` one with the place `threads`. Lines below
// `//+ std` are for libraries that have the standard library, those below `//+ bare` for the others, those
// below `//+ both` for all. Hosts have the part `host` where plugins have `head`, `contract`, `errors`,
// `record`, `instances`, `traps` and `threads`.
#include <span>
#include <string_view>

namespace tenon::bind::rust {

struct RuntimePart {
  std::string_view name;  ///< "values"
  std::string_view text;
};

/// In the order in which they follow each other.
extern const std::span<const RuntimePart> kRuntime;

}  // namespace tenon::bind::rust

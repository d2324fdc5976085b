#pragma once
// SPDX-License-Identifier: MIT
//
// The text of runtime/*.rs, a template with the places `numbers` and `sync`.
#include <string_view>

namespace tenon::bind::rust {

extern const std::string_view kRuntime;

}  // namespace tenon::bind::rust

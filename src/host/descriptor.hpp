#pragma once
// SPDX-License-Identifier: MIT
//
// Whether the code that was loaded is what its note said.
#include <tenon/abi/library.h>

#include "abi/manifest.hpp"
#include "host/error.hpp"

namespace tenon::host {

/// Reads no further into a struct than its own size says.
Result<void> check_descriptor(const tenon_library_descriptor* library, const abi::Manifest& manifest,
                              const std::string& file);

}  // namespace tenon::host

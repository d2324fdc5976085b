#pragma once
// SPDX-License-Identifier: MIT
//
// From verified bytes to a library in the process.
#include <string>

#include "host/copy.hpp"
#include "host/module.hpp"

namespace tenon::host {

/// Gives `source` to the dynamic linker. `origin` is the original as it was when it was verified, and `file`
/// its path, for messages. Refused with the dynamic linker's words and all that is missing, or because
/// another build is in the process under this name.
Result<Module> open_source(Source& source, PrivateFolder& folder, const image::Image& image,
                           const image::Identity& origin, const std::string& file);

}  // namespace tenon::host

#pragma once
// SPDX-License-Identifier: MIT
//
// A library's own libraries: they lie beside it, and its search path finds them by `$ORIGIN`. The dynamic
// linker takes one that is in the process already for any other of its name, so a new build would run with
// the old build's.
#include <string>
#include <vector>

#include "host/error.hpp"
#include "image/image.hpp"

namespace tenon::host {

struct Companion {
  std::string name;  ///< as in DT_NEEDED
  std::string path;
  std::string sha256;
};

/// Those of the library that lies at `path`, and theirs, with their content as it is now; 256 at most. Reads
/// nothing if its search path has no `$ORIGIN`.
std::vector<Companion> companions_of(const image::Image& library, const std::string& path);

/// E1009 if one of the same name has another content `now`. `path`: of the library.
Result<void> check_same(const std::vector<Companion>& before, const std::vector<Companion>& now,
                        const std::string& path);

}  // namespace tenon::host

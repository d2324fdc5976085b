#pragma once
// SPDX-License-Identifier: MIT
//
// Why `dlopen` refused a library: its own text names the first thing that is missing, this names all
// of them, as far as one can see by ld.so(8)'s order.
#include <string>

#include "host/error.hpp"
#include "image/bytes.hpp"

namespace tenon::host {

/// `text` is dlerror's, in which `loaded_as` is shown as `path`.
Failure explain_refusal(std::string text, const std::string& loaded_as, const std::string& path,
                        const image::File& bytes);

/// Where the dynamic linker would find a library of this file name for the program, or "".
std::string find_in_system(const std::string& name);

}  // namespace tenon::host

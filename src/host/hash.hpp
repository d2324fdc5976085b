#pragma once
// SPDX-License-Identifier: MIT
#include <optional>
#include <string>

#include "image/image.hpp"

namespace tenon::host {

/// Of all bytes of a file, in hexadecimal; nothing if it can't be read to its end.
std::optional<std::string> sha256_of(const image::File& file);

}  // namespace tenon::host

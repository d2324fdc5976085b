#pragma once
// SPDX-License-Identifier: MIT
//
// What a file is that is no ELF file: its first bytes tell, and each kind has its own advice.
#include <span>

#include "image/bytes.hpp"

namespace tenon::image {

/// `file` doesn't start like an ELF file. Never gives up: what is unknown is said to be unknown.
Error name_other_format(const Bytes& file);

}  // namespace tenon::image

#pragma once
// SPDX-License-Identifier: MIT
//
// What a file is that is no ELF file: its first bytes tell, and each kind has its own advice.
#include <string_view>

#include "image/bytes.hpp"

namespace tenon::image {

/// `file` doesn't start like an ELF file. Never gives up: what is unknown is said to be unknown.
Error name_other_format(const Bytes& file);

/// Whether the error with this code says that the file is something else than a shared library for this
/// machine. Else it may be one that somebody is writing: a file of unknown format (E0206) may be one whose
/// head comes last.
bool is_of_another_kind(std::string_view code);

}  // namespace tenon::image

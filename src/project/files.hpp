#pragma once
// SPDX-License-Identifier: MIT
//
// Reading text files, with errors that say what to do.
#include <cstdint>
#include <expected>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "project/problems.hpp"

namespace tenon::project {

/// The whole of a regular file; `what` is how the error calls it ("the WIT file").
std::expected<std::string, Problems> read_file(const std::filesystem::path& path, std::string_view what);

/// There is no such file or folder; a near name in its folder is the help.
Problems missing(const std::filesystem::path& path, std::string_view what);

/// The names in a folder, sorted. A folder that can't be read is a problem.
std::expected<std::vector<std::string>, Problems> list_folder(const std::filesystem::path& path);

/// FNV-1a, 64 bits.
std::uint64_t fnv1a(std::string_view text);

}  // namespace tenon::project

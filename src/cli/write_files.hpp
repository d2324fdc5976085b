#pragma once
// SPDX-License-Identifier: MIT
//
// Writing generated text: only what changed, never half a file, and nothing over a file of somebody's own.
#include <expected>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bind/common/bindings.hpp"
#include "project/problems.hpp"

namespace tenon::cli {

/// Whether the file has exactly this text.
bool is_current(const std::filesystem::path& path, std::string_view text);

/// Writes beside the file and renames, so that a reader sees the old text or the new one.
std::optional<project::Problems> write_file(const std::filesystem::path& path, std::string_view text);

/// Writes those of `files` that differ and returns their paths. None is written if one of the places has
/// something that the tool didn't make.
std::expected<std::vector<std::filesystem::path>, project::Problems> write_changed(
    const std::filesystem::path& folder, const std::vector<bind::File>& files);

/// "built from": a make rule that lists `inputs` for `target`.
std::string depfile(const std::filesystem::path& target, const std::vector<std::filesystem::path>& inputs);

}  // namespace tenon::cli

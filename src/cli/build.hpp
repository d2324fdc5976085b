#pragma once
// SPDX-License-Identifier: MIT
//
// Where `tenon build` puts the library of a project.
#include <filesystem>

#include "cli/commands.hpp"
#include "project/tenon_toml.hpp"

namespace tenon::cli {

/// DIR/build/lib<name>.so.
std::filesystem::path product_of(const project::TenonToml& toml);

}  // namespace tenon::cli

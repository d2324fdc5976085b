#pragma once
// SPDX-License-Identifier: MIT
//
// Where `tenon build` puts the library of a project.
#include <filesystem>

#include "cli/commands.hpp"
#include "project/tenon_toml.hpp"

namespace tenon::cli {

/// DIR/build/lib<name>.so; for `linked`, a library that becomes part of a program,
/// DIR/build/static/lib<name>.a.
std::filesystem::path product_of(const project::TenonToml& toml, bool linked = false);

}  // namespace tenon::cli

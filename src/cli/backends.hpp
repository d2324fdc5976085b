#pragma once
// SPDX-License-Identifier: MIT
//
// The language backends behind one door.
#include <string_view>

#include "bind/common/bindings.hpp"
#include "cli/inputs.hpp"

namespace tenon::cli {

/// Where a project's generated code goes unless somebody says otherwise: DIR/build, or in Rust DIR.
std::filesystem::path default_bindings_folder(const project::TenonToml& toml);

/// All generated files of a project, the linker's export list among them; for `linked`, a library that
/// becomes part of a program, what it has instead of entry and list (not its header).
std::expected<std::vector<bind::File>, int> plugin_files(const LoadedProject& project, bool linked,
                                                         Output& output);

/// What programs include to register the library: alone in the folder `static`, because programs may
/// not meet the plugin's own headers.
bind::File static_header_file(const bind::Library& library);

/// What its author starts from.
bind::File skeleton_file(const LoadedProject& project);

std::expected<std::vector<bind::File>, int> host_files(std::string_view language, const bind::HostSide& host,
                                                       const LoadedWit& wit, Output& output);

/// The name of the export list among a C or C++ project's generated files.
constexpr std::string_view kExportList = "exports.map";

}  // namespace tenon::cli

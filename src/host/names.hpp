#pragma once
// SPDX-License-Identifier: MIT
//
// Names of plugins, files and versions, as people write them.
#include <string>
#include <string_view>
#include <vector>

namespace tenon::host {

bool is_library_name(std::string_view file);
std::string_view base_name(std::string_view path);
std::string folder_of(const std::string& path);

/// Like strcmp. A text that is no semantic version comes below all that are.
int compare_versions(const std::string& a, const std::string& b);

/// The one of `known` that `name` was probably meant to be, or "".
std::string nearest(const std::string& name, const std::vector<std::string>& known);

/// A copy for the C API, freed with tenon_text_delete.
char* new_text(std::string_view text);

}  // namespace tenon::host

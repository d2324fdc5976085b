#pragma once
// SPDX-License-Identifier: MIT
//
// A library's search path (DT_RUNPATH or DT_RPATH) and what it means in a place.
#include <string>
#include <string_view>
#include <vector>

namespace tenon::host {

void replace_all(std::string& text, std::string_view from, const std::string& to);

/// Its folders in order, `$ORIGIN` being the folder `origin`.
std::vector<std::string> search_folders(const std::string& search_path, const std::string& origin);

}  // namespace tenon::host

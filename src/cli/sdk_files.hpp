#pragma once
// SPDX-License-Identifier: MIT
#include <string_view>

namespace tenon::cli {

/// The text of cmake/TenonPlugins.cmake.
std::string_view plugins_cmake();
/// The text of LICENSE.
std::string_view license_text();

}  // namespace tenon::cli

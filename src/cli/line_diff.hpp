#pragma once
// SPDX-License-Identifier: MIT
#include <string>
#include <string_view>
#include <vector>

namespace tenon::cli {

/// WIT text without its documentation and empty lines.
std::string without_docs(std::string_view wit);

/// What changed, line by line: `- ` in front of what is only in the first, `+ ` in the second, and `  ` for
/// the line that opens the block in which it stands. Of texts that have little in common the lines of both.
std::vector<std::string> line_diff(std::string_view left, std::string_view right);

}  // namespace tenon::cli

#pragma once
// SPDX-License-Identifier: MIT
//
// "Did you mean": names that somebody may have meant.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tenon::project {

/// The candidate that differs least from `name`, if it is near enough to be a slip of the finger.
std::optional<std::string> nearest(std::string_view name, const std::vector<std::string>& candidates);

/// "`a`, `b` and `c`".
std::string listed(const std::vector<std::string>& names);

}  // namespace tenon::project

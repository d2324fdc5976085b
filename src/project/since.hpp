#pragma once
// SPDX-License-Identifier: MIT
//
// The oldest version of a package that one works with: `since` in tenon.toml, `--since` of a host.
#include <optional>
#include <string>
#include <string_view>

#include "project/problems.hpp"
#include "wit/model.hpp"

namespace tenon::project {

/// Why `package` ("ns:name") can't be wanted from `version` on; nothing if the WIT has that version or a
/// newer one. `key` is what says so: "since".
std::optional<Problems> refuse_since(const wit::Model& model, std::string_view key,
                                     const std::string& package, const wit::Version& version);

}  // namespace tenon::project

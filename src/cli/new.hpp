#pragma once
// SPDX-License-Identifier: MIT
#include <expected>
#include <vector>

#include "bind/common/bindings.hpp"
#include "cli/commands.hpp"

namespace tenon::cli {

/// What `tenon new` would write, with paths in the project's folder. The WIT is read where `options` say.
std::expected<std::vector<bind::File>, int> project_files(const NewOptions& options, Output& output);

}  // namespace tenon::cli

#pragma once
// SPDX-License-Identifier: MIT
//
// Trying a plugin where it can do no harm: a child process of the tool loads it.
#include <string>

#include "cli/commands.hpp"

namespace tenon::cli {

/// `place` is `path#name`. Shows how it went, a crash or a hang of the child with its signal and the
/// step it happened in. `result` gets how far it came and what the plugin wrote, for `--format json`.
int load_in_child(const std::string& place, const WitOptions& wit, const std::string& world, Output& output,
                  Json& result);

}  // namespace tenon::cli

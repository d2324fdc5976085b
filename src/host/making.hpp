#pragma once
// SPDX-License-Identifier: MIT
//
// Making and ending what an instance is in one build. All under the library's `creating`.
#include "host/library.hpp"

namespace tenon::host {

/// Runs the plugin's `create`. `imports` in the order of the host's world.
Result<std::shared_ptr<Target>> make_target(const Binding& binding, const Instance& instance);

/// Runs the plugin's `destroy`: nobody may be inside. Objects live on.
void end_target(Target& target);

/// E0706: asked for by a plugin's `create`, `save` or `restore` that a reload of this plugin has called.
Result<void> refuse_while_moving(const tenon_plugin& plugin, const std::string& what);

/// E0706, naming who is inside of one of them, if anybody is.
Result<void> refuse_while_inside(const std::vector<std::shared_ptr<Target>>& targets,
                                 const std::string& what);

}  // namespace tenon::host

#pragma once
// SPDX-License-Identifier: MIT
//
// Which world of a WIT package is meant.
#include <expected>
#include <string_view>

#include "project/problems.hpp"
#include "wit/model.hpp"

namespace tenon::project {

/// `name` is a world of the main package, or "ns:pkg/world" of any; empty where there is only one.
/// The problem names the worlds there are.
std::expected<wit::WorldId, Problems> pick_world(const wit::Model& model, std::string_view name);

}  // namespace tenon::project

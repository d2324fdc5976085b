#pragma once
// SPDX-License-Identifier: MIT
//
// The model as JSON, in the shape of the reference parser's own dump, for tools and for tests.
#include <nlohmann/json.hpp>

#include "wit/model.hpp"

namespace tenon::wit {

nlohmann::ordered_json to_json(const Model& model);

}  // namespace tenon::wit

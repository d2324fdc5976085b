#pragma once
// SPDX-License-Identifier: MIT
//
// The model as JSON, in the shape of the reference parser's own dump, for tools and for tests.
#include <string>

#include "wit/model.hpp"

namespace tenon::wit {

std::string to_json(const Model& model);

}  // namespace tenon::wit

#pragma once
// SPDX-License-Identifier: MIT
#include <nlohmann/json.hpp>
#include <string>

namespace tenon::wit::corpus {

/// The first difference between two models as JSON, whose indices may be numbered differently;
/// empty if there is none.
std::string difference(const nlohmann::json& expected, const nlohmann::json& actual);

}  // namespace tenon::wit::corpus

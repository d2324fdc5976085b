#pragma once
// SPDX-License-Identifier: MIT
//
// Comments to documentation: every comment before an item counts, plain ones too, as the reference
// has it; comment marks and common indentation go.
#include <span>
#include <string>
#include <string_view>

namespace tenon::wit {

std::string docs_of(std::span<const std::string_view> comments);

}  // namespace tenon::wit

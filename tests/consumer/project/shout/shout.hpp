// SPDX-License-Identifier: MIT
#pragma once
#include "shout.tenon.hpp"

struct Shout {
  tenon::expected<std::string, std::string> apply(std::string_view text) { return std::string(text) + "!"; }
};

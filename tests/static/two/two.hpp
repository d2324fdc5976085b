#pragma once
// SPDX-License-Identifier: MIT
//
// Says its name, and then throws what it should have caught.
#include "two.tenon.hpp"
#include "words.hpp"

struct Two {
  tenon::expected<std::string, std::string> apply(std::string_view) {
    if (calls++ != 0) throw Mistake{Words::name()};
    return Words::name();
  }
  std::uint64_t count() { return 0; }
};

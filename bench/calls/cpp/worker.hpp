#pragma once
// SPDX-License-Identifier: MIT
//
// As one writes it without a thought: std::string in, std::string out.
#include "calls-cpp.tenon.hpp"

struct Worker {
  std::int32_t add(std::int32_t a, std::int32_t b) { return a + b; }
  std::string turn(std::string_view text) {
    std::string turned(text);
    if (!turned.empty()) turned[0] = static_cast<char>(turned[0] ^ 0x20);
    return turned;
  }
  bench::call::work::Point shift(const bench::call::work::PointView& point, double by) {
    return {point.x + by, point.y + by, point.id};
  }
};

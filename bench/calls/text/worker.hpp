#pragma once
// SPDX-License-Identifier: MIT
//
// The text is made where it will be read: on the host's heap.
#include "calls-text.tenon.hpp"

struct Worker {
  explicit Worker(Host host_of_it) : host(std::move(host_of_it)) {}

  std::int32_t add(std::int32_t a, std::int32_t b) { return a + b; }
  tenon::String turn(std::string_view text) {
    tenon::String turned = host.string(text);
    if (!turned.empty()) turned[0] = static_cast<char>(turned[0] ^ 0x20);
    return turned;
  }
  bench::call::work::Point shift(const bench::call::work::PointView& point, double by) {
    return {point.x + by, point.y + by, point.id};
  }

  Host host;
};

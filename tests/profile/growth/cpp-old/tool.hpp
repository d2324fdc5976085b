// SPDX-License-Identifier: MIT
// Built against 1.0.0.
#pragma once
#include "old-cpp.tenon.hpp"

struct Count {
  std::uint32_t value;
  std::uint32_t get() { return value; }
};

struct Tool {
  Host host;

  std::uint32_t first(std::uint32_t x) { return x + 1; }
  test::growth::tool::Item new_item(std::uint32_t start) {
    return test::growth::tool::Item::make(host, Count{start});
  }
  std::string report() {
    return host.service().name().str() + " " + std::to_string(host.service().get_token().value());
  }
};

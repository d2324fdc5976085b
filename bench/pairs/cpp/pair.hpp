#pragma once
// SPDX-License-Identifier: MIT
#include "pairs-cpp.tenon.hpp"

struct Sum {
  std::int32_t sum = 0;
  std::int32_t add(std::int32_t by) { return sum += by; }
};

struct Pair {
  explicit Pair(Host host_of_it) : host(std::move(host_of_it)) {}

  std::int32_t add(std::int32_t a, std::int32_t b) { return a + b; }
  std::string echo(std::string_view text) { return std::string(text); }
  bench::pairs::work::Counter new_counter() { return bench::pairs::work::Counter::make(host, Sum{}); }

  Host host;
};

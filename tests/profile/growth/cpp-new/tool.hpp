// SPDX-License-Identifier: MIT
// Built against 1.1.0: its host may be of 1.0.0.
#pragma once
#include "new-cpp.tenon.hpp"

struct Count {
  std::uint32_t value;
  std::uint32_t get() { return value; }
  std::uint32_t add(std::uint32_t x) { return value += x; }
};

struct Tool {
  Host host;

  std::uint32_t first(std::uint32_t x) { return x + 1; }
  tenon::expected<std::string, std::uint32_t> second(std::string_view text) {
    if (text.empty()) return tenon::unexpected(7u);
    return std::string(text) + "!";
  }
  test::growth::tool::Item new_item(std::uint32_t start) {
    return test::growth::tool::Item::make(host, Count{start});
  }
  std::string report() {
    const auto service = host.service();
    const auto token = service.get_token();
    std::string said = service.name().str() + " " + std::to_string(token.value());
    said += service.has_rank() ? " rank " + std::to_string(*service.rank()) : " no rank";
    said += token.has_twice() ? " twice " + std::to_string(*token.twice()) : " no twice";
    // A call all the same returns an error, which is no trap.
    if (!service.has_rank()) said += " " + std::to_string(service.rank().error().status());
    if (!token.has_twice()) said += " " + std::to_string(token.twice().error().status());
    return said;
  }
};

// SPDX-License-Identifier: MIT
#pragma once
#include "shout.tenon.hpp"

struct Shout {
  Host host;
  std::uint64_t seen = 0;

  tenon::expected<std::string, std::string> apply(std::string_view text) {
    ++seen;
    if (text.empty()) return tenon::unexpected("nothing to shout");
    std::string out(text);
    for (char& c : out)
      if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    return out + host.settings().get("mark").value_or("!");
  }
  std::uint64_t count() { return seen; }
};

#pragma once
// SPDX-License-Identifier: MIT
//
// Says its name and where its library is.
#include "one.tenon.hpp"
#include "words.hpp"

struct One {
  Host host;

  tenon::expected<std::string, std::string> apply(std::string_view) {
    try {
      throw Mistake{Words::name()};
    } catch (const Mistake& m) {
      return m.text + (calls++ != 0 ? " again" : "") + " in " + std::string(host.dir());
    }
  }
  std::uint64_t count() { return 0; }
};

#pragma once
// SPDX-License-Identifier: MIT
//
// Leaves something in each thread that calls it, to be destroyed when the thread ends.
#include <atomic>
#include <cctype>
#include <string>

#include "local.tenon.hpp"

struct Local {
  std::atomic<std::uint64_t> seen = 0;

  tenon::expected<std::string, std::string> apply(std::string_view text) {
    thread_local std::string loud;
    ++seen;
    loud.assign(text);
    for (char& c : loud) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    return loud;
  }
  std::uint64_t count() { return seen; }
};

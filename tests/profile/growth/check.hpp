#pragma once
// SPDX-License-Identifier: MIT
#include <tenon/host.hpp>

#include <cstdio>
#include <string>

inline int checked = 0, failed = 0;
inline void check(const std::string& got, const std::string& wanted, int line, const std::string& plugin) {
  ++checked;
  if (got == wanted) return;
  ++failed;
  std::printf("%s: line %d: %s, wanted %s\n", plugin.c_str(), line, got.c_str(), wanted.c_str());
}
#define CHECK(got, wanted) check(got, wanted, __LINE__, plugin)

/// The same program as a host of 1.0.0 and of 1.1.0.
void check_as_old(const tenon::Host& host, const std::string& plugin);
void check_as_new(const tenon::Host& host, const std::string& plugin);

#pragma once
// SPDX-License-Identifier: MIT
//
// The same work behind a C++ abstract class, in a shared library of its own: what a host and a plugin
// built by one compiler would use without Tenon.
#include <cstdint>
#include <string>

struct Point {
  double x, y;
  std::uint32_t id;
};

class Work {
 public:
  virtual ~Work() = default;
  virtual std::int32_t add(std::int32_t a, std::int32_t b) = 0;
  virtual std::string turn(std::string text) = 0;
  virtual Point shift(const Point& point, double by) = 0;
};

extern "C" Work* make_work();

/// The same in the program itself, in a file of its own: what text costs where nothing is between.
std::string turn_in_program(std::string text);

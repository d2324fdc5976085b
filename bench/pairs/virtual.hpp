#pragma once
// SPDX-License-Identifier: MIT
//
// The same interface as C++ abstract classes, implemented in a shared library of its own: what a host and a
// plugin built by one compiler would use without Tenon.
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

class Counter {
 public:
  virtual ~Counter() = default;
  virtual std::int32_t add(std::int32_t by) = 0;
};

class Work {
 public:
  virtual ~Work() = default;
  virtual std::int32_t add(std::int32_t a, std::int32_t b) = 0;
  virtual std::string echo(std::string_view text) = 0;
  virtual std::unique_ptr<Counter> new_counter() = 0;
};

extern "C" Work* make_pairs_work();

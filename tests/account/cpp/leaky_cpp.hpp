#pragma once
// SPDX-License-Identifier: MIT
#include <stdexcept>
#include <string>
#include <utility>

#include "leaky-cpp.tenon.hpp"

struct LeakyCpp {
  using Thing = test::account::work::Thing;
  struct Made {};
  tenon::PluginHost host;

  explicit LeakyCpp(const Host& h) : host(h) {}

  Thing new_thing() { return Thing::make(host, Made{}); }
  void keep() { static_cast<void>(new_thing().release()); }
  void leak(std::uint32_t bytes) { static_cast<void>(host.string(std::size_t{bytes}).release()); }
  tenon::String text(std::uint32_t len) { return host.string(std::string(len, 'x')); }
  void give_up() { throw std::runtime_error("failed"); }
};

#pragma once
// SPDX-License-Identifier: MIT
//
// What C++ has to do with the ends of threads.
#include <atomic>
#include <chrono>
#include <iostream>
#include <stdexcept>
#include <string>
#include <thread>

#include "ends-cpp.tenon.hpp"

using Counter = std::atomic<std::uint64_t>;

inline thread_local std::string t_text;

struct Raises {
  Counter* counter = nullptr;
  ~Raises() {
    if (counter) counter->fetch_add(1);
    t_text += '.';  // thread-locals may be used here, too
  }
};
inline thread_local Raises t_raises;

struct Ends {
  static void local(Counter& counter) {
    t_text = "a block of its own on the heap";
    t_raises.counter = &counter;
  }
  static void caught() {
    try {
      throw std::runtime_error("caught");
    } catch (const std::exception&) {}
  }
  static void joined(Counter& counter) {
    std::thread([&] { local(counter); }).join();
  }
  static void detached(Counter& counter, Counter& state) {
    std::thread([&] {
      local(counter);
      state = 1;
      while (state != 2) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }).detach();
  }

  void run(test::ends::work::Kind what, std::uint64_t numbers) {
    auto* const number = reinterpret_cast<Counter*>(numbers);
    using Kind = test::ends::work::Kind;
    const bool all = what == Kind::all;
    if (all || what == Kind::local) local(number[0]);
    if (all || what == Kind::current) t_text += ' ';
    if (all || what == Kind::print) std::cout << '.' << std::endl;
    if (all || what == Kind::caught) caught();
    if (all || what == Kind::joined) joined(number[0]);
    if (what == Kind::detached) detached(number[0], number[1]);
  }
};

#pragma once
// SPDX-License-Identifier: MIT
//
// Round trips through the generated C++ host bindings and libtenon; the calls follow in a generated file.
#include <cstdio>

#include "reflect.hpp"
#include "tenon/host.h"

namespace trips {

class Host {
 public:
  explicit Host(std::uint64_t seed) : seed_(seed) {}

  /// Sends a few `T` through `call`; and one that is stopped on its way, by `stop`, `go_on` after it.
  template <class T, class Call>
  void trips(const char* name, Call call) {
    for (std::uint64_t i = 0; i < 6; ++i) {
      ++count_;
      Random random(seed_ + i);
      const T sent = make<T>(random);
      check(name, call(sent), sent);
    }
  }

  /// After the plugin was asked to stop: nothing but a trap may come.
  template <class Answer>
  void expect_trap(const char* name, const Answer& answer) {
    ++count_;
    if (answer.has_value() || answer.error().status() != TENON_TRAP)
      complain(name, "went on where it was stopped");
  }

  void complain(const char* name, const char* what) {
    ++complaints_;
    std::fprintf(stderr, "%s: %s\n", name, what);
  }

  /// All is over: the heap is empty.
  int report() {
    std::size_t blocks = 0, bytes = 0;
    tenon_heap_use(&blocks, &bytes);
    if (blocks != 0) complain("heap", "something is left");
    std::printf("%zu trips, %zu complaints\n", count_, complaints_);
    return complaints_ == 0 ? 0 : 1;
  }

 private:
  template <class Answer, class T>
  void check(const char* name, const Answer& answer, const T& sent) {
    if constexpr (requires { answer.error().framework(); }) {
      const bool failed = !answer.has_value() && answer.error().framework() != nullptr;
      if (failed) return complain(name, answer.error().framework()->message().c_str());
      if (answer.has_value() != sent.has_value()) return complain(name, "another case came back");
      if (!answer.has_value()) {
        if (!same(*answer.error().own(), sent.error())) complain(name, "another error came back");
      } else if constexpr (!std::is_void_v<typename T::value_type>) {
        if (!same(*answer, *sent)) complain(name, "another value came back");
      }
    } else {
      if (!answer.has_value()) return complain(name, answer.error().message().c_str());
      if (!same(*answer, sent)) complain(name, "another value came back");
    }
  }

  std::uint64_t seed_;
  std::size_t count_ = 0, complaints_ = 0;
};

}  // namespace trips

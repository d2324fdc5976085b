// SPDX-License-Identifier: MIT
#include "allocations.hpp"

#include <dlfcn.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <link.h>
#include <pthread.h>

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <iterator>
#include <new>

namespace {

constexpr long kNever = -1;
/// How many allocations of this thread still succeed. Then one fails, or each.
thread_local long t_left = kNever;
thread_local bool t_each = false;
thread_local bool t_failed = false;
bool refused = false;  ///< threads

bool fails() {
  if (t_left == kNever) return false;
  if (t_left > 0) return --t_left, false;
  if (!t_each) t_left = kNever;
  return t_failed = true;
}

}  // namespace

void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
  return fails() ? nullptr : std::malloc(size);
}
void* operator new(std::size_t size) {
  void* const block = operator new(size, std::nothrow);
  if (block == nullptr) throw std::bad_alloc();
  return block;
}
void operator delete(void* block) noexcept { std::free(block); }
void operator delete(void* block, std::size_t) noexcept { std::free(block); }

// Threads, too.
extern "C" int pthread_create(pthread_t* thread, const pthread_attr_t* attributes, void* (*run)(void*),
                              void* argument) {
  static const auto real = reinterpret_cast<decltype(&pthread_create)>(dlsym(RTLD_NEXT, "pthread_create"));
  return refused ? EAGAIN : real(thread, attributes, run, argument);
}

namespace tenon::test {
void refuse_threads(bool refuse) { refused = refuse; }

namespace {

std::string code_of(tenon_error* error) {
  if (error == nullptr) return "";
  std::string code = tenon_error_code(error);
  tenon_error_delete(error);
  return code;
}

constexpr long kMost = 5'000;  // more than anything here takes

/// False if nothing failed: everything was tried.
bool try_at(long n, const Act& act, const std::function<void(bool done)>& then) {
  t_failed = false;
  t_left = n;
  tenon_error* const error = act();
  t_left = kNever;
  const bool failed = t_failed, done = error == nullptr;
  EXPECT_THAT(code_of(error), testing::AnyOf("", "E0102"));
  EXPECT_TRUE(failed || done);
  if (then) then(done);
  return failed;
}

}  // namespace

void at_every_allocation(const Act& act, const std::function<void(bool done)>& then, long step) {
  for (const bool each : {false, true}) {
    t_each = each;
    long n = 0;
    for (; n < kMost; n += step) {
      SCOPED_TRACE((each ? "all from allocation " : "allocation ") + std::to_string(n));
      if (!try_at(n, act, then) || testing::Test::HasFailure()) break;
    }
    EXPECT_LT(n, kMost);
  }
}

std::string open_now() {
  int libraries = 0;
  dl_iterate_phdr([](dl_phdr_info*, std::size_t, void* count) { return ++*static_cast<int*>(count), 0; },
                  &libraries);
  const auto descriptors = std::distance(std::filesystem::directory_iterator("/proc/self/fd"), {});
  return std::to_string(libraries) + " libraries, " + std::to_string(descriptors) + " descriptors";
}

}  // namespace tenon::test

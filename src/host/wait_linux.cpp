// SPDX-License-Identifier: MIT
#include "host/wait.hpp"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>

namespace tenon::host {

int make_wake() { return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK); }

void wake(int descriptor) {
  const std::uint64_t one = 1;
  if (descriptor >= 0) static_cast<void>(!write(descriptor, &one, sizeof one));
}

void close_wake(int descriptor) {
  if (descriptor >= 0) close(descriptor);
}

void wait_for(int events, int wake, std::chrono::steady_clock::time_point until) {
  using namespace std::chrono;
  constexpr milliseconds kMost = 1h, kWithoutWake = 50ms;
  const auto left = ceil<milliseconds>(until - steady_clock::now());
  const milliseconds timeout = std::clamp<milliseconds>(left, 0ms, wake < 0 ? kWithoutWake : kMost);
  pollfd files[] = {{events, POLLIN, 0}, {wake, POLLIN, 0}};
  poll(files, 2, static_cast<int>(timeout.count()));
  std::uint64_t count = 0;
  if (wake >= 0) static_cast<void>(!read(wake, &count, sizeof count));
}

int current_process() { return getpid(); }

}  // namespace tenon::host

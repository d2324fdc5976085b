// SPDX-License-Identifier: MIT
#include "host/fork.hpp"

#include <pthread.h>

#include <atomic>
#include <mutex>
#include <utility>

#include "host/gate.hpp"
#include "host/threads.hpp"

namespace tenon::host {
namespace {

// Under the lock of pins: a fork takes that first, so that the child sees every thread that has begun.
constinit int g_at_work = 0;
constinit std::atomic<bool> g_forked_at_work{false};

void after_fork_in_child() {
  if (std::exchange(g_at_work, 0) > 0) g_forked_at_work = true;
  keep_own_slots_after_fork();
  open_gates_after_fork();
  pins_mutex().unlock();
}

}  // namespace

void notice_forks() noexcept {
  static const int noticed =
      pthread_atfork([] { pins_mutex().lock(); }, [] { pins_mutex().unlock(); }, after_fork_in_child);
  static_cast<void>(noticed);  // without memory for it, a child is on its own
}

AtWork::AtWork() noexcept {
  notice_forks();
  const std::lock_guard lock(pins_mutex());
  ++g_at_work;
}
AtWork::~AtWork() {
  const std::lock_guard lock(pins_mutex());
  --g_at_work;
}

bool was_forked_at_work() noexcept { return g_forked_at_work.load(std::memory_order_relaxed); }

}  // namespace tenon::host

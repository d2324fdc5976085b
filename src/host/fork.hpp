#pragma once
// SPDX-License-Identifier: MIT
//
// A child made by fork has the forking thread only. What other threads were doing in the runtime is never
// finished there, and the locks that they held are never given back. So threads are counted that do what
// takes such locks: if there was one, everything but calls is refused in the child, instead of waiting for
// ever.
namespace tenon::host {

/// From now on a fork is noticed. Before anything is counted here, and before the first pin.
void notice_forks() noexcept;

/// The calling thread does what a child couldn't finish. Nests.
class AtWork {
 public:
  AtWork() noexcept;
  ~AtWork();
  AtWork(const AtWork&) = delete;
  AtWork& operator=(const AtWork&) = delete;
};

/// Whether this process was forked while a thread was at work, the forking one included: recursive locks
/// don't know their owner again.
bool was_forked_at_work() noexcept;

}  // namespace tenon::host

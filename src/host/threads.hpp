#pragma once
// SPDX-License-Identifier: MIT
//
// The slots of all threads that ever took a pin (tenon/host/pin.h).
//
// Slots are never freed, only handed to another thread when theirs is gone and the last of them is clear.
#include <tenon/host/pin.h>

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <mutex>

namespace tenon::host {

struct alignas(64) Slots : tenon_thread {
  static constexpr std::size_t kHeld = 16;

  std::atomic<const tenon_target*>
      held[kHeld];                   ///< pins over many calls; taken by the thread, cleared by any
  std::atomic<std::int64_t> thread;  ///< its number in the system, negative once it ends; 0: nobody's
  Slots* next;
};

/// The calling thread's slots; nullptr if memory ran out.
Slots* own_slots() noexcept;

bool is_own_thread(std::int64_t thread) noexcept;

/// In a child made by fork: only the forking thread lives on, nobody else is inside of anything. With the
/// pins' lock.
void keep_own_slots_after_fork() noexcept;

/// For what happens rarely: taking slots, looking at all of them, and everything at the gate. One, so that it
/// can be taken over fork.
std::mutex& pins_mutex() noexcept;

/// What a slot says. Slots are read while their threads go on, so that only a clear one is sure to stay so,
/// and that only after barrier_for_all_threads.
struct Pinned {
  const tenon_target* target;
  std::int64_t thread;  ///< 0 if it has ended
  bool held;            ///< over many calls
};

/// The first of all slots; they are a list that only grows.
Slots* all_slots() noexcept;

/// `visit(Pinned)` for each slot that isn't clear, until it returns false. Calls come first: a pin moves from
/// a call's slot to one that is held, and must not be missed.
template <class Visit>
bool visit_slots(const Slots& slots, Visit&& visit) {
  const std::int64_t thread = std::max<std::int64_t>(slots.thread.load(std::memory_order_relaxed), 0);
  for (const tenon_target* const& call : slots.calls) {
    const tenon_target* target = __atomic_load_n(&call, __ATOMIC_SEQ_CST);
    if (target != nullptr && !visit(Pinned{target, thread, false})) return false;
  }
  for (const auto& held : slots.held) {
    const tenon_target* target = held.load(std::memory_order_seq_cst);
    if (target != nullptr && !visit(Pinned{target, thread, true})) return false;
  }
  return true;
}

/// The same for all threads.
template <class Visit>
void visit_pins(Visit&& visit) {
  for (const Slots* s = all_slots(); s != nullptr && visit_slots(*s, visit);) s = s->next;
}

}  // namespace tenon::host

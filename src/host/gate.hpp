#pragma once
// SPDX-License-Identifier: MIT
//
// Where calls meet a reload. A gate that is closed for an instance makes its new calls wait.
//
// Who may pass a closed gate: a thread that is already inside of an instance that the same gate was closed
// for. The gate's owner waits for that call, so the new one would wait for itself; and nothing of the state
// moves before all these calls have ended, so that it may go on in the old build. A thread inside of anything
// else waits, even of another instance of the library: the owner doesn't wait for that one. Those that pass
// look, and take their slot, under the lock under which find_inside looks at all slots, so that one of the
// two sees the other.
#include <span>
#include <string>

#include "host/target.hpp"

namespace tenon::host {

/// Calls of the instances wait from now on, but for those that may pass; they reach `passing` of the
/// instance.
void close_gate(std::span<Instance* const> instances);
/// What calls that may pass reach now; those inside of it may, too.
void let_pass(Instance& instance, Target* target);
/// Calls of the instance reach `target`, the waiting ones too.
void switch_to(Instance& instance, Target* target);
/// The same for several at once.
struct Switch {
  Instance* instance;
  Target* target;
};
void switch_all(std::span<const Switch> switches);
/// In a child made by fork the thread that closed gates is gone: calls reach what served before. With the
/// pins' lock.
void open_gates_after_fork() noexcept;
/// The longest wait of a call while the gate was closed for the instance, once it is open again.
Clock::duration longest_wait(const Instance& instance);

/// How a thread inside of `targets` was found.
struct Inside {
  const Target* target = nullptr;
  std::int64_t thread = 0;  ///< 0 if it was only counted
  bool held = false;
  bool unknown = false;  ///< the system refused the barrier, so that there may be somebody
  explicit operator bool() const { return target != nullptr; }
};

/// "thread 1234 is inside of an instance of `shout`".
std::string describe(const Inside& inside);

/// Somebody who is inside of one of `targets`, if there is anybody. The barrier for all threads comes first,
/// so once this says no, and new pins lead elsewhere, it stays so.
Inside find_inside(std::span<const Target* const> targets);
/// Whether the calling thread is inside of a call of the library. A pin that it holds is none.
bool is_own_thread_inside(const Library& library);

/// Marks the calling thread as inside of a target, as a call of it would. Inside of the runtime only.
class InsideOf {
 public:
  explicit InsideOf(const Target& target);
  ~InsideOf();
  InsideOf(const InsideOf&) = delete;
  InsideOf& operator=(const InsideOf&) = delete;

 private:
  tenon_call call_;
  std::uint64_t outer_;  ///< gate of an InsideOf around this one
};

}  // namespace tenon::host

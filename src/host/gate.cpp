// SPDX-License-Identifier: MIT
#include "host/gate.hpp"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <new>
#include <utility>
#include <vector>

#include "host/barrier.hpp"
#include "host/library.hpp"
#include "host/threads.hpp"
#include "host/undying.hpp"

namespace tenon::host {
namespace {

std::condition_variable& opened() {
  static const Undying<std::condition_variable> the_one;
  return *the_one;
}

/// Instances whose gate is closed.
std::vector<Instance*>& closed() {
  static const Undying<std::vector<Instance*>> all;
  return *all;
}

std::uint64_t g_last_gate = 0;

/// Of what this thread has an InsideOf for, which may have found no slot; 0: none.
constinit thread_local std::uint64_t t_gate = 0;

// Targets are constant for callers only.
Target* current_of(const Instance& instance) {
  const tenon_target* current = __atomic_load_n(&instance.current, __ATOMIC_SEQ_CST);
  return current == nullptr ? nullptr : const_cast<Target*>(&target_of(current));
}

/// Whether the calling thread has a pin of either kind on something that the gate was closed for. Another
/// thread may release it meanwhile, but what it was on stays while we have the lock: who ends targets looks
/// under it.
bool may_pass(std::uint64_t gate, const Slots* slots) {
  if (t_gate == gate) return true;
  return slots != nullptr &&
         !visit_slots(*slots, [&](const Pinned& pin) { return target_of(pin.target).gate != gate; });
}

/// What a call of the instance reaches now; nullptr if it has to wait.
const Target* reachable(const Instance& instance, const Slots* slots) {
  if (const Target* current = current_of(instance)) return current;
  return may_pass(instance.gate, slots) ? instance.passing : nullptr;
}

/// With the gate's lock: as soon as the call may go on.
const Target& wait(Instance& instance, const Slots* slots, std::unique_lock<std::mutex>& lock) {
  const Target* target = reachable(instance, slots);
  if (target != nullptr) return *target;
  if (instance.waited_since == Clock::time_point()) instance.waited_since = Clock::now();
  while ((target = reachable(instance, slots)) == nullptr) opened().wait(lock);
  return *target;
}

void count(const Target& target, int by) {
  const_cast<Target&>(target).counted.fetch_add(static_cast<std::uint32_t>(by), std::memory_order_acq_rel);
}

/// With the gate's lock, so that nobody switches between the look and the slot.
tenon_call begin(const Target& target, Slots* slots) {
  const tenon_target** const slot = slots == nullptr ? nullptr : tenon_call_slot_(slots);
  if (slot == nullptr)
    count(target, 1);
  else
    __atomic_store_n(slot, &target, __ATOMIC_SEQ_CST);
  return {&target, slot};
}

/// A slot that stays when the call's own is cleared. The target can't go meanwhile.
tenon_pin hold(const tenon_call& call, Slots* slots) {
  if (slots != nullptr) {
    for (auto& held : slots->held) {
      if (held.load(std::memory_order_acquire) != nullptr) continue;
      held.store(call.target, std::memory_order_seq_cst);
      return {call.target, reinterpret_cast<const tenon_target**>(&held)};
    }
  }
  const std::lock_guard lock(pins_mutex());
  count(target_of(call.target), 1);
  return {call.target, nullptr};
}

}  // namespace

void close_gate(std::span<Instance* const> instances) {
  const std::lock_guard lock(pins_mutex());
  closed().insert(closed().end(), instances.begin(), instances.end());
  ++g_last_gate;
  for (Instance* instance : instances) {
    instance->served = instance->passing = current_of(*instance);
    instance->gate = instance->passing->gate = g_last_gate;
    instance->waited_since = {};
    instance->longest_wait = {};
    __atomic_store_n(&instance->current, nullptr, __ATOMIC_SEQ_CST);
  }
}

void let_pass(Instance& instance, Target* target) {
  const std::lock_guard lock(pins_mutex());
  instance.passing = target;
  target->gate = instance.gate;
}

void switch_all(std::span<const Switch> switches) {
  const std::lock_guard lock(pins_mutex());
  for (const auto& [instance, target] : switches) {
    target->gate = instance->gate = 0;
    instance->served = instance->passing = nullptr;
    if (instance->waited_since != Clock::time_point())
      instance->longest_wait = Clock::now() - std::exchange(instance->waited_since, {});
    __atomic_store_n(&instance->current, target, __ATOMIC_SEQ_CST);
    std::erase(closed(), instance);
  }
  opened().notify_all();
}

void open_gates_after_fork() noexcept {
  new (&opened()) std::condition_variable;  // it may have had waiters, which don't exist here
  for (Instance* instance : closed()) {
    instance->gate = instance->served->gate = 0;
    instance->passing = nullptr;
    __atomic_store_n(&instance->current, instance->served, __ATOMIC_SEQ_CST);
  }
  closed().clear();
}

void switch_to(Instance& instance, Target* target) {
  const Switch one{&instance, target};
  switch_all({&one, 1});
}

Clock::duration longest_wait(const Instance& instance) {
  const std::lock_guard lock(pins_mutex());
  return instance.longest_wait;
}

std::string describe(const Inside& inside) {
  const std::string what = " an instance of `" + std::string(inside.target->descriptor->name) + "`";
  if (inside.unknown) return "membarrier(2) fails, so it can't be told who is inside of" + what;
  if (inside.thread == 0) return "a call or a pin of" + what;
  const std::string who =
      is_own_thread(inside.thread) ? "this very thread" : "thread " + std::to_string(inside.thread);
  return who + (inside.held ? " holds a pin of" : " is inside of") + what;
}

Inside find_inside(std::span<const Target* const> targets) {
  if (targets.empty()) return {};
  if (!barrier_for_all_threads()) return {targets.front(), 0, false, true};
  const std::lock_guard lock(pins_mutex());
  Inside found;
  visit_pins([&](const Pinned& pin) {
    const auto target = std::ranges::find(targets, pin.target);
    if (target != targets.end()) found = {*target, pin.thread, pin.held};
    return !found;
  });
  if (found) return found;
  const auto counted = std::ranges::find_if(
      targets, [](const Target* t) { return t->counted.load(std::memory_order_acquire) != 0; });
  return counted == targets.end() ? Inside{} : Inside{*counted, 0, false};
}

bool is_own_thread_inside(const Library& library) {
  const Slots* const slots = own_slots();
  return slots != nullptr && !visit_slots(*slots, [&](const Pinned& pin) {
           return pin.held || target_of(pin.target).library.get() != &library;
         });
}

InsideOf::InsideOf(const Target& target) {
  Slots* const slots = own_slots();
  const std::lock_guard lock(pins_mutex());
  call_ = begin(target, slots);
  outer_ = std::exchange(t_gate, target.gate);
}
InsideOf::~InsideOf() {
  t_gate = outer_;
  tenon_call_end(call_);
}

}  // namespace tenon::host

tenon_call tenon_call_begin_slowly(tenon_instance* instance) {
  using namespace tenon::host;
  Slots* const slots = own_slots();
  std::unique_lock lock(pins_mutex());
  return begin(wait(instance_of(instance), slots, lock), slots);
}

void tenon_call_end_counted(const tenon_target* target) {
  const std::lock_guard lock(tenon::host::pins_mutex());
  tenon::host::count(tenon::host::target_of(target), -1);
}

tenon_pin tenon_pin_take(tenon_instance* instance) {
  const tenon_call call = tenon_call_begin(instance);
  const tenon_pin pin = tenon::host::hold(call, tenon::host::own_slots());
  tenon_call_end(call);
  return pin;
}

void tenon_pin_release(tenon_pin pin) {
  if (pin.slot == nullptr) return tenon_call_end_counted(pin.target);
  __atomic_store_n(pin.slot, nullptr, __ATOMIC_RELEASE);
}

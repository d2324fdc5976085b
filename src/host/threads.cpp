// SPDX-License-Identifier: MIT
#include "host/threads.hpp"

#include <pthread.h>
#include <signal.h>
#include <unistd.h>

#include <cerrno>
#include <new>

#include "host/barrier.hpp"
#include "host/fork.hpp"

namespace tenon::host {
namespace {

constinit std::atomic<Slots*> g_all{nullptr};
constinit std::mutex g_mutex;
constinit thread_local Slots* t_own = nullptr;

bool is_clear(const Slots& slots) {
  return visit_slots(slots, [](const Pinned&) { return false; });
}

/// Destructors of other keys may call plugins after ours has run, by the pointer that each caller has of its
/// own: so slots change hands only when the system knows their thread no more.
bool is_free(const Slots& slots) {
  const std::int64_t thread = slots.thread.load(std::memory_order_acquire);
  if (thread > 0 || !is_clear(slots)) return false;
  const auto number = static_cast<pid_t>(-thread);
  return number == 0 || number == gettid() || (tgkill(getpid(), number, 0) != 0 && errno == ESRCH);
}

void end_of_thread(void* data);

struct Key {
  Key() {
    made = pthread_key_create(&key, end_of_thread) == 0;
    notice_forks();
  }
  pthread_key_t key{};
  bool made;
};
const Key& key() {
  static const Key the_key;
  return the_key;
}

void end_of_thread(void* data) {
  static_cast<Slots*>(data)->thread.store(-static_cast<std::int64_t>(gettid()), std::memory_order_release);
}

Slots* take_free() {
  for (Slots* s = all_slots(); s != nullptr; s = s->next)
    if (is_free(*s)) return s;
  return nullptr;
}

Slots* make() {
  auto* slots = new (std::nothrow) Slots{};
  if (slots == nullptr) return nullptr;
  slots->fenced = has_barrier_for_all_threads() ? 0 : 1;
  slots->next = g_all.load(std::memory_order_relaxed);
  return slots;
}

Slots* take() {
  const std::lock_guard lock(g_mutex);
  Slots* slots = take_free();
  const bool fresh = slots == nullptr;
  if (fresh) slots = make();
  if (slots == nullptr || pthread_setspecific(key().key, slots) != 0) {
    if (fresh) delete slots;
    return nullptr;
  }
  slots->thread.store(gettid(), std::memory_order_relaxed);
  if (fresh) g_all.store(slots, std::memory_order_release);
  t_own = slots;
  return slots;
}

}  // namespace

bool is_own_thread(std::int64_t thread) noexcept { return thread == gettid(); }
std::mutex& pins_mutex() noexcept { return g_mutex; }
Slots* all_slots() noexcept { return g_all.load(std::memory_order_acquire); }

void keep_own_slots_after_fork() noexcept {
  for (Slots* s = all_slots(); s != nullptr; s = s->next) {
    if (s == t_own) {
      s->thread.store(gettid(), std::memory_order_relaxed);
      continue;
    }
    for (const tenon_target*& call : s->calls) __atomic_store_n(&call, nullptr, __ATOMIC_RELAXED);
    for (auto& held : s->held) held.store(nullptr, std::memory_order_relaxed);
    s->thread.store(0, std::memory_order_relaxed);
  }
}

Slots* own_slots() noexcept {
  if (t_own != nullptr) return t_own;
  return key().made ? take() : nullptr;
}

}  // namespace tenon::host

tenon_thread* tenon_thread_register(void) { return tenon::host::own_slots(); }

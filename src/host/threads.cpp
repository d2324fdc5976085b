// SPDX-License-Identifier: MIT
#include "host/threads.hpp"

#include <pthread.h>
#include <unistd.h>

#include <new>

#include "host/barrier.hpp"

namespace tenon::host {
namespace {

constinit std::atomic<Slots*> g_all{nullptr};
constinit std::mutex g_mutex;

bool is_clear(const Slots& slots) {
  return visit_slots(slots, [](const Pinned&) { return false; });
}

void give_back(Slots& slots) {
  slots.depth = 0;
  slots.thread.store(0, std::memory_order_release);
}

void end_of_thread(void* data);
void after_fork_in_child();

struct Key {
  Key() {
    made = pthread_key_create(&key, end_of_thread) == 0;
    pthread_atfork([] { g_mutex.lock(); }, [] { g_mutex.unlock(); }, after_fork_in_child);
  }
  pthread_key_t key{};
  bool made;
};
const Key& key() {
  static const Key the_key;
  return the_key;
}

/// After the destructors of thread-locals. Other keys' destructors may still call plugins, so the slots go
/// in the last round.
void end_of_thread(void* data) {
  auto* slots = static_cast<Slots*>(data);
  if (++slots->endings < PTHREAD_DESTRUCTOR_ITERATIONS && pthread_setspecific(key().key, slots) == 0) return;
  give_back(*slots);
}

/// Only the forking thread lives on: nobody else is inside of anything.
void after_fork_in_child() {
  const auto* own = static_cast<const Slots*>(pthread_getspecific(key().key));
  for (Slots* s = all_slots(); s != nullptr; s = s->next) {
    if (s == own) {
      s->thread.store(gettid(), std::memory_order_relaxed);
      continue;
    }
    for (const tenon_target*& call : s->calls) __atomic_store_n(&call, nullptr, __ATOMIC_RELAXED);
    for (auto& held : s->held) held.store(nullptr, std::memory_order_relaxed);
    give_back(*s);
  }
  g_mutex.unlock();
}

Slots* take_free() {
  for (Slots* s = all_slots(); s != nullptr; s = s->next)
    if (s->thread.load(std::memory_order_acquire) == 0 && is_clear(*s)) return s;
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
  slots->endings = 0;
  slots->thread.store(gettid(), std::memory_order_relaxed);
  if (fresh) g_all.store(slots, std::memory_order_release);
  return slots;
}

}  // namespace

bool is_own_thread(std::int64_t thread) noexcept { return thread == gettid(); }
std::mutex& pins_mutex() noexcept { return g_mutex; }
Slots* all_slots() noexcept { return g_all.load(std::memory_order_acquire); }

Slots* own_slots() noexcept {
  if (!key().made) return nullptr;
  if (void* own = pthread_getspecific(key().key)) return static_cast<Slots*>(own);
  return take();
}

}  // namespace tenon::host

tenon_thread* tenon_thread_register(void) { return tenon::host::own_slots(); }

// SPDX-License-Identifier: MIT
//
// One lock guards everything here; nothing of a plugin or of the dynamic linker, which has locks of its own,
// is called under it. A registration is taken from its thread's list by exactly one thread, under the lock,
// and then run: so never twice. What keeps code and object alive while it runs:
//
//  - the code: `Reporter::running` counts. Who closes the library waits until nothing runs and nothing is
//    registered, seen under one hold of the lock. From then on nobody can register, since the library has no
//    call, no thread and no running destructor left.
//  - the object, which lies in its thread's memory: `Thread::lent` counts what another thread runs. A thread
//    that ends waits for 0 before it runs the rest, so the order holds, and before its memory goes.
//  - keys: the system knows them without destructor, so it never calls a plugin. libtenon's own key does.
#include "host/thread_exit.hpp"

#include <pthread.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <climits>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <new>
#include <optional>
#include <utility>
#include <vector>

#include "host/module.hpp"
#include "host/undying.hpp"

extern "C" {
extern void* __dso_handle __attribute__((visibility("hidden")));
int __cxa_thread_atexit(void (*run)(void*), void* object, void* dso) noexcept;
}

namespace tenon::host {
namespace {

using Run = void (*)(void*);
using Lock = std::unique_lock<std::mutex>;

struct Key {
  pthread_key_t key;
  Run run;
};

/// A library that reports here.
struct Reporter {
  std::size_t users = 0;  ///< ThreadExits of this runtime
  std::vector<Key> keys;
  std::size_t running = 0;  ///< of its functions, by threads that end or close
  std::size_t threads = 0;  ///< that it started and that haven't ended
  std::size_t ending = 0;   ///< of them those whose own function has returned
  bool released = false;    ///< its keys are deleted, and their numbers may be others'
};

struct Registration {
  Reporter* library;
  Run run;
  void* object;
};

/// A thread that has registered something, or that a library started.
struct Thread {
  std::vector<Registration> pending;  ///< the last one is run first
  Reporter* own = nullptr;            ///< who started it
  bool returned = false;              ///< counted in its `ending`
  bool ending = false;                ///< runs its registrations by itself
  std::size_t lent = 0;               ///< of its registrations, run by another thread right now
  // The thread's own:
  bool armed = false;  ///< before_keys will be called
  int rounds = 0;      ///< of the destruction of keys
};

void before_keys(void* thread);
void with_keys(void* thread);
void lock_for_fork();
void unlock_in_parent();
void unlock_in_child();

/// Never destroyed: threads end after static destructors, too.
struct State {
  std::mutex mutex;
  std::condition_variable changed;
  std::vector<Thread*> threads;
  std::vector<Reporter*> libraries;
  pthread_key_t key{};  ///< of each Thread, so that its end is seen
  bool usable = pthread_key_create(&key, with_keys) == 0 &&
                pthread_atfork(lock_for_fork, unlock_in_parent, unlock_in_child) == 0;

  State() { keep_mapped(reinterpret_cast<const void*>(&with_keys)); }
};

State& state() {
  static const Undying<State> one;
  return *one;
}

// Plain data: libtenon has no destructor of its own that a thread could hold.
constinit thread_local Thread* t_thread = nullptr;
constinit thread_local bool t_over = false;  // nothing of this thread will be run any more
constinit thread_local Reporter* t_running = nullptr;

/// Without the lock, while the library can't be closed.
void call(Lock& lock, Reporter& library, Run run, void* object) noexcept {
  Reporter* const before = t_running;
  t_running = &library;
  library.running++;
  lock.unlock();
  run(object);
  lock.lock();
  library.running--;
  t_running = before;
  state().changed.notify_all();
}

/// The last registration, of `library` or of any one.
std::optional<Registration> take(Thread& thread, const Reporter* library) {
  const auto found = std::find_if(thread.pending.rbegin(), thread.pending.rend(), [&](const Registration& r) {
    return library == nullptr || r.library == library;
  });
  if (found == thread.pending.rend()) return std::nullopt;
  const Registration out = *found;
  thread.pending.erase(std::next(found).base());
  return out;
}

bool run_pending(Lock& lock, Thread& self, const Reporter* library) {
  bool ran = false;
  for (; const auto r = take(self, library); ran = true) call(lock, *r->library, r->run, r->object);
  return ran;
}

/// This thread's values, each at most once.
bool run_keys(Lock& lock, Reporter& library) {
  bool ran = false;
  for (std::size_t i = 0; i < library.keys.size(); i++) {
    const Key key = library.keys[i];
    void* const value = key.run == nullptr ? nullptr : pthread_getspecific(key.key);
    if (value == nullptr) continue;
    pthread_setspecific(key.key, nullptr);
    call(lock, library, key.run, value);
    ran = true;
  }
  return ran;
}

bool run_all_keys(Lock& lock) {
  bool ran = false;
  auto& all = state().libraries;  // may change meanwhile: what is missed comes in the next pass
  for (std::size_t i = 0; i < all.size(); i++) ran |= run_keys(lock, *all[i]);
  return ran;
}

void note_return(Thread& self) {
  if (self.own == nullptr || self.returned) return;
  self.returned = true;
  self.own->ending++;
}

/// What another thread runs of `self` comes first; nothing more is taken from it.
void begin_end(Lock& lock, Thread& self) {
  note_return(self);
  self.ending = true;
  state().changed.wait(lock, [&] { return self.lent == 0; });
}

void before_keys(void* thread) {
  auto& self = *static_cast<Thread*>(thread);
  Lock lock(state().mutex);
  self.armed = false;
  begin_end(lock, self);
  run_pending(lock, self, nullptr);
  self.ending = false;  // the main thread may register again: static destructors come later
  state().changed.notify_all();
}

void end(Lock& lock, Thread& self) {
  if (self.own != nullptr) {
    self.own->threads--;
    self.own->ending--;
  }
  std::erase(state().threads, &self);
  state().changed.notify_all();
  lock.unlock();
  t_thread = nullptr;
  t_over = true;
  delete &self;
}

/// Values of other keys may lead to registrations until the last round, which sanitizers need for themselves.
constexpr int kRounds = PTHREAD_DESTRUCTOR_ITERATIONS - 1;

void with_keys(void* thread) {
  auto& self = *static_cast<Thread*>(thread);
  Lock lock(state().mutex);
  begin_end(lock, self);
  run_pending(lock, self, nullptr);
  for (int pass = 0; pass < kRounds && run_all_keys(lock); pass++) run_pending(lock, self, nullptr);
  if (++self.rounds >= kRounds) return end(lock, self);
  lock.unlock();
  pthread_setspecific(state().key, thread);
}

// --- Fork: the child has one thread ---

void lock_for_fork() { state().mutex.lock(); }
void unlock_in_parent() { state().mutex.unlock(); }

void unlock_in_child() {
  State& all = state();
  for (Thread* thread : all.threads) {
    if (thread != t_thread) delete thread;
  }
  all.threads.clear();
  if (t_thread != nullptr) all.threads.push_back(t_thread);  // it has room for one
  if (t_thread != nullptr) t_thread->lent = 0;
  for (Reporter* library : all.libraries) {
    const bool own = t_thread != nullptr && t_thread->own == library;
    library->running = t_running == library ? 1 : 0;
    library->threads = own ? 1 : 0;
    library->ending = own && t_thread->returned ? 1 : 0;
  }
  new (&all.changed) std::condition_variable;  // it may have had waiters, which don't exist here
  all.mutex.unlock();
}

// --- What libraries call ---

Reporter& reporter(void* library) { return *static_cast<Reporter*>(library); }

/// nullptr if there is no memory.
Thread* new_thread() {
  auto* const made = new (std::nothrow) Thread;
  if (made == nullptr) return nullptr;
  try {
    const Lock lock(state().mutex);
    state().threads.push_back(made);
    return made;
  } catch (const std::bad_alloc&) {
    delete made;
    return nullptr;
  }
}

void drop_thread(Thread* thread) {
  const Lock lock(state().mutex);
  std::erase(state().threads, thread);
  delete thread;
}

/// The calling thread, whose end will be seen; nullptr if that can't be.
Thread* this_thread() {
  if (t_thread != nullptr || t_over) return t_thread;
  Thread* const made = new_thread();
  if (made == nullptr) return nullptr;
  if (pthread_setspecific(state().key, made) != 0) {
    drop_thread(made);
    return nullptr;
  }
  return t_thread = made;
}

/// Values of keys are destroyed after all that is registered with the language's runtime.
bool arm(Thread& self) {
  if (self.armed || self.rounds > 0) return true;
  self.armed = __cxa_thread_atexit(before_keys, &self, &__dso_handle) == 0;
  return self.armed;
}

std::int32_t at_exit(void* library, Run run, void* object) noexcept {
  Thread* const self = this_thread();
  if (self == nullptr || !arm(*self)) return ENOMEM;
  try {
    const Lock lock(state().mutex);
    self->pending.push_back({&reporter(library), run, object});
    return 0;
  } catch (const std::bad_alloc&) {
    return ENOMEM;
  }
}

std::int32_t key_create(void* library, std::uint32_t* key, Run run) noexcept {
  pthread_key_t made;
  if (const int error = pthread_key_create(&made, nullptr); error != 0) return error;
  try {
    const Lock lock(state().mutex);
    reporter(library).keys.push_back({made, run});
  } catch (const std::bad_alloc&) {
    pthread_key_delete(made);
    return ENOMEM;
  }
  *key = made;
  return 0;
}

std::int32_t key_set(void*, std::uint32_t key, const void* value) noexcept {
  if (value != nullptr && this_thread() == nullptr && !t_over) return ENOMEM;
  return pthread_setspecific(key, value);
}

std::int32_t key_delete(void* library, std::uint32_t key) noexcept {
  {
    const Lock lock(state().mutex);
    const auto known = std::erase_if(reporter(library).keys, [&](const Key& k) { return k.key == key; });
    if (known == 0 && reporter(library).released) return EINVAL;
  }
  return pthread_key_delete(key);
}

struct Start {
  Thread* thread;
  void* (*start)(void*);
  void* argument;
};

void* started(void* data) {
  const Start start = *static_cast<Start*>(data);
  delete static_cast<Start*>(data);
  t_thread = start.thread;
  // If this fails, the thread counts as running for ever, and its library stays.
  pthread_setspecific(state().key, start.thread);
  void* const result = start.start(start.argument);
  const Lock lock(state().mutex);
  note_return(*start.thread);
  state().changed.notify_all();
  return result;
}

void count_thread(Thread& thread, Reporter& library) {
  const Lock lock(state().mutex);
  thread.own = &library;
  library.threads++;
}

void uncount_thread(Thread* thread, Reporter& library) {
  {
    const Lock lock(state().mutex);
    library.threads--;
  }
  drop_thread(thread);
}

std::int32_t thread_create(void* library, void* thread, const void* attributes, void* (*start)(void*),
                           void* argument) noexcept {
  Thread* const made = new_thread();
  auto* const data = new (std::nothrow) Start{made, start, argument};
  if (made == nullptr || data == nullptr) {
    if (made != nullptr) drop_thread(made);
    delete data;
    return EAGAIN;
  }
  count_thread(*made, reporter(library));
  const int error = pthread_create(static_cast<pthread_t*>(thread),
                                   static_cast<const pthread_attr_t*>(attributes), started, data);
  if (error != 0) {
    uncount_thread(made, reporter(library));
    delete data;
  }
  return error;
}

constexpr tenon_thread_exit kTable = {sizeof kTable, 0,          at_exit,      key_create,
                                      key_set,       key_delete, thread_create};

// --- Closing ---

bool has_pending(const Thread& thread, const Reporter& library) {
  return std::ranges::find(thread.pending, &library, &Registration::library) != thread.pending.end();
}

bool others_have_pending(const Reporter& library) {
  return std::ranges::any_of(state().threads, [&](const Thread* thread) {
    return thread != t_thread && has_pending(*thread, library);
  });
}

/// One of the others, whose end isn't near.
Thread* next_other(const Reporter& library) {
  const auto found = std::ranges::find_if(state().threads, [&](const Thread* thread) {
    return thread != t_thread && !thread->ending && has_pending(*thread, library);
  });
  return found == state().threads.end() ? nullptr : *found;
}

struct Errand {
  Thread* whose;
  Reporter* library;
};

void* run_errand(void* data) {
  const std::unique_ptr<Errand> errand(static_cast<Errand*>(data));
  Lock lock(state().mutex);
  run_pending(lock, *errand->whose, errand->library);
  errand->whose->lent--;
  state().changed.notify_all();
  return nullptr;
}

/// Runs what another thread has registered, on a new thread: thread-locals are there as fresh as they were in
/// that one, and end in the same order. That thread can't end meanwhile, and the new one counts as the
/// library's. False if no thread can be started.
bool run_for(Lock& lock, Thread& whose, Reporter& library) {
  std::unique_ptr<Errand> errand(new (std::nothrow) Errand{&whose, &library});
  pthread_attr_t detached;
  if (!errand || pthread_attr_init(&detached) != 0) return false;
  pthread_attr_setdetachstate(&detached, PTHREAD_CREATE_DETACHED);
  whose.lent++;
  lock.unlock();
  pthread_t runner{};
  const bool started = thread_create(&library, &runner, &detached, run_errand, errand.get()) == 0;
  if (started) static_cast<void>(errand.release());
  pthread_attr_destroy(&detached);
  lock.lock();
  if (!started) whose.lent--;
  state().changed.notify_all();
  return started;
}

bool is_lent(const Thread* thread) { return thread->lent > 0; }

bool is_busy(const Reporter& library) {
  return library.running > 0 || library.ending > 0 || others_have_pending(library);
}

/// Of this thread: registrations, then keys' values, as at its end. `passes` counts those over the keys.
bool run_own(Lock& lock, Reporter& library, int& passes) {
  if (t_thread != nullptr && run_pending(lock, *t_thread, &library)) return true;
  return passes++ < kRounds && run_keys(lock, library);
}

constexpr const char* kThread = "a thread that it started still runs";
constexpr const char* kUnseen =
    "threads still run that it left thread-local values in, and one may be its own (it imports a function "
    "that "
    "starts threads)";
constexpr const char* kEnding = "a thread that is ending still runs code of it";
constexpr const char* kNoThread = "no thread could be started to run what other threads left";
constexpr const char* kEarly = "it registered code for the end of a thread before it was entered";
constexpr const char* kForeign = "another Tenon in this process runs its code when threads end";
constexpr std::chrono::seconds kPatience{1};

/// What has to come to its end by itself, or nullptr.
const char* waits_for(const Reporter& library, bool starts_unseen) {
  if (library.threads > library.ending)
    return std::ranges::any_of(state().threads, is_lent) ? kEnding : kThread;
  return starts_unseen && others_have_pending(library) ? kUnseen : nullptr;
}

/// This thread's last: only then is all that others left done.
const char* run_all(Lock& lock, Reporter& library, bool starts_unseen, bool may_wait) {
  auto deadline = std::chrono::steady_clock::now() + (may_wait ? kPatience : kPatience * 0);
  for (int passes = 0;;) {
    const char* const why = waits_for(library, starts_unseen);
    Thread* const other = why == nullptr ? next_other(library) : nullptr;
    if (other != nullptr) {
      if (!run_for(lock, *other, library)) return kNoThread;
      deadline = std::chrono::steady_clock::now() + kPatience;
    } else if (why != nullptr || is_busy(library)) {
      if (state().changed.wait_until(lock, deadline) == std::cv_status::timeout)
        return why != nullptr ? why : kEnding;
    } else if (!run_own(lock, library, passes)) {
      return nullptr;
    }
  }
}

std::vector<Key> take_keys(Lock& lock, Reporter& library) {
  std::vector<Key> keys;
  keys.swap(library.keys);
  library.released = true;
  lock.unlock();
  return keys;
}

/// Unless the caller is the last one, of all Tenons of the process; they don't have one lock.
bool leave_to_others(tenon_thread_exit_link& link) {
  auto users = __atomic_load_n(&link.users, __ATOMIC_ACQUIRE);
  while (users > 1) {
    if (__atomic_compare_exchange_n(&link.users, &users, users - 1, false, __ATOMIC_ACQ_REL,
                                    __ATOMIC_ACQUIRE))
      return true;
  }
  return false;
}

}  // namespace

ThreadExit ThreadExit::adopt(tenon_thread_exit_link* link) {
  ThreadExit out;
  if (link == nullptr || !state().usable) return out;
  auto made = std::make_unique<Reporter>();
  const Lock lock(state().mutex);
  state().libraries.reserve(state().libraries.size() + 1);
  void* nobody = nullptr;
  if (__atomic_compare_exchange_n(&link->library, &nobody, made.get(), false, __ATOMIC_ACQ_REL,
                                  __ATOMIC_ACQUIRE)) {
    state().libraries.push_back(made.release());
    __atomic_store_n(&link->table, &kTable, __ATOMIC_RELEASE);
  }
  __atomic_add_fetch(&link->users, 1, __ATOMIC_ACQ_REL);
  const void* const whose = __atomic_load_n(&link->library, __ATOMIC_ACQUIRE);
  const auto known = std::ranges::find_if(state().libraries, [&](const Reporter* r) { return r == whose; });
  out.link_ = link;
  out.whose_ = whose;
  if (known != state().libraries.end()) {
    out.library_ = *known;
    (*known)->users++;
  }
  return out;
}

std::string ThreadExit::release(bool starts_unseen, bool may_wait) {
  if (link_ == nullptr || left_to_others_) return "";
  // After an earlier release the file may have been unmapped and loaded anew, by others and to the same
  // place.
  if (__atomic_load_n(&link_->library, __ATOMIC_ACQUIRE) != whose_) return "";
  if (__atomic_load_n(&link_->early, __ATOMIC_ACQUIRE) != 0) return kEarly;
  Lock lock(state().mutex);
  if (leave_to_others(*link_)) {
    left_to_others_ = true;
    return "";
  }
  if (library_ == nullptr) return kForeign;
  Reporter& library = reporter(library_);
  if (const char* const why = run_all(lock, library, starts_unseen, may_wait)) return why;
  // Not again where closing failed after an earlier release.
  if (__atomic_load_n(&link_->users, __ATOMIC_ACQUIRE) != 0)
    __atomic_sub_fetch(&link_->users, 1, __ATOMIC_ACQ_REL);
  for (const Key& key : take_keys(lock, library)) pthread_key_delete(key.key);
  return "";
}

void ThreadExit::forget() {
  if (library_ == nullptr) return;
  const Lock lock(state().mutex);
  Reporter* const library = &reporter(std::exchange(library_, nullptr));
  if (--library->users != 0) return;
  std::erase(state().libraries, library);
  delete library;
}

}  // namespace tenon::host

#pragma once
// SPDX-License-Identifier: MIT
//
// Hands what a library leaves to be run at the ends of threads to its host (tenon/abi/thread_exit.h). Used by
// the generated `<library>.entry.cpp`, which defines the functions of the system that are handed on:
//
//   int create_key(unsigned* key, void (*run)(void*)) noexcept { return
//   tenon::ThreadExit(link).key_create(key, run); }
//
// Without a host the system's own are called. Any thread.
#include <dlfcn.h>
#include <tenon/abi/thread_exit.h>

#include <cerrno>
#include <cstdint>
#include <functional>

namespace tenon {

/// The functions have the parameters and results of those they stand for.
class ThreadExit {
 public:
  explicit ThreadExit(tenon_thread_exit_link& link) noexcept
      : link_(link), table_(__atomic_load_n(&link.table, __ATOMIC_ACQUIRE)) {}

  /// `__cxa_thread_atexit`; `dso` is of this library.
  int at_exit(void (*run)(void*), void* object, void* dso) const noexcept {
    if (table_) return table_->at_exit(library(), run, object);
    return system<int(void (*)(void*), void*, void*)>("__cxa_thread_atexit_impl", run, object, dso);
  }

  int key_create(unsigned* key, void (*run)(void*)) const noexcept {
    if (!table_) return system<int(unsigned*, void (*)(void*))>("pthread_key_create", key, run);
    std::uint32_t made = 0;
    const int error = table_->key_create(library(), &made, run);
    if (error == 0) *key = made;
    return error;
  }

  int key_set(unsigned key, const void* value) const noexcept {
    if (table_) return table_->key_set(library(), key, value);
    return system<int(unsigned, const void*)>("pthread_setspecific", key, value);
  }

  int key_delete(unsigned key) const noexcept {
    if (table_) return table_->key_delete(library(), key);
    return system<int(unsigned)>("pthread_key_delete", key);
  }

  /// `pthread_create`.
  int thread_create(void* thread, const void* attributes, void* (*start)(void*),
                    void* argument) const noexcept {
    if (table_) return table_->thread_create(library(), thread, attributes, start, argument);
    return system<int(void*, const void*, void* (*)(void*), void*)>("pthread_create", thread, attributes,
                                                                    start, argument);
  }

 private:
  void* library() const noexcept { return __atomic_load_n(&link_.library, __ATOMIC_ACQUIRE); }

  template <class Function, class... Args>
  int system(const char* name, Args... args) const noexcept {
    __atomic_add_fetch(&link_.early, 1, __ATOMIC_ACQ_REL);
    const auto function = reinterpret_cast<Function*>(dlsym(RTLD_NEXT, name));
    return function ? function(args...) : ENOSYS;
  }

  tenon_thread_exit_link& link_;
  const tenon_thread_exit* table_;
};

#ifdef __GLIBCXX__
/// libstdc++ starts a `std::thread` by a function of its own, which every program has had since its GCC 6:
/// `std::thread::_M_start_thread(std::unique_ptr<_State>, void (*)())`. This is what it does, reported.
class StdThread {
 public:
  /// `thread` and `state`: its `this`, which is a pthread_t, and where the pointer is that it takes over.
  static void start(const ThreadExit& host, void* thread, void** state) {
    if (const int error = host.thread_create(thread, nullptr, run, *state)) std::__throw_system_error(error);
    *state = nullptr;
  }

 private:
  /// `std::thread::_State`.
  struct State {
    virtual ~State() = default;
    virtual void run() = 0;
  };
  __attribute__((no_sanitize("undefined"))) static void* run(void* state) {
    struct Owner {
      State* state;
      ~Owner() { delete state; }
    } owner{static_cast<State*>(state)};
    owner.state->run();
    return nullptr;
  }
};
#endif

}  // namespace tenon

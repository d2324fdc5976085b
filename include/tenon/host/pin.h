/* SPDX-License-Identifier: MIT
 *
 * Pins: what keeps a build of a plugin in place while somebody is inside of it.
 *
 *   tenon_call call = tenon_call_begin(instance);
 *   const tenon_reference filter = call.target->exports[0];
 *   ... call functions of `filter` ...
 *   tenon_call_end(call);
 *
 * A plugin that was loaded with tenon_plugin_load_reloadable may be replaced at any time, so what its
 * instance's exports are is only known under a pin. There are two kinds:
 *
 *  - tenon_call_begin/end around one call: a few instructions, inline.
 *  - tenon_pin_take/release around many calls: each of them is then a bare call through the table. While
 *    it is held, a reload that has to move state is put off.
 *
 * Both may end in any order, and on another thread. Neither allocates, locks or enters the kernel, with these
 * exceptions: a thread's first pin registers the thread (tenon_thread_register does so beforehand); a call that
 * meets a switch looks again under a lock, and if the reload moves state waits until that is over, at most the
 * host's `quiet_ms` (a call below a pin that the reload waits for doesn't); more calls at once than
 * TENON_THREAD_CALLS, and more pins held by one thread than it has slots (16), take a lock.
 *
 * How it works. Each thread has slots that only it fills. A call reads the instance's current target,
 * writes it into a clear slot and looks whether it is still the current one; if so, the target stays until the
 * slot is cleared. Who replaces the target stores the new one first, then makes every thread of the process
 * run a memory barrier (membarrier(2)), and then reads all slots: a call whose slot isn't seen comes after
 * the barrier and sees the new target. So the barrier is paid by the rare side. docs/pins.md has the
 * argument in full.
 *
 * A pin belongs to a thread and not to a fibre; no pin may be taken in a signal handler.
 */
#ifndef TENON_HOST_PIN_H
#define TENON_HOST_PIN_H

#include <stddef.h>
#include <stdint.h>

#include "../abi/table.h"
#include "export.h"
#include "instance.h"

#ifdef __cplusplus
extern "C" {
#endif

/* An instance as it is in one build of its library. */
typedef struct tenon_target {
  /* The exports of the host's world, by their number there; {NULL, NULL} where the plugin has none. */
  const tenon_reference *exports;
  uint64_t generation; /* of the library: greater than that of every earlier load in this process */
} tenon_target;

/* The part of an instance that calls read; what follows is the runtime's own. */
struct tenon_instance {
  const tenon_target *current; /* atomic; NULL while a reload moves state */
};

enum {
  TENON_THREAD_CALLS = 7 /* calls beyond, nested or not, take a lock each */
};

/* A thread's slots; what follows is the runtime's own. */
typedef struct tenon_thread {
  uint64_t fenced; /* not 0: the system has no membarrier, so that each pin needs a fence */
  const tenon_target *calls[TENON_THREAD_CALLS]; /* atomic; NULL: clear */
} tenon_thread;

/* Slots for the calling thread, until it ends; the same ones each time. NULL if memory ran out (pins
 * then work, more slowly). */
TENON_API tenon_thread *tenon_thread_register(void);

/* One call on its way. */
typedef struct tenon_call {
  const tenon_target *target;
  const tenon_target **slot; /* NULL: counted in the target */
} tenon_call;

/* For tenon_call_begin and tenon_call_end only. */
TENON_API tenon_call tenon_call_begin_slowly(tenon_instance *instance);
TENON_API void tenon_call_end_counted(const tenon_target *target);

#if defined(__SANITIZE_THREAD__)
#define TENON_PIN_CHECKED_ 1
#elif defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define TENON_PIN_CHECKED_ 1
#endif
#endif
#ifdef TENON_PIN_CHECKED_
/* ThreadSanitizer knows neither fences nor membarrier: the order has to be in the accesses. */
#define TENON_PIN_STORE_ __ATOMIC_SEQ_CST
#define TENON_PIN_LOAD_ __ATOMIC_SEQ_CST
#else
#define TENON_PIN_STORE_ __ATOMIC_RELEASE /* who finds this pin in the slot knows that the one before has ended */
#define TENON_PIN_LOAD_ __ATOMIC_ACQUIRE
#endif

/* Cached, because looking it up costs what a call costs. Hidden: it is of the libtenon that this program or library
 * is linked with, and another one of the process may use another. */
#ifdef __cplusplus
__attribute__((visibility("hidden"))) inline thread_local constinit tenon_thread *tenon_this_thread_ = nullptr;
#else
static _Thread_local __attribute__((unused)) tenon_thread *tenon_this_thread_ = NULL;
#endif

/* The calling thread's first clear slot for a call; NULL if there is none. They aren't counted, since each call would
 * then wait until it can read what the one before has just stored; a branch that goes as always waits for nothing. */
static inline const tenon_target **tenon_call_slot_(tenon_thread *thread) {
  for (uint32_t i = 0; i < TENON_THREAD_CALLS; i++)
    if (__builtin_expect(__atomic_load_n(&thread->calls[i], __ATOMIC_ACQUIRE) == NULL, 1)) return &thread->calls[i];
  return NULL;
}

static inline tenon_call tenon_call_begin(tenon_instance *instance) {
  tenon_thread *const thread = tenon_this_thread_;
  if (__builtin_expect(thread != NULL, 1)) {
    const tenon_target **const slot = tenon_call_slot_(thread);
    const tenon_target *const target = __atomic_load_n(&instance->current, __ATOMIC_RELAXED);
    if (__builtin_expect(target != NULL && slot != NULL, 1)) {
      __atomic_store_n(slot, target, TENON_PIN_STORE_);
      __atomic_signal_fence(__ATOMIC_SEQ_CST); /* the compiler keeps the order; membarrier does the rest */
#ifndef TENON_PIN_CHECKED_
      if (__builtin_expect(thread->fenced != 0, 0)) __atomic_thread_fence(__ATOMIC_SEQ_CST);
#endif
      if (__builtin_expect(__atomic_load_n(&instance->current, TENON_PIN_LOAD_) == target, 1)) {
        tenon_call call;
        call.target = target;
        call.slot = slot;
        return call;
      }
      __atomic_store_n(slot, (const tenon_target *)NULL, __ATOMIC_RELEASE);
    }
  } else {
    tenon_this_thread_ = tenon_thread_register();
  }
  return tenon_call_begin_slowly(instance);
}

static inline void tenon_call_end(tenon_call call) {
  if (__builtin_expect(call.slot != NULL, 1)) {
    __atomic_store_n(call.slot, (const tenon_target *)NULL, __ATOMIC_RELEASE);
  } else {
    tenon_call_end_counted(call.target);
  }
}

/* A pin over many calls. */
typedef struct tenon_pin {
  const tenon_target *target;
  const tenon_target **slot; /* NULL: counted in the target */
} tenon_pin;

/* Waits like a call where a reload moves state. */
TENON_API tenon_pin tenon_pin_take(tenon_instance *instance);
/* Any thread. Once for each pin. */
TENON_API void tenon_pin_release(tenon_pin pin);

#ifdef __cplusplus
}
#endif

#endif

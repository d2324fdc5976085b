/* SPDX-License-Identifier: MIT
 *
 * What is to run when a thread ends, told to the host instead of the system. The system keeps a
 * library mapped for it, or jumps into where it was; the host runs it in time and lets go.
 *
 * A library that has such code defines `__cxa_thread_atexit` (C++) or `__cxa_thread_atexit_impl`
 * (Rust) and the four pthread functions below itself, hidden, and hands each call on to the table in
 * its link. While there is no table, it calls the system's own and counts that in `early`: a library
 * works without a host that knows this, and is then not unmapped.
 *
 * All functions may be called from any thread and never unwind. Since contract 0.3.
 */
#ifndef TENON_ABI_THREAD_EXIT_H
#define TENON_ABI_THREAD_EXIT_H

#include <stdint.h>

typedef struct tenon_thread_exit {
  uint32_t size;     /* sizeof(tenon_thread_exit) as the host knows it */
  uint32_t reserved; /* 0 */

  /* `run(object)` is called once: when this thread ends, before the values of keys, last registered
   * first; or when the library is closed before that, then on the thread that closes it if that is
   * this one, else on a thread made for it. 0, or an errno: then it is never called. */
  int32_t (*at_exit)(void* library, void (*run)(void* object), void* object);

  /* As pthread_key_create, pthread_setspecific and pthread_key_delete. `run` (or NULL) gets a thread's
   * value when that thread ends. When the library is closed, it gets the values of the thread that
   * closes it, those of other threads are forgotten, and the key is deleted. */
  int32_t (*key_create)(void* library, uint32_t* key, void (*run)(void* value));
  int32_t (*key_set)(void* library, uint32_t key, const void* value);
  int32_t (*key_delete)(void* library, uint32_t key);

  /* As pthread_create: `thread` points at a pthread_t, `attributes` at a pthread_attr_t or is NULL.
   * The library isn't closed while the thread runs. */
  int32_t (*thread_create)(void* library, void* thread, const void* attributes, void* (*start)(void*),
                           void* argument);
} tenon_thread_exit;

/* In the library, one, found through its descriptor; all zero but for the size. All fields from
 * `early` on are read and written atomically. */
typedef struct tenon_thread_exit_link {
  uint32_t size;                  /* sizeof(tenon_thread_exit_link) */
  uint32_t reserved;              /* 0 */
  uint32_t early;                 /* the library's: calls that went to the system */
  uint32_t users;                 /* the hosts': in how many hosts of the process it is loaded */
  void* library;                  /* the hosts': first argument of the functions; written before `table` */
  const tenon_thread_exit* table; /* the hosts': NULL until `tenon_entry` has returned */
} tenon_thread_exit_link;

#endif

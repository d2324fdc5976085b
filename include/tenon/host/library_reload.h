/* SPDX-License-Identifier: MIT
 *
 * Replacing a library that is no plugin while the host runs. The new build is verified and loaded beside the
 * old one, the host moves its state over while both are there, and then calls follow. Whatever fails, or
 * whoever refuses, the old build goes on.
 *
 *   static const char *listener(void *ctx, const tenon_library_event *event) {
 *     if (event->kind == TENON_LIBRARY_MOVE) move_state(event->old_build, event->new_build);
 *     if (event->kind == TENON_LIBRARY_FAILED) fputs(tenon_error_text(event->error), stderr);
 *     return NULL;
 *   }
 *
 *   tenon_library_listen(library, listener, NULL);
 *   tenon_library_watch(library, NULL);
 *   uint32_t add;
 *   tenon_library_follow(library, "add", TENON_SYMBOL_FUNCTION, 0, &add);
 *   for (;;) {                                                     // the host's own loop
 *     tenon_library_update(library, NULL);
 *     tenon_library_call call = tenon_library_call_begin(library, add);
 *     sum = ((int (*)(int, int))call.address)(1, 2);
 *     tenon_library_call_end(call);
 *   }
 *
 * What an old build holds on to (threads of its own, callbacks it registered, memory that the host still uses)
 * is between host and library. The old one's variables don't become the new one's: see TENON_LIBRARY_MOVE.
 *
 * Threads: calls from any; reloads of one handle come one after the other, on the thread that asks for them.
 */
#ifndef TENON_HOST_LIBRARY_RELOAD_H
#define TENON_HOST_LIBRARY_RELOAD_H

#include <stddef.h>
#include <stdint.h>

#include "error.h"
#include "export.h"
#include "library.h"
#include "pin.h"
#include "reload.h"

#ifdef __cplusplus
extern "C" {
#endif

/* A symbol that is the current build's whenever it is used. `kind` is TENON_SYMBOL_FUNCTION or
 * TENON_SYMBOL_VARIABLE (thread-local ones among them); name, `size` and errors as in tenon_library_function
 * and tenon_library_variable. `*symbol` is its number; the same for the same question. From now on a build
 * without it is refused by a reload. */
TENON_API tenon_error *tenon_library_follow(tenon_library *library, const char *name, uint32_t kind, size_t size,
                                            uint32_t *symbol);

/* One use of a followed symbol. */
typedef struct tenon_library_call {
  void *address; /* of the function, to be cast, or of the variable; NULL for a number that nobody gave */
  tenon_call pin;
} tenon_library_call;

/* Until tenon_library_call_end the build that `address` is in stays, whatever is reloaded meanwhile: a call
 * runs wholly in one build. Costs and rules are those of tenon_call_begin; the first use of a thread-local
 * variable in a thread allocates. `symbol` is of this handle, which outlives the call. */
TENON_API tenon_library_call tenon_library_call_begin(tenon_library *library, uint32_t symbol);
TENON_API void tenon_library_call_end(tenon_library_call call);

/* The same without a step into libtenon, as tenon/library.hpp does it: under a pin of this (tenon_call_begin),
 * `target->exports[symbol].self` is the address; NULL if the variable is thread-local. Lives as long as the
 * handle. */
TENON_API tenon_instance *tenon_library_calls(tenon_library *library);

enum {
  TENON_LIBRARY_BEFORE = 0,  /* a new build is whole and has all that is followed; nothing of it has run. May be refused */
  TENON_LIBRARY_MOVE = 1,    /* it is loaded, and calls still reach the old one: now state moves. May be refused */
  TENON_LIBRARY_AFTER = 2,   /* calls reach the new one */
  TENON_LIBRARY_FAILED = 3,  /* the old one goes on; `error` says why */
  TENON_LIBRARY_RETIRED = 4  /* nobody uses an old build any more; `outcome` says what became of it */
};

/* Everything in it lives for the call of the listener. */
typedef struct tenon_library_event {
  uint32_t size; /* sizeof(tenon_library_event) */
  uint32_t kind; /* TENON_LIBRARY_... */
  tenon_library *library;
  /* Handles that stay with one build, as of tenon_library_pin; NULL where there is none (yet). To keep one,
   * pin it. */
  const tenon_library *old_build; /* not in RETIRED */
  const tenon_library *new_build; /* MOVE, AFTER */
  uint64_t old_generation;
  uint64_t new_generation;  /* 0 before MOVE */
  const tenon_error *error; /* FAILED, else NULL */
  uint32_t outcome;         /* RETIRED: TENON_UNLOAD_... */
  uint32_t reserved;        /* 0 */
  const char *reason;       /* RETIRED: what keeps the code mapped, or NULL */
} tenon_library_event;

/* NULL to go on. From BEFORE and MOVE a reason (copied at once) refuses the new build: E0527. Called on the
 * thread that reloads, watches or closes; it may call the library, and not reload or close this handle. */
typedef const char *(*tenon_library_listener)(void *ctx, const tenon_library_event *event);

/* One for a handle; NULL for none. */
TENON_API tenon_error *tenon_library_listen(tenon_library *library, tenon_library_listener listener, void *ctx);

/* Looks at the file, and if its content is another one than what is loaded, replaces that. `*reloaded` is 1,
 * or 0 where the content is the same; may be NULL. On an error, which the listener is told, too, nothing has
 * changed: the file is refused as by tenon_library_open; E0521 to E0524: it lacks what is followed; E0526: the
 * library isn't a private copy, so that it can't be replaced, or a reload is on its way already; E0527: the
 * listener refused. */
TENON_API tenon_error *tenon_library_reload(tenon_library *library, uint32_t *reloaded);

typedef struct tenon_library_watch_options {
  uint32_t size;        /* sizeof(tenon_library_watch_options) */
  uint32_t settle_ms;   /* a file counts as written when it was left alone for this long; 0: 50 ms */
  uint32_t poll_ms;     /* how often it is looked at where the system reports no changes; 0: 1000 ms */
  uint32_t patience_ms; /* how long it may stay incomplete before that is reported; 0: 10,000 ms */
} tenon_library_watch_options;

/* From now on tenon_library_update sees changes of the file. `options` may be NULL. E0526 as above. */
TENON_API tenon_error *tenon_library_watch(tenon_library *library, const tenon_library_watch_options *options);

/* As tenon_host_unwatched, for the folders that tenon_library_watch has to look at; none before it. */
TENON_API tenon_error *tenon_library_unwatched(tenon_library *library, tenon_unwatched_visitor visit, void *ctx);

/* Calls `visit` for whoever keeps a build of the file in the process: threads inside of this handle's calls
 * (TENON_HOLDER_CALL, _COUNTED), held pins of them (TENON_HOLDER_PIN), and how many other handles have one
 * (TENON_HOLDER_HANDLE; calls through those aren't listed). `waiting_ns` is how long the end of an old build has
 * waited for a call; `plugin`, `type` and `instance` are NULL. Rules as in tenon_plugin_holders. */
TENON_API tenon_error *tenon_library_holders(tenon_library *library, void (*visit)(void *ctx, const tenon_holder *holder),
                                             void *ctx);

/* Reloads if the watched file changed and has settled, and closes old builds that nobody uses any more, where it
 * may wait as tenon_plugin_unload does. What fails is told to the listener alone. `*next_ms`: call again after that many milliseconds; may be
 * NULL. */
TENON_API tenon_error *tenon_library_update(tenon_library *library, uint32_t *next_ms);

#ifdef __cplusplus
}
#endif

#endif

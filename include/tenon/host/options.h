/* SPDX-License-Identifier: MIT
 *
 * A host's side of Tenon: where plugins are looked for, and how they are loaded.
 */
#ifndef TENON_HOST_OPTIONS_H
#define TENON_HOST_OPTIONS_H

#include <stddef.h>
#include <stdint.h>

#include "../abi/host_table.h"
#include "error.h"
#include "export.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct tenon_host tenon_host;

/* Where a plugin comes from. */
enum {
  TENON_ORIGIN_FILE = 0,  /* a library's file */
  TENON_ORIGIN_STATIC = 1 /* the program: see tenon/host/static.h; as `file` stands "static library `name`" */
};

enum {
  TENON_COPY_AUTO = 0,   /* a private copy where this user could write the library, else the file */
  TENON_COPY_ALWAYS = 1,
  TENON_COPY_NEVER = 2,
  TENON_COPY_FILE = 3    /* as ALWAYS, but the copy is a file in a folder of this user's own: for tools that find a
                            library's symbols by a path only, such as valgrind */
};

/* Whether the addresses of an unloaded library stay empty, so that a call into it by mistake faults at a
 * place that tenon_describe_address can name, instead of running what was mapped there next. Costs no
 * memory, but addresses (as many as the library took) and one of the process's 65,530 mappings each, for the
 * last thousand libraries. */
enum {
  TENON_RESERVE_AUTO = 0, /* in a libtenon that was built for debugging (without NDEBUG) */
  TENON_RESERVE_ALWAYS = 1,
  TENON_RESERVE_NEVER = 2
};

/* What is counted for each plugin, and can be asked for with tenon_plugin_account (tenon/host/account.h). */
enum {
  /* Blocks and bytes that go through the plugin's table; those that nobody gave back when it is unloaded or an old
   * build of it ends are told as a reason. 24 to 39 bytes more a block, which is then aligned to 8 and no more. */
  TENON_ACCOUNT_MEMORY = 1,
  /* Calls: an atomic addition each, about twice what a call costs */
  TENON_ACCOUNT_CALLS = 2
};

/* What is known of a plugin before any of its code runs. Lives for the call of the veto only. */
typedef struct tenon_candidate {
  uint32_t size; /* sizeof(tenon_candidate) */
  uint32_t language; /* TENON_LANGUAGE_... */
  const char *file;
  const char *library;
  const char *name;
  const char *version;
  const char *world;
  const char *metadata; /* JSON: the plugin's entry of the manifest, with `meta` */
  const char *sha256;   /* of the whole file, 64 hex digits: the bytes that will be loaded; "" if static */
  uint32_t origin;      /* TENON_ORIGIN_... */
} tenon_candidate;

/* The host's own word, after every check and before dlopen: NULL lets the plugin in, else a reason
 * that becomes part of the error. The reason is copied at once. The host's lock is held meanwhile: call
 * nothing of this tenon_host. Called on the thread that loads, checks or reloads, which with TENON_WATCH_THREAD is
 * the runtime's own; it must not throw. */
typedef const char *(*tenon_veto)(void *ctx, const tenon_candidate *candidate);

typedef struct tenon_host_options {
  uint32_t size; /* sizeof(tenon_host_options) */
  uint32_t copy; /* TENON_COPY_... */
  tenon_veto veto; /* or NULL */
  void *veto_ctx;
  uint32_t reserve; /* TENON_RESERVE_... */
  uint32_t account; /* TENON_ACCOUNT_..., or 0: nothing is counted, which costs nothing */
} tenon_host_options;

/* `options` may be NULL: copy and reserve = auto, no veto, nothing counted. */
TENON_API tenon_error *tenon_host_create(const tenon_host_options *options, tenon_host **out);

/* Appends a folder, or one library's exact file, to the search paths. It need not exist yet. */
TENON_API tenon_error *tenon_host_add_path(tenon_host *host, const char *path);

/* Ends what reloads left of old builds, which calls those (their `destroy`, and with it what you implement) and
 * the reload listener, on this thread. Refused, and the host stays as it is, while plugins are loaded (E0703) or
 * old builds are in use (E0707), and from inside of a reload. NULL is ignored. */
TENON_API tenon_error *tenon_host_destroy(tenon_host *host);

/* The heap that all of a host's plugins use; for generated code that frees results. Any thread.
 * Rules as in tenon_host_table. */
TENON_API void *tenon_alloc(size_t size, size_t align);
TENON_API void tenon_free(void *ptr, size_t size, size_t align);

/* The same heap as a table, for the functions that C bindings have for types (`x_free(tenon_heap(), &value)`).
 * Lives as long as libtenon; its `trap` does nothing, its `plugin_dir` is empty. */
TENON_API const tenon_host_table *tenon_heap(void);

/* How much of that heap is in use: for tests and leak reports. Exact while no other thread
 * allocates. Both may be NULL. */
TENON_API void tenon_heap_use(size_t *blocks, size_t *bytes);

#ifdef __cplusplus
}
#endif

#endif

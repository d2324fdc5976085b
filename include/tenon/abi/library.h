/* SPDX-License-Identifier: MIT
 *
 * What a library says about itself once it is loaded: constant data, found through its one exported
 * symbol.
 *
 *   const tenon_library_descriptor *tenon_entry(uint32_t contract);
 *
 * The loader compares all of it with the note (abi/note.h), which it read before.
 */
#ifndef TENON_ABI_LIBRARY_H
#define TENON_ABI_LIBRARY_H

#include <stdint.h>

#include "host_table.h"
#include "table.h"
#include "thread_exit.h"

/* An interface that a plugin imports or exports. */
typedef struct tenon_interface_descriptor {
  uint32_t size;            /* sizeof(tenon_interface_descriptor) */
  uint32_t slots;           /* of an import: how many its code knows; of an export: those of `table` */
  const char *id;           /* "ns:pkg/name@track", without "@track" if unversioned; "$world" for
                               the world's own functions */
  uint8_t hash[16];
  const tenon_table *table; /* of an export; NULL for an import */
} tenon_interface_descriptor;

/* A resource whose objects this plugin makes. */
typedef struct tenon_resource_descriptor {
  uint32_t size;         /* sizeof(tenon_resource_descriptor) */
  uint32_t flags;        /* 0 */
  const char *type;      /* as in the vtable's head */
  uint64_t (*live)(void); /* how many of its objects are alive, over all instances; any thread */
} tenon_resource_descriptor;

enum {
  TENON_PLUGIN_UNWIND = 1,    /* exceptions or panics are caught and become traps */
  TENON_PLUGIN_CONCURRENT = 2 /* one instance may be called from several threads at once */
};

typedef struct tenon_plugin_descriptor {
  uint32_t size;  /* sizeof(tenon_plugin_descriptor) */
  uint32_t flags; /* TENON_PLUGIN_...; unknown bits: refused in the low half, ignored in the high */
  const char *name;
  const char *version;
  uint32_t import_count;
  uint32_t export_count;
  uint32_t resource_count;
  uint32_t reserved; /* 0 */
  const tenon_interface_descriptor *const *imports;
  const tenon_interface_descriptor *const *exports;
  const tenon_resource_descriptor *const *resources;

  /* Makes an instance: `imports` has one reference for each of `imports`, in that order. `host` and
   * `imports` outlive the instance and its objects. TENON_OK, or TENON_ERR (the author refused, the
   * reason went through `host->trap`), or negative. Not called concurrently for one library. May
   * call imports. */
  int32_t (*create)(const tenon_host_table *host, const tenon_reference *imports, void **instance);

  /* Ends the author's state; the instance's objects live on. Never while one of its calls runs.
   * Never unwinds. */
  void (*destroy)(void *instance);
} tenon_plugin_descriptor;

typedef struct tenon_library_descriptor {
  uint32_t size;     /* sizeof(tenon_library_descriptor) */
  uint32_t contract; /* TENON_CONTRACT of the headers that the library was built with */
  uint32_t plugin_count;
  uint32_t reserved; /* 0 */
  const tenon_plugin_descriptor *const *plugins;
  tenon_thread_exit_link *thread_exit; /* NULL: the library leaves the ends of threads to the system */
} tenon_library_descriptor;

/* The entry: `contract` is the host's. Returns the one descriptor, or NULL if the library can't
 * serve that contract. Runs nothing else. */
typedef const tenon_library_descriptor *(*tenon_entry_function)(uint32_t contract);

#endif

/* SPDX-License-Identifier: MIT
 *
 * The plugins under a host's search paths and in the libraries that are part of the program
 * (tenon/host/static.h), read from their manifests alone: nothing of a plugin runs.
 *
 *   tenon_catalog *catalog;
 *   if (!tenon_host_scan(host, &catalog))
 *     for (size_t i = 0; i < tenon_catalog_size(catalog); i++)
 *       puts(tenon_catalog_entry_at(catalog, i)->name);
 *
 * A catalog is an immutable snapshot; it may be read from several threads.
 */
#ifndef TENON_HOST_CATALOG_H
#define TENON_HOST_CATALOG_H

#include <stddef.h>
#include <stdint.h>

#include "error.h"
#include "export.h"
#include "options.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct tenon_catalog tenon_catalog;

enum {
  TENON_ENTRY_FOUND = 0,    /* `tenon_plugin_load` by this name takes this one */
  TENON_ENTRY_SHADOWED = 1, /* another one of this name comes first; `why` names it */
  TENON_ENTRY_BROKEN = 2,   /* meant as a plugin, but can't be one; `why` says what is wrong */
  TENON_ENTRY_OTHER = 3     /* a file that is no plugin and doesn't look like a broken one */
};

typedef struct tenon_catalog_entry {
  uint32_t size;  /* sizeof(tenon_catalog_entry) */
  uint32_t state; /* TENON_ENTRY_... */
  const char *file;
  const tenon_error *why; /* NULL if found; belongs to the catalog */
  /* The rest is NULL or 0 in broken and other files. */
  const char *library;
  const char *name;
  const char *version;
  const char *world;
  uint32_t language; /* TENON_LANGUAGE_... */
  uint32_t flags;    /* TENON_PLUGIN_... */
  uint32_t origin;   /* TENON_ORIGIN_... */
} tenon_catalog_entry;

/* Looks through all search paths and static libraries, in the order in which they were added. A folder that isn't there is no error. */
TENON_API tenon_error *tenon_host_scan(tenon_host *host, tenon_catalog **out);

TENON_API size_t tenon_catalog_size(const tenon_catalog *catalog);
/* In the order of paths and static libraries, then by file and place in the library. `index` < size. */
TENON_API const tenon_catalog_entry *tenon_catalog_entry_at(const tenon_catalog *catalog, size_t index);

/* The plugin's entry of the manifest as JSON, with what its author wrote under `[plugin.meta]` as
 * `meta`. Reads the file again. `*json` is freed with tenon_text_delete. */
TENON_API tenon_error *tenon_catalog_metadata(const tenon_catalog *catalog, size_t index, char **json);
TENON_API void tenon_text_delete(char *text);

/* NULL is ignored. */
TENON_API void tenon_catalog_delete(tenon_catalog *catalog);

#ifdef __cplusplus
}
#endif

#endif

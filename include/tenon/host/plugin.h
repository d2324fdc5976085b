/* SPDX-License-Identifier: MIT
 *
 * Loading: file → image → manifest → check against the host's world → veto → dlopen of verified
 * bytes → entry. And the way back.
 */
#ifndef TENON_HOST_PLUGIN_H
#define TENON_HOST_PLUGIN_H

#include <stdint.h>

#include "error.h"
#include "export.h"
#include "options.h"
#include "world.h"

#ifdef __cplusplus
extern "C" {
#endif

/* One plugin of a loaded library. A library with several plugins is loaded once. */
typedef struct tenon_plugin tenon_plugin;

/* All of loading but the veto and what comes after it: would this host take the plugin? `name` as in
 * tenon_plugin_load. Nothing of the plugin runs. */
TENON_API tenon_error *tenon_plugin_check(tenon_host *host, const char *name, const tenon_world *world);

/* `name` is a plugin's name, looked up as in the catalog, static ones among them; or a path (it has a
 * `/`) to a library with one plugin; or `path#name`. Loading the same plugin again gives a further
 * handle to the same code. */
TENON_API tenon_error *tenon_plugin_load(tenon_host *host, const char *name, const tenon_world *world,
                                         tenon_plugin **out);

/* These follow reloads; a text that was returned lives as long as the handle all the same. */
TENON_API const char *tenon_plugin_name(const tenon_plugin *plugin);
TENON_API const char *tenon_plugin_version(const tenon_plugin *plugin);
/* Of a static one "static library `name`". */
TENON_API const char *tenon_plugin_file(const tenon_plugin *plugin);
/* As tenon_catalog_metadata; lives as long as the handle. NULL if there is no memory for it. */
TENON_API const char *tenon_plugin_metadata(const tenon_plugin *plugin);
/* Lives until the plugin is unloaded or reloaded. */
TENON_API const tenon_plugin_descriptor *tenon_plugin_descriptor_of(const tenon_plugin *plugin);

enum {
  TENON_UNLOAD_CLOSED = 0,      /* its code and data are no longer in the process */
  TENON_UNLOAD_SHARED = 1,      /* this handle is gone; others of the library are still open */
  TENON_UNLOAD_STILL_MAPPED = 2 /* the handle is gone, but the library is still in the process; `reason` says why.
                                    If that may pass, later unloads try it again. A static one can't be closed */
};

/* Ends a handle, and with the last one of its library the library. `*outcome` is TENON_UNLOAD_...;
 * `*reason` is NULL or a text freed with tenon_text_delete: what keeps the library mapped, and, where memory is
 * counted (tenon/host/account.h), what the plugin left of it; both may be NULL. Refused (an error, and
 * the handle stays valid) while instances or objects of the plugin are alive, naming them; and if that would
 * unmap code which this thread was called from (E0704) or a thread that the plugin started executes (E0705). Where
 * such a thread may be inside, which its stack can't tell for sure, the library is kept mapped instead;
 * docs/unload.md. Out of memory, it is refused (E0102) or kept mapped for now. For plugins that can start threads
 * of which nobody hears, it costs 20 µs for each thread of the process that waits, and 2 ms if some run; for threads
 * that the library started, and for those that are just ending, it waits a second at most. */
TENON_API tenon_error *tenon_plugin_unload(tenon_plugin *plugin, uint32_t *outcome, char **reason);

#ifdef __cplusplus
}
#endif

#endif

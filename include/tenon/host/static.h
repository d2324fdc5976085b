/* SPDX-License-Identifier: MIT
 *
 * Plugins that are part of the program: libraries that were linked into it (`tenon build --static`,
 * `tenon_add_plugin(... STATIC)`) instead of being loaded from a file. Once registered they are found,
 * checked, created, called and listed like all others.
 *
 *   #include "shout.static.h"
 *   tenon_error *error = tenon_register_shout(host);
 *   if (!error) error = tenon_plugin_load(host, "shout", &demo_text_pipe_world, &plugin);
 */
#ifndef TENON_HOST_STATIC_H
#define TENON_HOST_STATIC_H

#include <stddef.h>

#include "../abi/library.h"
#include "error.h"
#include "export.h"
#include "options.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Makes `host` find the plugins of a library that is part of the program. Generated
 * `tenon_register_<library>` calls it.
 *
 * `descriptor` is the library's `tenon_plugin_<library>`; `manifest` its `tenon_manifest_<library>`, of
 * `size` bytes, at any alignment. The manifest is checked like that of a file, bytes first, and then
 * compared with the descriptor; nothing of the plugins runs. Whatever is wrong is refused with the code
 * that a file would be refused with, and TENON_STAGE_MANIFEST or TENON_STAGE_LOAD; in messages and where
 * otherwise a file's path stands, the library is called "static library `<name>`".
 *
 * Its place in the search order is behind all paths and libraries that were added before: register
 * first what a folder must not replace, and last what one may. Registering the same library again
 * changes nothing; another library of the same name is refused (E0111).
 *
 * Ownership: `descriptor` and what it refers to stay as they are for as long as the host lives;
 * `manifest` is copied. Threads: any; a plugin's `create` runs at most once at a time per process,
 * however many hosts registered its library. */
TENON_API tenon_error *tenon_host_register(tenon_host *host, const tenon_library_descriptor *descriptor,
                                           const void *manifest, size_t size);

#ifdef __cplusplus
}
#endif

#endif

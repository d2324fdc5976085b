/* SPDX-License-Identifier: MIT
 *
 * What a plugin uses: memory, objects, calls, and how often it trapped.
 *
 *   tenon_host_options options = {.size = sizeof options, .account = TENON_ACCOUNT_MEMORY};
 *   ...
 *   tenon_account account = {.size = sizeof account};
 *   tenon_error *error = tenon_plugin_account(plugin, &account);
 *   if (!error) printf("%zu bytes\n", (size_t)(account.allocated_bytes - account.freed_bytes));
 *
 * Traps, instances and objects are known at any time. Memory and calls are counted where the host asks for it
 * when it is made, and cost nothing where it doesn't. Everything is of one build of the plugin, so it begins
 * anew with a reload, and over all handles and instances of it.
 */
#ifndef TENON_HOST_ACCOUNT_H
#define TENON_HOST_ACCOUNT_H

#include <stdint.h>

#include "error.h"
#include "export.h"
#include "options.h"
#include "plugin.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct tenon_account {
  uint32_t size;             /* sizeof(tenon_account), set by the caller */
  uint32_t counted;          /* TENON_ACCOUNT_...: what the host asked for; other counts are 0 */
  uint64_t generation;       /* of the library */
  uint64_t allocated_blocks; /* that the plugin got through its table: its results, and what it keeps there */
  uint64_t allocated_bytes;
  uint64_t freed_blocks; /* of these, what was given back, by whomever: the plugin, the host, another plugin */
  uint64_t freed_bytes;
  uint64_t instances; /* alive */
  uint64_t objects;   /* alive, of all types; tenon_plugin_holders has them by type */
  uint64_t traps;
  uint64_t calls; /* of exported functions, constructors and statics, by the host; not of objects' methods, and
                     not of interfaces with more than 256 functions */
} tenon_account;

/* The account of the build that the handle is bound to. Any thread; each count is exact, and all of them are of
 * one moment while nothing is inside of the plugin. */
TENON_API tenon_error *tenon_plugin_account(const tenon_plugin *plugin, tenon_account *out);

/* All of the host's plugins as a table for people, builds that retire among them, with objects by type. `*text` is
 * freed with tenon_text_delete. Its form isn't fixed. Any thread. */
TENON_API tenon_error *tenon_host_accounts(tenon_host *host, char **text);

#ifdef __cplusplus
}
#endif

#endif

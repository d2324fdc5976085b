/* SPDX-License-Identifier: MIT
 *
 * What a host gives an instance besides the imports of its world: memory, a way to say why a call
 * failed, and where the plugin came from. Handed to `create`; stays valid, like the imports, until
 * the instance is destroyed and the last object it made is dropped. All functions may be called
 * from any thread and never unwind.
 */
#ifndef TENON_ABI_HOST_TABLE_H
#define TENON_ABI_HOST_TABLE_H

#include <stddef.h>
#include <stdint.h>

#include "value.h"

typedef struct tenon_host_table {
  uint32_t size;     /* sizeof(tenon_host_table) as the host knows it */
  uint32_t contract; /* TENON_CONTRACT of the host */
  void *ctx;         /* first argument of the functions below */

  /* `size` > 0 bytes, aligned to `align` (a power of two, 8 at most), or NULL if there are none.
   * All tables of one host share one heap: a block may be freed through any of them. */
  void *(*alloc)(void *ctx, size_t size, size_t align);

  /* Takes back a block of `alloc` with its exact size and alignment. NULL is ignored. */
  void (*free)(void *ctx, void *ptr, size_t size, size_t align);

  /* Says why a call is about to return `status` (or why `create` returns TENON_ERR): `len` bytes of
   * UTF-8, copied before this returns. Call it before returning; `text` stays the caller's. */
  void (*trap)(void *ctx, int32_t status, const char *text, size_t len);

  /* The folder the library came from, where its data files are. Lives as long as the table. */
  tenon_string plugin_dir;
} tenon_host_table;

#endif

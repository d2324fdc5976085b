/* SPDX-License-Identifier: MIT
 *
 * What a host offers plugins and wants of them: one world, as constant data in generated code
 * (`tenon bind c|cpp --host`).
 */
#ifndef TENON_HOST_WORLD_H
#define TENON_HOST_WORLD_H

#include <stddef.h>
#include <stdint.h>

#include "../abi/library.h"

typedef struct tenon_world {
  uint32_t size;     /* sizeof(tenon_world) */
  uint32_t contract; /* TENON_CONTRACT of the headers it was compiled with */
  const char *name;  /* "ns:pkg/world@1.2.3" */
  const char *wit;   /* the world's canonical WIT */
  size_t wit_len;
  const char *since; /* base versions raised by the host: "ns:pkg=1.1.0", comma between; or "" */
  uint32_t import_count;
  uint32_t export_count;
  /* What the host implements, and what it wants implemented. `table` is NULL in both. */
  const tenon_interface_descriptor *const *imports;
  const tenon_interface_descriptor *const *exports;
} tenon_world;

#endif

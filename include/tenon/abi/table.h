/* SPDX-License-Identifier: MIT
 *
 * Tables of functions, and the two ways to refer to what is behind them.
 *
 *  - An interface reference is a pair {table, self}. The table has one slot for every free
 *    function, constructor and static of the interface.
 *  - An object is a thin pointer whose first word points at its resource's vtable, which has one
 *    slot for every method. Whoever owns the object drops it, exactly once.
 *
 * Slots follow the header, in the order of docs/abi.md ("Slots"): (effective `@since`, name). A slot
 * below `slots` is never NULL. Tables are constant data and live as long as their library.
 */
#ifndef TENON_ABI_TABLE_H
#define TENON_ABI_TABLE_H

#include <stdint.h>

/* The head of interface tables and of vtables; 48 bytes. */
typedef struct tenon_table {
  uint32_t slots;           /* how many functions follow */
  uint32_t flags;           /* 0 */
  uint8_t hash[16];         /* of the interface or the resource (docs/abi.md, "Hashes") */
  const char *type;         /* "ns:pkg/name@track", a resource's with "#resource" behind it */
  const void *owner;        /* the one descriptor of the library (or the host's world) that made it:
                               with `type` it tells one's own objects from others' */
  void (*drop)(void *self); /* ends an object; never unwinds; NULL in interface tables */
} tenon_table;

/* Any object, before its resource is known. */
typedef struct tenon_object {
  const tenon_table *vtable;
} tenon_object;

/* An interface somebody implements. {NULL, NULL} is an absent one. */
typedef struct tenon_reference {
  const tenon_table *table;
  void *self; /* opaque; handed to every function of the table */
} tenon_reference;

#endif

/* SPDX-License-Identifier: MIT
 *
 * The binary contract between a host and its plugins. C11 and C++20; needs <stddef.h> and
 * <stdint.h> only, so it serves freestanding code. Normative text: docs/abi.md.
 *
 * Conventions, which hold for every function that crosses the boundary:
 *
 *  1. `int32_t f(self, args..., out *)`. Where the whole result is a `result<T, E>`:
 *     `f(self, args..., T *ok, E *err)`, each only if it has a payload. Outs are never NULL.
 *  2. 0 is ok, 1 is the interface's own error, negative comes from the framework (abi/status.h).
 *     On ok and err only that out is written; on a negative status none is.
 *  3. Scalars, enums, flags and handles go by value (bool as uint8_t, char as uint32_t); string and
 *     list<T> as pointer and length; everything else as `const T *`.
 *  4. Parameters are borrowed for the call. Results belong to the caller, deeply; their heap parts
 *     come from the host's table and go back to it with their exact size. Length 0 is never
 *     allocated. `own` moves even when the call fails.
 *  5. Nothing foreign crosses: no C++ or Rust type, exception, panic, RTTI or allocator.
 *  6. Structs start with their size, arrays of structs hold pointers: both may grow at the end.
 *
 * Checks protect against mistakes, not malice: a native plugin can do what its host can.
 */
#ifndef TENON_ABI_H
#define TENON_ABI_H

#include "abi/host_table.h"
#include "abi/library.h"
#include "abi/note.h"
#include "abi/status.h"
#include "abi/table.h"
#include "abi/thread_exit.h"
#include "abi/value.h"
#include "abi/version.h"

#endif

/* SPDX-License-Identifier: MIT
 *
 * Values inside records, lists and outs. The layout of every type is the canonical ABI's with 64-bit
 * pointers, little-endian, except that a handle is an 8-byte object pointer; it equals that of
 * natural C structs. Who owns the memory follows from the position (abi.h, rule 4), not the type.
 *
 *   option<T>      { uint8_t is_some; T value; }        `value` is read only if is_some is 1
 *   result<T, E>   { uint8_t is_err; union { T ok; E err; } value; }
 *   bool           uint8_t, any non-zero value is true
 *   char           uint32_t, a Unicode scalar value
 *   enum           uint8_t (uint16_t above 256 cases, uint32_t above 65,536)
 *   record         its fields in order
 *
 * `ptr` of an empty string or list has no meaning: it is neither read nor freed.
 */
#ifndef TENON_ABI_VALUE_H
#define TENON_ABI_VALUE_H

#include <stddef.h>
#include <stdint.h>

/* UTF-8, not terminated by a zero. */
typedef struct tenon_string {
  const char *ptr;
  size_t len; /* bytes */
} tenon_string;

/* list<T>: `len` values behind each other. Every list has this shape. */
typedef struct tenon_list {
  const void *ptr;
  size_t len; /* elements */
} tenon_list;

typedef struct tenon_list_u8 { const uint8_t *ptr; size_t len; } tenon_list_u8;
typedef struct tenon_list_u16 { const uint16_t *ptr; size_t len; } tenon_list_u16;
typedef struct tenon_list_u32 { const uint32_t *ptr; size_t len; } tenon_list_u32;
typedef struct tenon_list_u64 { const uint64_t *ptr; size_t len; } tenon_list_u64;
typedef struct tenon_list_s8 { const int8_t *ptr; size_t len; } tenon_list_s8;
typedef struct tenon_list_s16 { const int16_t *ptr; size_t len; } tenon_list_s16;
typedef struct tenon_list_s32 { const int32_t *ptr; size_t len; } tenon_list_s32;
typedef struct tenon_list_s64 { const int64_t *ptr; size_t len; } tenon_list_s64;
typedef struct tenon_list_f32 { const float *ptr; size_t len; } tenon_list_f32;
typedef struct tenon_list_f64 { const double *ptr; size_t len; } tenon_list_f64;
typedef struct tenon_list_bool { const uint8_t *ptr; size_t len; } tenon_list_bool;
typedef struct tenon_list_char { const uint32_t *ptr; size_t len; } tenon_list_char;
typedef struct tenon_list_string { const tenon_string *ptr; size_t len; } tenon_list_string;

#endif

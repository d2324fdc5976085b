/* SPDX-License-Identifier: MIT
 *
 * What C bindings of both sides stand on where values are concerned: making results in the host's memory,
 * giving them back, checks of what the other side handed over. Used by generated code
 * (`<library>.tenon.h`, `<world>.tenon.h`). C11 and C++20, no libc.
 *
 *   tenon_string_copy(host, &out, "text", 4);
 *   tenon_string_free(host, &out);
 *
 * `host` is the table that an instance was given; in a host it is tenon_heap() (tenon/host/options.h).
 * Threads: any, as far as two don't use one value.
 */
#ifndef TENON_VALUES_H
#define TENON_VALUES_H

#include "abi.h"

#ifdef __cplusplus
extern "C" {
#endif

#if __STDC_HOSTED__
static inline void tenon_copy(void *to, const void *from, size_t size) { __builtin_memcpy(to, from, size); }
static inline void tenon_clear(void *what, size_t size) { __builtin_memset(what, 0, size); }
#else
/* The empty assembler lines keep compilers from making calls of memcpy and memset out of the loops. */
static inline void tenon_copy(void *to, const void *from, size_t size) {
  for (size_t i = 0; i < size; ++i) {
    ((char *)to)[i] = ((const char *)from)[i];
    __asm__ volatile("");
  }
}
static inline void tenon_clear(void *what, size_t size) {
  for (size_t i = 0; i < size; ++i) {
    ((char *)what)[i] = 0;
    __asm__ volatile("");
  }
}
#endif

/* Bytes before the first zero. */
static inline size_t tenon_length(const char *text) {
  size_t len = 0;
  while (text[len]) {
    ++len;
    __asm__ volatile("");
  }
  return len;
}

static inline tenon_string tenon_text(const char *text) {
  tenon_string out;
  out.ptr = text;
  out.len = tenon_length(text);
  return out;
}

/* Memory for `len` elements of a result, or NULL if there is none. For 0 elements nothing is
 * allocated, and the pointer is only good for not being NULL. */
static inline void *tenon_elements(const tenon_host_table *host, size_t len, size_t size, size_t align) {
  if (len == 0) return (void *)(uintptr_t)host;
  return len > (size_t)PTRDIFF_MAX / size ? NULL : host->alloc(host->ctx, len * size, align);
}

/* A string of `len` bytes for the caller to fill, NULL if there is no memory. */
static inline char *tenon_string_alloc(const tenon_host_table *host, tenon_string *out, size_t len) {
  char *const bytes = (char *)tenon_elements(host, len, 1, 1);
  if (bytes) {
    out->ptr = bytes;
    out->len = len;
  }
  return bytes;
}

static inline int32_t tenon_string_copy(const tenon_host_table *host, tenon_string *out, const char *ptr, size_t len) {
  char *const bytes = tenon_string_alloc(host, out, len);
  if (!bytes) return TENON_OUT_OF_MEMORY;
  if (len) tenon_copy(bytes, ptr, len);
  return TENON_OK;
}

/* Gives back a list's memory; its elements come before. */
static inline void tenon_elements_free(const tenon_host_table *host, const void *ptr, size_t len, size_t size, size_t align) {
  if (len) host->free(host->ctx, (void *)ptr, len * size, align);
}

static inline void tenon_string_free(const tenon_host_table *host, tenon_string *value) {
  tenon_elements_free(host, value->ptr, value->len, 1, 1);
}

/* Whether `len` elements can be at `ptr` at all. */
static inline int tenon_elements_valid(const void *ptr, size_t len, size_t size, size_t align) {
  return len == 0 || (ptr != NULL && (uintptr_t)ptr % align == 0 && len <= (size_t)PTRDIFF_MAX / size);
}

/* Bounds only: C code that needs UTF-8 looks for itself. */
static inline int tenon_string_valid(const tenon_string *value) {
  return tenon_elements_valid(value->ptr, value->len, 1, 1);
}

static inline int tenon_char_valid(uint32_t value) {
  return value < 0xD800 || (value > 0xDFFF && value <= 0x10FFFF);
}

/* What the other side returned, where `last` (TENON_OK or TENON_ERR) is the highest status that the
 * function has. A status that isn't in the contract is a trap. */
static inline int32_t tenon_status(int32_t rc, int32_t last) {
  return rc <= last && rc >= TENON_GONE ? rc : TENON_TRAP;
}

#ifdef __cplusplus
}
#endif

#endif

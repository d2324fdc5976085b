/* SPDX-License-Identifier: MIT
 *
 * What the C bindings of a plugin stand on: copying results into the host's memory, checks of what a
 * caller handed over, and the bookkeeping of instances and objects. Used by generated code
 * (`<library>.tenon.h`); authors call what the generated header wraps. C11 and C++20, no libc.
 *
 * Objects and their instance may be used by one thread at a time, unless the plugin is `concurrent`.
 */
#ifndef TENON_PLUGIN_H
#define TENON_PLUGIN_H

#include "abi.h"

#ifdef __cplusplus
extern "C" {
#endif

/* --- Values ----------------------------------------------------------------------------------- */

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

/* --- Calls ------------------------------------------------------------------------------------ */

/* What the other side returned, where `last` (TENON_OK or TENON_ERR) is the highest status that the
 * function has. A status that isn't in the contract is a trap. */
static inline int32_t tenon_status(int32_t rc, int32_t last) {
  return rc <= last && rc >= TENON_GONE ? rc : TENON_TRAP;
}

/* What remains of an instance until its last object is dropped; `self` in its tables. */
typedef struct tenon_record {
  uint64_t refs;  /* 1 for the instance until it is destroyed, and 1 for each of its objects */
  uint8_t poison; /* a call trapped: no other one runs */
  const tenon_plugin_descriptor *plugin;
  const tenon_host_table *host;
  const tenon_reference *imports;
  void *self; /* the author's state */
} tenon_record;

static inline int tenon_record_poisoned(const tenon_record *record) {
  return __atomic_load_n(&record->poison, __ATOMIC_RELAXED);
}

static inline void tenon_record_release(tenon_record *record) {
  if (__atomic_sub_fetch(&record->refs, 1, __ATOMIC_ACQ_REL) > 0) return;
  const tenon_host_table *const host = record->host;
  host->free(host->ctx, record, sizeof *record, 8);
}

static inline tenon_record *tenon_record_make(const tenon_plugin_descriptor *plugin, const tenon_host_table *host, const tenon_reference *imports) {
  tenon_record *const record = (tenon_record *)host->alloc(host->ctx, sizeof *record, 8);
  if (!record) return NULL;
  record->refs = 1;
  record->poison = 0;
  record->plugin = plugin;
  record->host = host;
  record->imports = imports;
  record->self = NULL;
  return record;
}

/* The status of a call whose author's function didn't return TENON_OK. What it hands on from an
 * import is a trap of its own; only a lack of memory leaves the instance as it was. */
__attribute__((cold)) static inline int32_t tenon_settle(tenon_record *record, int32_t rc, int32_t last, const char *function) {
  if (rc == TENON_OUT_OF_MEMORY || (rc == TENON_ERR && last == TENON_ERR)) return rc;
  __atomic_store_n(&record->poison, 1, __ATOMIC_RELAXED);
  /* A trap has said why already. */
  if (rc != TENON_TRAP) record->host->trap(record->host->ctx, TENON_TRAP, function, tenon_length(function));
  return TENON_TRAP;
}

/* --- Objects ---------------------------------------------------------------------------------- */

/* An object that a plugin made, as its own library sees it. */
typedef struct tenon_box {
  const tenon_table *vtable; /* first: all that others know of an object */
  uint64_t uses;             /* 1 for its owner, and 1 for each call of it that runs: an object dropped
                                inside its own method ends with the outermost one */
  tenon_record *record;
  void *self; /* the author's */
} tenon_box;

/* NULL if there is no memory. `live` counts the resource's objects. */
static inline tenon_box *tenon_box_make(tenon_record *record, const tenon_table *vtable, void *self, uint64_t *live) {
  tenon_box *const box = (tenon_box *)record->host->alloc(record->host->ctx, sizeof *box, 8);
  if (!box) return NULL;
  box->vtable = vtable;
  box->uses = 1;
  box->record = record;
  box->self = self;
  __atomic_add_fetch(&record->refs, 1, __ATOMIC_RELAXED);
  __atomic_add_fetch(live, 1, __ATOMIC_RELAXED);
  return box;
}

/* Once its author's part is gone. */
static inline void tenon_box_free(tenon_box *box, uint64_t *live) {
  tenon_record *const record = box->record;
  record->host->free(record->host->ctx, box, sizeof *box, 8);
  tenon_record_release(record);
  __atomic_sub_fetch(live, 1, __ATOMIC_RELEASE);
}

/* The box of an object that `plugin` of the library `owner` made, else NULL. By owner and type, since
 * a resource may have several vtables in one library; the record then says which of the library's
 * plugins it was. */
static inline tenon_box *tenon_box_of(const void *object, const void *owner, const char *type, const tenon_plugin_descriptor *plugin) {
  tenon_box *const box = (tenon_box *)object;
  if (box->vtable->owner != owner) return NULL;
  const char *its = box->vtable->type;
  for (; *its && *its == *type; ++its) ++type;
  return *its == *type && box->record->plugin == plugin ? box : NULL;
}

#ifdef __cplusplus
}
#endif

#endif

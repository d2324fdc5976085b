/* SPDX-License-Identifier: MIT
 *
 * What the C bindings of a plugin stand on besides values: the bookkeeping of instances and objects. Used by
 * generated code (`<library>.tenon.h`); authors call what the generated header wraps. C11 and C++20, no libc.
 *
 * Objects and their instance may be used by one thread at a time, unless the plugin is `concurrent`.
 */
#ifndef TENON_PLUGIN_H
#define TENON_PLUGIN_H

#include "values.h"

#ifdef __cplusplus
extern "C" {
#endif

/* --- Instances -------------------------------------------------------------------------------- */

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
  /* The author's own trap has said why. */
  const int said = __atomic_exchange_n(&record->poison, 1, __ATOMIC_RELAXED);
  if (rc == TENON_TRAP) function = "something that it called has trapped";
  if (rc != TENON_TRAP || !said) record->host->trap(record->host->ctx, TENON_TRAP, function, tenon_length(function));
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

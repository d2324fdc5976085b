/* SPDX-License-Identifier: MIT
 *
 * What the C bindings of a host stand on where it implements imports and objects. Used by generated code
 * (`<world>.tenon.h`), which wraps it. C11 and C++20.
 *
 *   int32_t demo_host_settings_get(demo_host_settings *self, tenon_string key, tenon_string *ok, tenon_string *err) {
 *     ...
 *     return tenon_fail(err, "there is no such key");
 *   }
 *
 * Threads: objects may be called and dropped on any.
 */
#ifndef TENON_HOST_IMPLEMENT_H
#define TENON_HOST_IMPLEMENT_H

#include "../values.h"
#include "options.h"

#ifdef __cplusplus
extern "C" {
#endif

/* For `return`: the interface's error, where that is a string. A copy of `text`, or TENON_OUT_OF_MEMORY. */
static inline int32_t tenon_fail(tenon_string *err, const char *text) {
  const int32_t rc = tenon_string_copy(tenon_heap(), err, text, tenon_length(text));
  return rc == TENON_OK ? TENON_ERR : rc;
}

/* What plugins see of a status that the host's function returned, where `last` (TENON_OK or TENON_ERR) is the
 * highest that the function has: a status that isn't its own is a trap. */
static inline int32_t tenon_settled(int32_t rc, int32_t last) {
  return rc == TENON_OK || rc == TENON_OUT_OF_MEMORY || (rc == TENON_ERR && last == TENON_ERR) ? rc : TENON_TRAP;
}

/* An object that a host made, as the host sees it. */
typedef struct tenon_host_box {
  const tenon_table *vtable; /* first: all that others know of an object */
  uint64_t uses;             /* 1 for its owner, and 1 for each call of it that runs: an object dropped
                                inside its own method ends with the outermost one */
  void *self;                /* the author's */
} tenon_host_box;

/* NULL if there is no memory. `live` counts the resource's objects. */
static inline tenon_host_box *tenon_host_box_make(const tenon_table *vtable, void *self, uint64_t *live) {
  tenon_host_box *const box = (tenon_host_box *)tenon_alloc(sizeof *box, 8);
  if (!box) return NULL;
  box->vtable = vtable;
  box->uses = 1;
  box->self = self;
  __atomic_add_fetch(live, 1, __ATOMIC_RELAXED);
  return box;
}

/* Once its author's part is gone. */
static inline void tenon_host_box_free(tenon_host_box *box, uint64_t *live) {
  tenon_free(box, sizeof *box, 8);
  __atomic_sub_fetch(live, 1, __ATOMIC_RELEASE);
}

/* The box of an object that the host of the world `owner` made, else NULL. */
static inline tenon_host_box *tenon_host_box_of(const void *object, const void *owner, const char *type) {
  tenon_host_box *const box = (tenon_host_box *)object;
  if (box->vtable->owner != owner) return NULL;
  const char *its = box->vtable->type;
  for (; *its && *its == *type; ++its) ++type;
  return *its == *type ? box : NULL;
}

#ifdef __cplusplus
}
#endif

#endif

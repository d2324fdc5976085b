/* SPDX-License-Identifier: MIT
 *
 * Needs a library of its own, which the demo takes away.
 */
#include "orphan.tenon.h"

uint64_t vanishing_count(void);

struct orphan {
  orphan_host host;
};

int32_t orphan_create(const orphan_host *host, orphan **self) {
  *self = orphan_alloc(host, sizeof **self);
  if (!*self) return TENON_OUT_OF_MEMORY;
  (*self)->host = *host;
  return TENON_OK;
}

void orphan_destroy(orphan *self) {
  orphan_host host = self->host;
  orphan_free(&host, self, sizeof *self);
}

int32_t orphan_apply(orphan *self, tenon_string text, textpipe_api_types_report *report, tenon_string *ok,
                     tenon_string *err) {
  (void)report;
  (void)err;
  return orphan_string(&self->host, ok, text.ptr, text.len);
}

int32_t orphan_structure(orphan *self, tenon_string text, tenon_option_own_textpipe_api_filter_outline *out) {
  (void)self;
  (void)text;
  out->is_some = 0;
  return TENON_OK;
}

int32_t orphan_seen(orphan *self, uint64_t *out) {
  (void)self;
  *out = vanishing_count();
  return TENON_OK;
}

/* SPDX-License-Identifier: MIT
 *
 * Built against an interface that the host no longer has. Called, it would read the report's pointer
 * as the place for its result.
 */
#include "changed.tenon.h"

struct changed {
  changed_host host;
};

int32_t changed_create(const changed_host *host, changed **self) {
  *self = changed_alloc(host, sizeof **self);
  if (!*self) return TENON_OUT_OF_MEMORY;
  (*self)->host = *host;
  return TENON_OK;
}

void changed_destroy(changed *self) {
  changed_host host = self->host;
  changed_free(&host, self, sizeof *self);
}

int32_t changed_apply(changed *self, tenon_string text, tenon_string *ok, tenon_string *err) {
  (void)err;
  return changed_string(&self->host, ok, text.ptr, text.len);
}

int32_t changed_structure(changed *self, tenon_string text, tenon_option_own_textpipe_api_filter_outline *out) {
  (void)self;
  (void)text;
  out->is_some = 0;
  return TENON_OK;
}

int32_t changed_seen(changed *self, uint64_t *out) {
  (void)self;
  *out = 0;
  return TENON_OK;
}

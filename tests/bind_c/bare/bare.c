/* SPDX-License-Identifier: MIT
 * A plugin that needs nothing but its host's memory, once. */
#include "bare.tenon.h"

struct bare {
  bare_host host;
  float factor;
};

int32_t bare_create(const bare_host *host, bare **self) {
  bare *const made = (bare *)bare_alloc(host, sizeof *made);
  if (!made) return TENON_OUT_OF_MEMORY;
  made->host = *host;
  made->factor = 1;
  *self = made;
  return TENON_OK;
}

void bare_destroy(bare *self) { bare_free(&self->host, self, sizeof *self); }

int32_t bare_set(bare *self, float factor) {
  self->factor = factor;
  return TENON_OK;
}

int32_t bare_apply(bare *self, float sample, float *out) {
  *out = sample * self->factor;
  return TENON_OK;
}

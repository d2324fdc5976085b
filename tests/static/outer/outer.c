/* SPDX-License-Identifier: MIT
 *
 * A library that has another one inside. */
#include "outer.tenon.h"

extern const tenon_library_descriptor tenon_plugin_left;

struct outer {
  outer_host host;
};

int32_t outer_create(const outer_host *host, outer **self) {
  *self = outer_alloc(host, sizeof **self);
  if (!*self) return TENON_OUT_OF_MEMORY;
  (*self)->host = *host;
  return TENON_OK;
}

void outer_destroy(outer *self) {
  outer_host host = self->host;
  outer_free(&host, self, sizeof *self);
}

int32_t outer_apply(outer *self, tenon_string text, tenon_string *ok, tenon_string *err) {
  (void)text, (void)err;
  const char *name = tenon_plugin_left.plugins[0]->name;
  return outer_string(&self->host, ok, name, tenon_length(name));
}

int32_t outer_count(outer *self, uint64_t *out) {
  (void)self;
  *out = 0;
  return TENON_OK;
}

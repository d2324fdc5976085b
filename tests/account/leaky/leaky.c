/* SPDX-License-Identifier: MIT */
#include "leaky.tenon.h"

struct leaky {
  leaky_host host;
};
struct leaky_thing {
  leaky_host host;
};

int32_t leaky_create(const leaky_host *host, leaky **self) {
  *self = leaky_alloc(host, sizeof **self);
  if (!*self) return TENON_OUT_OF_MEMORY;
  (*self)->host = *host;
  return TENON_OK;
}
void leaky_destroy(leaky *self) {
  leaky_host host = self->host;
  leaky_free(&host, self, sizeof *self);
}

int32_t leaky_new_thing(leaky *self, test_account_work_thing **out) {
  leaky_thing *const thing = leaky_alloc(&self->host, sizeof *thing);
  if (!thing) return TENON_OUT_OF_MEMORY;
  thing->host = self->host;
  return leaky_thing_make(&self->host, thing, out);
}
void leaky_thing_drop(leaky_thing *self) {
  leaky_host host = self->host;
  leaky_free(&host, self, sizeof *self);
}

int32_t leaky_leak(leaky *self, uint32_t bytes) { return leaky_alloc(&self->host, bytes) ? TENON_OK : TENON_OUT_OF_MEMORY; }

int32_t leaky_text(leaky *self, uint32_t len, tenon_string *out) {
  char *const text = tenon_string_alloc(self->host.table, out, len);
  for (uint32_t i = 0; text && i < len; ++i) text[i] = 'x';
  return text ? TENON_OK : TENON_OUT_OF_MEMORY;
}

int32_t leaky_give_up(leaky *self) { return leaky_trap(&self->host, "failed"); }

/* SPDX-License-Identifier: MIT */
#include "leaky-c.tenon.h"

struct leaky_c {
  leaky_c_host host;
};
struct leaky_c_thing {
  leaky_c_host host;
};

int32_t leaky_c_create(const leaky_c_host *host, leaky_c **self) {
  *self = leaky_c_alloc(host, sizeof **self);
  if (!*self) return TENON_OUT_OF_MEMORY;
  (*self)->host = *host;
  return TENON_OK;
}
void leaky_c_destroy(leaky_c *self) {
  leaky_c_host host = self->host;
  leaky_c_free(&host, self, sizeof *self);
}

int32_t leaky_c_new_thing(leaky_c *self, test_account_work_thing **out) {
  leaky_c_thing *const thing = leaky_c_alloc(&self->host, sizeof *thing);
  if (!thing) return TENON_OUT_OF_MEMORY;
  thing->host = self->host;
  return leaky_c_thing_make(&self->host, thing, out);
}
void leaky_c_thing_drop(leaky_c_thing *self) {
  leaky_c_host host = self->host;
  leaky_c_free(&host, self, sizeof *self);
}

int32_t leaky_c_keep(leaky_c *self) {
  test_account_work_thing *forgotten;
  return leaky_c_new_thing(self, &forgotten);
}

int32_t leaky_c_leak(leaky_c *self, uint32_t bytes) { return leaky_c_alloc(&self->host, bytes) ? TENON_OK : TENON_OUT_OF_MEMORY; }

int32_t leaky_c_text(leaky_c *self, uint32_t len, tenon_string *out) {
  char *const text = tenon_string_alloc(self->host.table, out, len);
  for (uint32_t i = 0; text && i < len; ++i) text[i] = 'x';
  return text ? TENON_OK : TENON_OUT_OF_MEMORY;
}

int32_t leaky_c_give_up(leaky_c *self) { return leaky_c_trap(&self->host, "failed"); }

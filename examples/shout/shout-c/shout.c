#include "shout-c.tenon.h"

struct shout_c {
  shout_c_host host;
  uint64_t seen;
};

int32_t shout_c_create(const shout_c_host *host, shout_c **self) {
  *self = shout_c_alloc(host, sizeof **self);
  if (!*self) return TENON_OUT_OF_MEMORY;
  **self = (shout_c){*host, 0};
  return TENON_OK;
}

void shout_c_destroy(shout_c *self) {
  shout_c_host host = self->host;
  shout_c_free(&host, self, sizeof *self);
}

int32_t shout_c_apply(shout_c *self, tenon_string text, tenon_string *ok, tenon_string *err) {
  self->seen++;
  if (text.len == 0) return shout_c_fail(&self->host, err, "nothing to shout");
  char *loud = tenon_string_alloc(self->host.table, ok, text.len);
  if (!loud) return TENON_OUT_OF_MEMORY;
  for (size_t i = 0; i < text.len; i++) loud[i] = text.ptr[i] >= 'a' && text.ptr[i] <= 'z' ? text.ptr[i] - 32 : text.ptr[i];
  return TENON_OK;
}

int32_t shout_c_count(shout_c *self, uint64_t *out) {
  *out = self->seen;
  return TENON_OK;
}

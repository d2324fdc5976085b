/* SPDX-License-Identifier: MIT
 * Built against 1.0.0. */
#include "old-c.tenon.h"

struct old_c {
  old_c_host host;
};
struct old_c_item {
  old_c_host host;
  uint32_t value;
};

int32_t old_c_create(const old_c_host *host, old_c **self) {
  *self = old_c_alloc(host, sizeof **self);
  if (!*self) return TENON_OUT_OF_MEMORY;
  (*self)->host = *host;
  return TENON_OK;
}

void old_c_destroy(old_c *self) {
  const old_c_host host = self->host;
  old_c_free(&host, self, sizeof *self);
}

int32_t old_c_first(old_c *self, uint32_t x, uint32_t *out) {
  (void)self;
  *out = x + 1;
  return TENON_OK;
}

int32_t old_c_new_item(old_c *self, uint32_t start, test_growth_tool_item **out) {
  old_c_item *const made = old_c_alloc(&self->host, sizeof *made);
  if (!made) return TENON_OUT_OF_MEMORY;
  *made = (old_c_item){self->host, start};
  return old_c_item_make(&self->host, made, out);
}

int32_t old_c_item_get(old_c_item *self, uint32_t *out) {
  *out = self->value;
  return TENON_OK;
}

void old_c_item_drop(old_c_item *self) {
  const old_c_host host = self->host;
  old_c_free(&host, self, sizeof *self);
}

/* One digit is enough. */
int32_t old_c_report(old_c *self, tenon_string *out) {
  tenon_string name;
  test_growth_service_token *token;
  uint32_t value = 0;
  int32_t rc = old_c_service_get_token(&self->host, &token);
  if (rc != TENON_OK) return rc;
  rc = test_growth_service_token_value(token, &value);
  test_growth_service_token_drop(token);
  if (rc == TENON_OK) rc = old_c_service_name(&self->host, &name);
  if (rc != TENON_OK) return rc;
  char *const text = tenon_string_alloc(self->host.table, out, name.len + 2);
  if (!text) return TENON_OUT_OF_MEMORY;
  for (size_t i = 0; i < name.len; ++i) text[i] = name.ptr[i];
  text[name.len] = ' ';
  text[name.len + 1] = (char)('0' + value);
  tenon_string_free(self->host.table, &name);
  return TENON_OK;
}

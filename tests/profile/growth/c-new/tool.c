/* SPDX-License-Identifier: MIT
 * Built against 1.1.0: its host may be of 1.0.0. */
#include "new-c.tenon.h"

#include <stdio.h>
#include <string.h>

struct new_c {
  new_c_host host;
};
struct new_c_item {
  new_c_host host;
  uint32_t value;
};

int32_t new_c_create(const new_c_host *host, new_c **self) {
  *self = new_c_alloc(host, sizeof **self);
  if (!*self) return TENON_OUT_OF_MEMORY;
  (*self)->host = *host;
  return TENON_OK;
}

void new_c_destroy(new_c *self) {
  const new_c_host host = self->host;
  new_c_free(&host, self, sizeof *self);
}

int32_t new_c_first(new_c *self, uint32_t x, uint32_t *out) {
  (void)self;
  *out = x + 1;
  return TENON_OK;
}

int32_t new_c_second(new_c *self, tenon_string text, tenon_string *ok, uint32_t *err) {
  if (text.len == 0) {
    *err = 7;
    return TENON_ERR;
  }
  char *const loud = tenon_string_alloc(self->host.table, ok, text.len + 1);
  if (!loud) return TENON_OUT_OF_MEMORY;
  memcpy(loud, text.ptr, text.len);
  loud[text.len] = '!';
  return TENON_OK;
}

int32_t new_c_new_item(new_c *self, uint32_t start, test_growth_tool_item **out) {
  new_c_item *const made = new_c_alloc(&self->host, sizeof *made);
  if (!made) return TENON_OUT_OF_MEMORY;
  *made = (new_c_item){self->host, start};
  return new_c_item_make(&self->host, made, out);
}

int32_t new_c_item_get(new_c_item *self, uint32_t *out) {
  *out = self->value;
  return TENON_OK;
}

int32_t new_c_item_add(new_c_item *self, uint32_t x, uint32_t *out) {
  *out = self->value += x;
  return TENON_OK;
}

void new_c_item_drop(new_c_item *self) {
  const new_c_host host = self->host;
  new_c_free(&host, self, sizeof *self);
}

/* A call of what isn't there returns a status, which is no trap. */
static int describe(const new_c_host *host, test_growth_service_token *token, char *said, size_t size) {
  uint32_t rank = 0, twice = 0;
  const int32_t ranked = new_c_service_rank(host, &rank), doubled = test_growth_service_token_twice(token, &twice);
  if (new_c_service_has_rank(host) && test_growth_service_token_has_twice(token))
    return snprintf(said, size, " rank %u twice %u", (unsigned)rank, (unsigned)twice);
  return snprintf(said, size, " no rank no twice %d %d", (int)ranked, (int)doubled);
}

int32_t new_c_report(new_c *self, tenon_string *out) {
  char said[128];
  tenon_string name;
  test_growth_service_token *token;
  uint32_t value = 0;
  int32_t rc = new_c_service_get_token(&self->host, &token);
  if (rc != TENON_OK) return rc;
  rc = test_growth_service_token_value(token, &value);
  if (rc == TENON_OK) rc = new_c_service_name(&self->host, &name);
  if (rc != TENON_OK) return rc;
  int len = snprintf(said, sizeof said, "%.*s %u", (int)name.len, name.ptr, (unsigned)value);
  len += describe(&self->host, token, said + len, sizeof said - (size_t)len);
  tenon_string_free(self->host.table, &name);
  test_growth_service_token_drop(token);
  return new_c_string(&self->host, out, said, (size_t)len);
}

// SPDX-License-Identifier: MIT
#include <string.h>

#include "calls-c.tenon.h"

struct calls_c {
  calls_c_host host;
};

int32_t calls_c_create(const calls_c_host *host, calls_c **self) {
  *self = calls_c_alloc(host, sizeof **self);
  if (!*self) return TENON_OUT_OF_MEMORY;
  (*self)->host = *host;
  return TENON_OK;
}

void calls_c_destroy(calls_c *self) {
  const calls_c_host host = self->host;
  calls_c_free(&host, self, sizeof *self);
}

int32_t calls_c_add(calls_c *self, int32_t a, int32_t b, int32_t *out) {
  (void)self;
  *out = a + b;
  return TENON_OK;
}

int32_t calls_c_shift(calls_c *self, const bench_call_work_point *point, double by, bench_call_work_point *out) {
  (void)self;
  *out = (bench_call_work_point){.x = point->x + by, .y = point->y + by, .id = point->id};
  return TENON_OK;
}

int32_t calls_c_turn(calls_c *self, tenon_string text, tenon_string *out) {
  *out = (tenon_string){0};
  if (text.len == 0) return TENON_OK;
  char *turned = calls_c_alloc(&self->host, text.len);
  if (!turned) return TENON_OUT_OF_MEMORY;
  memcpy(turned, text.ptr, text.len);
  turned[0] ^= 0x20;
  *out = (tenon_string){turned, text.len};
  return TENON_OK;
}

// SPDX-License-Identifier: MIT
#include "pairs-c.tenon.h"

struct pairs_c {
  pairs_c_host host;
};
struct pairs_c_counter {
  pairs_c_host host;
  int32_t sum;
};

int32_t pairs_c_create(const pairs_c_host* host, pairs_c** self) {
  *self = pairs_c_alloc(host, sizeof **self);
  if (!*self) return TENON_OUT_OF_MEMORY;
  (*self)->host = *host;
  return TENON_OK;
}

void pairs_c_destroy(pairs_c* self) {
  const pairs_c_host host = self->host;
  pairs_c_free(&host, self, sizeof *self);
}

int32_t pairs_c_add(pairs_c* self, int32_t a, int32_t b, int32_t* out) {
  (void)self;
  *out = a + b;
  return TENON_OK;
}

int32_t pairs_c_echo(pairs_c* self, tenon_string text, tenon_string* out) {
  return pairs_c_string(&self->host, out, text.ptr, text.len);
}

int32_t pairs_c_new_counter(pairs_c* self, bench_pairs_work_counter** out) {
  pairs_c_counter* counter = pairs_c_alloc(&self->host, sizeof *counter);
  if (!counter) return TENON_OUT_OF_MEMORY;
  *counter = (pairs_c_counter){self->host, 0};
  const int32_t status = pairs_c_counter_make(&self->host, counter, out);
  if (status != TENON_OK) pairs_c_counter_drop(counter);
  return status;
}

int32_t pairs_c_counter_add(pairs_c_counter* self, int32_t by, int32_t* out) {
  *out = self->sum += by;
  return TENON_OK;
}

void pairs_c_counter_drop(pairs_c_counter* self) {
  const pairs_c_host host = self->host;
  pairs_c_free(&host, self, sizeof *self);
}

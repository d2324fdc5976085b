/* SPDX-License-Identifier: MIT
 * Two plugins in one library that make objects of the same resource. */
#include "pair.tenon.h"

struct one {
  one_host host;
};
struct one_thing {
  one_host host;
};
struct two {
  two_host host;
};
struct two_thing {
  two_host host;
};

int32_t one_create(const one_host *host, one **self) {
  *self = (one *)one_alloc(host, sizeof **self);
  if (!*self) return TENON_OUT_OF_MEMORY;
  (*self)->host = *host;
  return TENON_OK;
}
void one_destroy(one *self) { one_free(&self->host, self, sizeof *self); }

int32_t one_make(one *self, demo_pair_things_thing **out) {
  one_thing *const made = (one_thing *)one_alloc(&self->host, sizeof *made);
  if (!made) return TENON_OUT_OF_MEMORY;
  made->host = self->host;
  return one_thing_make(&self->host, made, out);
}
int32_t one_is_mine(one *self, demo_pair_things_thing *it, uint8_t *out) {
  (void)self;
  *out = one_thing_of(it) != NULL;
  return TENON_OK;
}
int32_t one_thing_number(one_thing *self, uint32_t *out) {
  (void)self;
  *out = 1;
  return TENON_OK;
}
void one_thing_drop(one_thing *self) { one_free(&self->host, self, sizeof *self); }

int32_t two_create(const two_host *host, two **self) {
  *self = (two *)two_alloc(host, sizeof **self);
  if (!*self) return TENON_OUT_OF_MEMORY;
  (*self)->host = *host;
  return TENON_OK;
}
void two_destroy(two *self) { two_free(&self->host, self, sizeof *self); }

int32_t two_things_make(two *self, demo_pair_things_thing **out) {
  two_thing *const made = (two_thing *)two_alloc(&self->host, sizeof *made);
  if (!made) return TENON_OUT_OF_MEMORY;
  made->host = self->host;
  return two_thing_make(&self->host, made, out);
}
int32_t two_more_make(two *self, uint32_t *out) {
  (void)self;
  *out = 2;
  return TENON_OK;
}
int32_t two_is_mine(two *self, demo_pair_things_thing *it, uint8_t *out) {
  (void)self;
  *out = two_thing_of(it) != NULL;
  return TENON_OK;
}
int32_t two_thing_number(two_thing *self, uint32_t *out) {
  (void)self;
  *out = 2;
  return TENON_OK;
}
void two_thing_drop(two_thing *self) { two_free(&self->host, self, sizeof *self); }

/* SPDX-License-Identifier: MIT
 *
 * Its helpers have the names of the other plugin's, and of the program's. */
#include "left.tenon.h"

int calls;
const char *answer(void);
const char *answer(void) { return calls++ ? "left again" : "left"; }

struct left {
  left_host host;
};

int32_t left_create(const left_host *host, left **self) {
  *self = left_alloc(host, sizeof **self);
  if (!*self) return TENON_OUT_OF_MEMORY;
  (*self)->host = *host;
  return TENON_OK;
}

void left_destroy(left *self) {
  left_host host = self->host;
  left_free(&host, self, sizeof *self);
}

int32_t left_apply(left *self, tenon_string text, tenon_string *ok, tenon_string *err) {
  (void)text, (void)err;
  const char *say = answer();
  return left_string(&self->host, ok, say, tenon_length(say));
}

int32_t left_count(left *self, uint64_t *out) {
  (void)self;
  *out = 0;
  return TENON_OK;
}

/* SPDX-License-Identifier: MIT
 *
 * A plugin that is a host, with a libtenon of its own inside: `apply` of "LIBRARY FOLDER" works there.
 */
#include "nest.tenon.h"

#include <stdio.h>

#include "../work.h"

struct nest {
  nest_host host;
};

int32_t nest_create(const nest_host *host, nest **self) {
  *self = nest_alloc(host, sizeof **self);
  if (!*self) return TENON_OUT_OF_MEMORY;
  (*self)->host = *host;
  return TENON_OK;
}

void nest_destroy(nest *self) {
  nest_host host = self->host;
  nest_free(&host, self, sizeof *self);
}

int32_t nest_apply(nest *self, tenon_string text, tenon_string *ok, tenon_string *err) {
  char words[8192], library[4096], folder[4096];
  snprintf(words, sizeof words, "%.*s", (int)text.len, text.ptr);
  if (sscanf(words, "%4095s %4095s", library, folder) != 2) return nest_fail(&self->host, err, "which library, and where?");
  const char *const problem = work(library, folder, "nested", 3);
  return problem ? nest_fail(&self->host, err, problem) : nest_string(&self->host, ok, "done", 4);
}

int32_t nest_count(nest *self, uint64_t *out) {
  (void)self;
  *out = 0;
  return TENON_OK;
}

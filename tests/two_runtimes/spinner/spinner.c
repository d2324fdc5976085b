/* SPDX-License-Identifier: MIT
 *
 * Shouts on a thread of its own, so that whoever unloads it has to look where threads are.
 */
#include "spinner.tenon.h"

#include <ctype.h>
#include <pthread.h>

struct spinner {
  spinner_host host;
  uint64_t seen;
};

typedef struct job {
  tenon_string text;
  char *loud;
} job;

int32_t spinner_create(const spinner_host *host, spinner **self) {
  *self = spinner_alloc(host, sizeof **self);
  if (!*self) return TENON_OUT_OF_MEMORY;
  **self = (spinner){*host, 0};
  return TENON_OK;
}

void spinner_destroy(spinner *self) {
  spinner_host host = self->host;
  spinner_free(&host, self, sizeof *self);
}

static void *shout(void *data) {
  job *const j = data;
  for (size_t i = 0; i < j->text.len; ++i) j->loud[i] = (char)toupper((unsigned char)j->text.ptr[i]);
  return NULL;
}

int32_t spinner_apply(spinner *self, tenon_string text, tenon_string *ok, tenon_string *err) {
  job j = {text, tenon_string_alloc(self->host.table, ok, text.len)};
  pthread_t thread;
  if (!j.loud) return TENON_OUT_OF_MEMORY;
  if (pthread_create(&thread, NULL, shout, &j) != 0) {
    tenon_string_free(self->host.table, ok);
    return spinner_fail(&self->host, err, "no thread");
  }
  pthread_join(thread, NULL);
  __atomic_add_fetch(&self->seen, 1, __ATOMIC_RELAXED);
  return TENON_OK;
}

int32_t spinner_count(spinner *self, uint64_t *out) {
  *out = __atomic_load_n(&self->seen, __ATOMIC_RELAXED);
  return TENON_OK;
}

/* SPDX-License-Identifier: MIT
 *
 * A sum that outlives reloads, and refuses where a test wants it to: see state_test.cpp.
 */
#include <string.h>

#include "state-c.tenon.h"

struct keeps_c {
  keeps_c_host host;
  uint64_t sum;
};

int32_t keeps_c_create(const keeps_c_host* host, keeps_c** self) {
  *self = keeps_c_alloc(host, sizeof **self);
  if (!*self) return TENON_OUT_OF_MEMORY;
  **self = (keeps_c){*host, 0};
  return TENON_OK;
}

void keeps_c_destroy(keeps_c* self) {
  keeps_c_host host = self->host;
  keeps_c_free(&host, self, sizeof *self);
}

int32_t keeps_c_add(keeps_c* self, uint64_t number, uint64_t* out) {
  *out = self->sum += number;
  return TENON_OK;
}

int32_t keeps_c_save(keeps_c* self, tenon_string* out) {
  return keeps_c_string(&self->host, out, "the author's own", 16);
}

int32_t keeps_c_state_save(keeps_c* self, tenon_plugin_state_saved* ok, tenon_string* err) {
  if (self->sum == 13) return keeps_c_fail(&self->host, err, "13 can't be saved");
  if (self->sum == 99) return keeps_c_trap(&self->host, "thrown in save");
  uint8_t* bytes = tenon_list_u8_alloc(self->host.table, &ok->bytes, sizeof self->sum);
  if (!bytes) return TENON_OUT_OF_MEMORY;
  memcpy(bytes, &self->sum, sizeof self->sum);
  ok->version = 1;
  return TENON_OK;
}

int32_t keeps_c_restore(keeps_c* self, const tenon_plugin_state_saved* from, tenon_string* err) {
  if (from->version == 99) return keeps_c_trap(&self->host, "thrown in restore");
  if (from->version != 1 || from->bytes.len != sizeof self->sum)
    return keeps_c_fail(&self->host, err, "state of another version, this build reads 1");
  memcpy(&self->sum, from->bytes.ptr, sizeof self->sum);
  return TENON_OK;
}

/* The same without state. */
struct fresh_c {
  fresh_c_host host;
  uint64_t sum;
};

int32_t fresh_c_create(const fresh_c_host* host, fresh_c** self) {
  *self = fresh_c_alloc(host, sizeof **self);
  if (!*self) return TENON_OUT_OF_MEMORY;
  **self = (fresh_c){*host, 0};
  return TENON_OK;
}

void fresh_c_destroy(fresh_c* self) {
  fresh_c_host host = self->host;
  fresh_c_free(&host, self, sizeof *self);
}

int32_t fresh_c_add(fresh_c* self, uint64_t number, uint64_t* out) {
  *out = self->sum += number;
  return TENON_OK;
}

int32_t fresh_c_save(fresh_c* self, tenon_string* out) {
  return fresh_c_string(&self->host, out, "the author's own", 16);
}

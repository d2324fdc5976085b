/* SPDX-License-Identifier: MIT
 *
 * Removes blanks at the ends of lines, and more than `squeeze.keep` empty lines in a row.
 */
#include "squeeze.tenon.h"

struct squeeze {
  squeeze_host host;
  uint64_t seen;
};

int32_t squeeze_create(const squeeze_host *host, squeeze **self) {
  *self = squeeze_alloc(host, sizeof **self);
  if (!*self) return TENON_OUT_OF_MEMORY;
  (*self)->host = *host;
  (*self)->seen = 0;
  return TENON_OK;
}

void squeeze_destroy(squeeze *self) {
  squeeze_host host = self->host;
  squeeze_free(&host, self, sizeof *self);
}

/* `squeeze.keep` as a digit, 1 if it isn't set. */
static int32_t kept_lines(const squeeze *self, size_t *keep) {
  tenon_string key = {"keep", 4};
  tenon_option_string value;
  int32_t status = squeeze_settings_get(&self->host, key, &value);
  *keep = 1;
  if (status < 0 || !value.is_some) return status;
  if (value.value.len == 1 && value.value.ptr[0] >= '0' && value.value.ptr[0] <= '9')
    *keep = (size_t)(value.value.ptr[0] - '0');
  tenon_option_string_free(self->host.table, &value);
  return status;
}

static size_t trimmed(const char *line, size_t len) {
  while (len && (line[len - 1] == ' ' || line[len - 1] == '\t' || line[len - 1] == '\r')) len--;
  return len;
}

/* Writes the squeezed text behind `to`, or only counts if it is NULL. */
static size_t squeeze_into(char *to, tenon_string text, size_t keep) {
  size_t written = 0, empty = 0;
  for (size_t at = 0; at < text.len;) {
    size_t end = at;
    while (end < text.len && text.ptr[end] != '\n') end++;
    size_t len = trimmed(text.ptr + at, end - at);
    empty = len ? 0 : empty + 1;
    if (empty <= keep) {
      for (size_t i = 0; to && i < len; i++) to[written + i] = text.ptr[at + i];
      if (to && end < text.len) to[written + len] = '\n';
      written += len + (end < text.len);
    }
    at = end + 1;
  }
  return written;
}

int32_t squeeze_apply(squeeze *self, tenon_string text, textpipe_api_types_report *report, tenon_string *ok,
                      tenon_string *err) {
  size_t keep;
  int32_t status = kept_lines(self, &keep);
  (void)report;
  (void)err;
  if (status < 0) return status;
  self->seen++;
  char *out = tenon_string_alloc(self->host.table, ok, squeeze_into(NULL, text, keep));
  if (!out) return TENON_OUT_OF_MEMORY;
  squeeze_into(out, text, keep);
  return TENON_OK;
}

int32_t squeeze_structure(squeeze *self, tenon_string text, tenon_option_own_textpipe_api_filter_outline *out) {
  (void)self;
  (void)text;
  out->is_some = 0;
  return TENON_OK;
}

int32_t squeeze_seen(squeeze *self, uint64_t *out) {
  *out = self->seen;
  return TENON_OK;
}

/* Version 1 of the state: `seen`, lowest byte first. */
int32_t squeeze_save(squeeze *self, tenon_plugin_state_saved *ok, tenon_string *err) {
  (void)err;
  uint8_t *bytes = tenon_list_u8_alloc(self->host.table, &ok->bytes, sizeof self->seen);
  if (!bytes) return TENON_OUT_OF_MEMORY;
  for (size_t i = 0; i < sizeof self->seen; i++) bytes[i] = (uint8_t)(self->seen >> 8 * i);
  ok->version = 1;
  return TENON_OK;
}

int32_t squeeze_restore(squeeze *self, const tenon_plugin_state_saved *from, tenon_string *err) {
  if (from->version != 1 || from->bytes.len != sizeof self->seen)
    return squeeze_fail(&self->host, err, "the state is of another version than 1");
  self->seen = 0;
  for (size_t i = 0; i < from->bytes.len; i++) self->seen |= (uint64_t)from->bytes.ptr[i] << 8 * i;
  return TENON_OK;
}

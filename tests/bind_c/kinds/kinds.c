/* SPDX-License-Identifier: MIT
 * A plugin that uses every kind of type both ways, without libc. */
#include "kinds.tenon.h"

typedef demo_kinds_types_listener listener;
typedef demo_kinds_calls_counter counter;

struct kinds {
  kinds_host host;
  listener *kept;
};

struct kinds_counter {
  kinds_host host;
  uint32_t value;
};

int32_t kinds_create(const kinds_host *host, kinds **self) {
  kinds *const made = (kinds *)kinds_alloc(host, sizeof *made);
  if (!made) return TENON_OUT_OF_MEMORY;
  made->host = *host;
  made->kept = NULL;
  *self = made;
  return TENON_OK;
}

void kinds_destroy(kinds *self) {
  if (self->kept) demo_kinds_types_listener_drop(self->kept);
  kinds_free(&self->host, self, sizeof *self);
}

int32_t kinds_flip(kinds *self, uint8_t value, uint8_t *out) {
  (void)self;
  *out = !value;
  return TENON_OK;
}

int32_t kinds_numbers(kinds *self, uint8_t a, int16_t b, uint32_t c, int64_t d, float e, double f, double *out) {
  (void)self;
  *out = (double)a + (double)b + (double)c + (double)d + (double)e + f;
  return TENON_OK;
}

int32_t kinds_next_char(kinds *self, uint32_t c, uint32_t *out) {
  (void)self;
  *out = c + 1;
  return TENON_OK;
}

int32_t kinds_next_level(kinds *self, demo_kinds_types_level from, demo_kinds_types_level *out) {
  (void)self;
  *out = (demo_kinds_types_level)((from + 1) % 3);
  return TENON_OK;
}

int32_t kinds_shout(kinds *self, tenon_string text, tenon_string *ok, tenon_string *err) {
  if (text.len == 0) return kinds_fail(&self->host, err, "nothing to shout");
  char *const loud = tenon_string_alloc(self->host.table, ok, text.len);
  if (!loud) return TENON_OUT_OF_MEMORY;
  for (size_t i = 0; i < text.len; ++i) {
    const char c = text.ptr[i];
    loud[i] = c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
  }
  return TENON_OK;
}

int32_t kinds_double(kinds *self, tenon_list_u32 values, tenon_list_u32 *out) {
  uint32_t *const to = tenon_list_u32_alloc(self->host.table, out, values.len);
  if (!to) return TENON_OUT_OF_MEMORY;
  for (size_t i = 0; i < values.len; ++i) to[i] = 2 * values.ptr[i];
  return TENON_OK;
}

int32_t kinds_louder(kinds *self, tenon_list_demo_kinds_types_level values, tenon_list_demo_kinds_types_level *out) {
  demo_kinds_types_level *const to = tenon_list_demo_kinds_types_level_alloc(self->host.table, out, values.len);
  if (!to) return TENON_OUT_OF_MEMORY;
  for (size_t i = 0; i < values.len; ++i) {
    to[i] = values.ptr[i] < DEMO_KINDS_TYPES_LEVEL_HIGH ? (uint8_t)(values.ptr[i] + 1) : values.ptr[i];
  }
  return TENON_OK;
}

/* Copies the tags one by one; what was made is freed where memory ends. */
static int32_t copy_tags(kinds *self, tenon_list_string from, tenon_list_string *out) {
  tenon_list_string made = {NULL, 0};
  tenon_string *const to = tenon_list_string_alloc(self->host.table, &made, from.len);
  if (!to) return TENON_OUT_OF_MEMORY;
  for (size_t i = 0; i < from.len; ++i) to[i] = (tenon_string){NULL, 0};
  for (size_t i = 0; i < from.len; ++i) {
    if (kinds_string(&self->host, &to[i], from.ptr[i].ptr, from.ptr[i].len) == TENON_OK) continue;
    tenon_list_string_free(self->host.table, &made);
    return TENON_OUT_OF_MEMORY;
  }
  *out = made;
  return TENON_OK;
}

int32_t kinds_copy(kinds *self, const demo_kinds_types_note *from, demo_kinds_types_note *out) {
  int32_t rc = kinds_string(&self->host, &out->title, from->title.ptr, from->title.len);
  if (rc != TENON_OK) return rc;
  out->level = from->level;
  out->at = from->at;
  rc = copy_tags(self, from->tags, &out->tags);
  if (rc != TENON_OK) tenon_string_free(self->host.table, &out->title);
  return rc;
}

int32_t kinds_mirror(kinds *self, const tenon_option_demo_kinds_types_point *at, tenon_option_demo_kinds_types_point *out) {
  (void)self;
  out->is_some = at->is_some;
  if (!at->is_some) return TENON_OK;
  out->value.x = at->value.y;
  out->value.y = at->value.x;
  return TENON_OK;
}

int32_t kinds_digits(kinds *self, tenon_string text, tenon_list_result_u32_string *out) {
  tenon_result_u32_string *const to = tenon_list_result_u32_string_alloc(self->host.table, out, text.len);
  if (!to) return TENON_OUT_OF_MEMORY;
  for (size_t i = 0; i < text.len; ++i) {
    to[i].is_err = text.ptr[i] < '0' || text.ptr[i] > '9';
    if (!to[i].is_err) {
      to[i].value.ok = (uint32_t)(text.ptr[i] - '0');
    } else if (kinds_string(&self->host, &to[i].value.err, &text.ptr[i], 1) != TENON_OK) {
      for (size_t k = i; k < text.len; ++k) to[k].is_err = 0;
      tenon_list_result_u32_string_free(self->host.table, out);
      return TENON_OUT_OF_MEMORY;
    }
  }
  return TENON_OK;
}

int32_t kinds_count(kinds *self, tenon_list_string texts, uint32_t *out) {
  (void)self;
  *out = (uint32_t)texts.len;
  return TENON_OK;
}

int32_t kinds_fail_with(kinds *self, int32_t status) {
  return status == TENON_TRAP ? kinds_trap(&self->host, "as you wish") : status;
}

int32_t kinds_fail_or(kinds *self, int32_t status, demo_kinds_types_level *err) {
  (void)self;
  if (status == TENON_ERR) *err = DEMO_KINDS_TYPES_LEVEL_HIGH;
  return status;
}

int32_t kinds_say(kinds *self, tenon_string text) { return kinds_log_info(&self->host, text); }

int32_t kinds_ask(kinds *self, tenon_string key, tenon_option_string *out) { return kinds_log_ask(&self->host, key, out); }

int32_t kinds_loudness(kinds *self, demo_kinds_types_level *out) { return kinds_log_loudness(&self->host, out); }

int32_t kinds_check(kinds *self, uint32_t n, uint32_t *ok, tenon_string *err) {
  return kinds_log_check(&self->host, n, ok, err);
}

/* The host's answer, or the status where it has none. */
int32_t kinds_flush(kinds *self, int32_t *out) {
  uint32_t flushed = 0;
  const int32_t rc = kinds_log_flush(&self->host, &flushed);
  *out = kinds_log_has_flush(&self->host) ? (int32_t)flushed : rc;
  return TENON_OK;
}

int32_t kinds_tell(kinds *self, listener *to, tenon_string text, uint32_t *ok, tenon_string *err) {
  (void)self;
  return demo_kinds_types_listener_heard(to, text, ok, err);
}

int32_t kinds_flush_listener(kinds *self, listener *to, int32_t *out) {
  (void)self;
  uint32_t flushed = 0;
  const int32_t rc = demo_kinds_types_listener_flush(to, &flushed);
  *out = demo_kinds_types_listener_has_flush(to) ? (int32_t)flushed : rc;
  return TENON_OK;
}

int32_t kinds_keep(kinds *self, listener *whom) {
  if (self->kept) demo_kinds_types_listener_drop(self->kept);
  self->kept = whom;
  return TENON_OK;
}

int32_t kinds_adopt(kinds *self, tenon_list_own_demo_kinds_types_listener whom, uint32_t *out) {
  (void)self;
  tenon_list_own_demo_kinds_types_listener_drop_objects(&whom);
  *out = (uint32_t)whom.len;
  return TENON_OK;
}

int32_t kinds_pick(kinds *self, const tenon_option_own_demo_kinds_types_listener *from, demo_kinds_types_level first, uint8_t *out) {
  (void)self;
  *out = from->is_some && first == DEMO_KINDS_TYPES_LEVEL_LOW;
  tenon_option_own_demo_kinds_types_listener_drop_objects(from);
  return TENON_OK;
}

/* --- Counters --- */

static int32_t make_counter(const kinds_host *host, uint32_t start, counter **out) {
  kinds_counter *const made = (kinds_counter *)kinds_alloc(host, sizeof *made);
  if (!made) return TENON_OUT_OF_MEMORY;
  made->host = *host;
  made->value = start;
  const int32_t rc = kinds_counter_make(host, made, out);
  if (rc != TENON_OK) kinds_counter_drop(made);
  return rc;
}

void kinds_counter_drop(kinds_counter *self) {
  const kinds_host host = self->host;
  kinds_free(&host, self, sizeof *self);
}

int32_t kinds_new_counter(kinds *self, uint32_t start, counter **out) { return make_counter(&self->host, start, out); }

int32_t kinds_counter_add(kinds_counter *self, uint32_t n, uint32_t *out) {
  *out = self->value += n;
  return TENON_OK;
}

int32_t kinds_counter_tell(kinds_counter *self, listener *to, uint32_t *out) {
  uint32_t heard = 0;
  tenon_string err = {NULL, 0};
  const int32_t rc = demo_kinds_types_listener_heard(to, tenon_text("tick"), &heard, &err);
  if (rc == TENON_ERR) tenon_string_free(self->host.table, &err);
  *out = ++self->value;
  return rc < 0 ? rc : TENON_OK;
}

int32_t kinds_counter_fail_with(kinds_counter *self, int32_t status) {
  (void)self;
  return status;
}

int32_t kinds_counter_merge(kinds *self, counter *a, counter *b, counter **out) {
  (void)self;
  const kinds_counter *const more = kinds_counter_of(b);
  kinds_counter *const into = kinds_counter_of(a);
  if (into && more) into->value += more->value;
  *out = a;
  return TENON_OK;
}

int32_t kinds_many(kinds *self, uint32_t n, tenon_list_own_demo_kinds_calls_counter *out) {
  counter **const to = tenon_list_own_demo_kinds_calls_counter_alloc(self->host.table, out, n);
  if (!to) return TENON_OUT_OF_MEMORY;
  for (uint32_t i = 0; i < n; ++i) {
    const int32_t rc = make_counter(&self->host, i, &to[i]);
    if (rc == TENON_OK) continue;
    while (i > 0) demo_kinds_calls_counter_drop(to[--i]);
    tenon_elements_free(self->host.table, to, n, sizeof *to, 8);
    return rc;
  }
  return TENON_OK;
}

int32_t kinds_is_mine(kinds *self, counter *c, uint8_t *out) {
  (void)self;
  *out = kinds_counter_of(c) != NULL;
  return TENON_OK;
}

/* SPDX-License-Identifier: MIT
 * A plugin that believes its bindings: whatever it gets, it reads all of it. */
#include "honest-c.tenon.h"

struct honest_c {
  honest_c_host host;
};

int32_t honest_c_create(const honest_c_host *host, honest_c **self) {
  *self = honest_c_alloc(host, sizeof **self);
  if (!*self) return TENON_OUT_OF_MEMORY;
  (*self)->host = *host;
  return TENON_OK;
}

void honest_c_destroy(honest_c *self) {
  const honest_c_host host = self->host;
  honest_c_free(&host, self, sizeof *self);
}

static uint32_t read_text(tenon_string text) {
  uint32_t count = 0;
  for (size_t i = 0; i < text.len; ++i) count += text.ptr[i] != 0;
  return count;
}

static uint32_t read_words(tenon_list_u32 words) {
  uint32_t count = 0;
  for (size_t i = 0; i < words.len; ++i) count += 1 + (words.ptr[i] & 0);
  return count;
}

static uint32_t read_texts(tenon_list_string texts) {
  uint32_t count = 0;
  for (size_t i = 0; i < texts.len; ++i) count += 1 + (read_text(texts.ptr[i]) & 0);
  return count;
}

static uint32_t read_shape(const test_lies_types_shape *shape) {
  if (shape->tag == TEST_LIES_TYPES_SHAPE_NAMED) return read_text(shape->val.named);
  return shape->tag == TEST_LIES_TYPES_SHAPE_LINES ? read_words(shape->val.lines) : 0;
}

static uint32_t read_item(const test_lies_types_item *item) { return read_text(item->text) + (read_words(item->words) & 0); }

static uint32_t read_items(tenon_list_test_lies_types_item items) {
  uint32_t count = 0;
  for (size_t i = 0; i < items.len; ++i) count += 1 + (read_item(&items.ptr[i]) & 0);
  return count;
}

static uint32_t read_nested(const tenon_option_result_string_test_lies_types_level *it) {
  if (!it->is_some) return 0;
  return it->value.is_err ? it->value.value.err : read_text(it->value.value.ok);
}

/* --- takes */

int32_t honest_c_take_bool(honest_c *self, uint8_t it, uint32_t *out) { return (void)self, *out = it != 0, TENON_OK; }
int32_t honest_c_take_char(honest_c *self, uint32_t it, uint32_t *out) { return (void)self, *out = it, TENON_OK; }
int32_t honest_c_take_item(honest_c *self, const test_lies_types_item *it, uint32_t *out) { return (void)self, *out = read_item(it), TENON_OK; }
int32_t honest_c_take_items(honest_c *self, tenon_list_test_lies_types_item it, uint32_t *out) { return (void)self, *out = read_items(it), TENON_OK; }
int32_t honest_c_take_lent(honest_c *self, test_lies_types_thing *it, uint32_t *out) { return (void)self, test_lies_types_thing_value(it, out); }
int32_t honest_c_take_level(honest_c *self, test_lies_types_level it, uint32_t *out) { return (void)self, *out = it, TENON_OK; }
int32_t honest_c_take_levels(honest_c *self, tenon_list_test_lies_types_level it, uint32_t *out) {
  (void)self;
  *out = 0;
  for (size_t i = 0; i < it.len; ++i) *out += 1 + (it.ptr[i] & 0u);
  return TENON_OK;
}
int32_t honest_c_take_nested(honest_c *self, const tenon_option_result_string_test_lies_types_level *it, uint32_t *out) { return (void)self, *out = read_nested(it), TENON_OK; }
int32_t honest_c_take_option(honest_c *self, const tenon_option_string *it, uint32_t *out) { return (void)self, *out = it->is_some ? read_text(it->value) : 0, TENON_OK; }
int32_t honest_c_take_pair(honest_c *self, const tenon_tuple2_test_lies_types_level_string *it, uint32_t *out) { return (void)self, *out = read_text(it->f1), TENON_OK; }
int32_t honest_c_take_perms(honest_c *self, test_lies_types_perms it, uint32_t *out) { return (void)self, *out = it, TENON_OK; }
int32_t honest_c_take_shape(honest_c *self, const test_lies_types_shape *it, uint32_t *out) { return (void)self, *out = read_shape(it), TENON_OK; }
int32_t honest_c_take_text(honest_c *self, tenon_string it, uint32_t *out) { return (void)self, *out = read_text(it), TENON_OK; }
int32_t honest_c_take_texts(honest_c *self, tenon_list_string it, uint32_t *out) { return (void)self, *out = read_texts(it), TENON_OK; }
int32_t honest_c_take_thing(honest_c *self, test_lies_types_thing *it, uint32_t *out) {
  (void)self;
  const int32_t rc = test_lies_types_thing_value(it, out);
  test_lies_types_thing_drop(it);
  return rc;
}
int32_t honest_c_take_things(honest_c *self, tenon_list_own_test_lies_types_thing it, uint32_t *out) {
  (void)self;
  *out = (uint32_t)it.len;
  for (size_t i = 0; i < it.len; ++i) test_lies_types_thing_drop(it.ptr[i]);
  return TENON_OK;
}
int32_t honest_c_take_words(honest_c *self, tenon_list_u32 it, uint32_t *out) { return (void)self, *out = read_words(it), TENON_OK; }

/* --- questions: each reads what came, and frees it */

static int32_t ask_scalars(const honest_c_host *host, uint32_t slot, uint32_t *out) {
  uint8_t byte = 0;
  int32_t rc;
  if (slot == 0) {
    rc = honest_c_puppet_give_bool(host, &byte);
    *out = byte != 0;
    return rc;
  }
  if (slot == 1) return honest_c_puppet_give_char(host, out);
  if (slot == 15) return honest_c_puppet_give_unit(host);
  rc = slot == 4 ? honest_c_puppet_give_level(host, &byte) : honest_c_puppet_give_perms(host, &byte);
  *out = byte;
  return rc;
}

static int32_t ask_lists(const honest_c_host *host, uint32_t slot, uint32_t *out) {
  if (slot == 3) {
    tenon_list_test_lies_types_item it;
    const int32_t rc = honest_c_puppet_give_items(host, &it);
    if (rc == TENON_OK) *out = read_items(it), tenon_list_test_lies_types_item_free(host->table, &it);
    return rc;
  }
  if (slot == 5) {
    tenon_list_test_lies_types_level it;
    const int32_t rc = honest_c_puppet_give_levels(host, &it);
    if (rc == TENON_OK) *out = (uint32_t)it.len, tenon_list_test_lies_types_level_free(host->table, &it);
    return rc;
  }
  if (slot == 12) {
    tenon_list_string it;
    const int32_t rc = honest_c_puppet_give_texts(host, &it);
    if (rc == TENON_OK) *out = read_texts(it), tenon_list_string_free(host->table, &it);
    return rc;
  }
  if (slot == 14) {
    tenon_list_own_test_lies_types_thing it;
    const int32_t rc = honest_c_puppet_give_things(host, &it);
    if (rc == TENON_OK) *out = (uint32_t)it.len, tenon_list_own_test_lies_types_thing_free(host->table, &it);
    return rc;
  }
  tenon_list_u32 it;
  const int32_t rc = honest_c_puppet_give_words(host, &it);
  if (rc == TENON_OK) *out = read_words(it), tenon_list_u32_free(host->table, &it);
  return rc;
}

static int32_t ask_compounds(const honest_c_host *host, uint32_t slot, uint32_t *out) {
  if (slot == 2) {
    test_lies_types_item it;
    const int32_t rc = honest_c_puppet_give_item(host, &it);
    if (rc == TENON_OK) *out = read_item(&it), test_lies_types_item_free(host->table, &it);
    return rc;
  }
  if (slot == 6) {
    tenon_option_result_string_test_lies_types_level it;
    const int32_t rc = honest_c_puppet_give_nested(host, &it);
    if (rc == TENON_OK) *out = read_nested(&it), tenon_option_result_string_test_lies_types_level_free(host->table, &it);
    return rc;
  }
  if (slot == 7) {
    tenon_option_string it;
    const int32_t rc = honest_c_puppet_give_option(host, &it);
    if (rc == TENON_OK) *out = it.is_some ? read_text(it.value) : 0, tenon_option_string_free(host->table, &it);
    return rc;
  }
  if (slot == 8) {
    tenon_tuple2_test_lies_types_level_string it;
    const int32_t rc = honest_c_puppet_give_pair(host, &it);
    if (rc == TENON_OK) *out = read_text(it.f1), tenon_tuple2_test_lies_types_level_string_free(host->table, &it);
    return rc;
  }
  test_lies_types_shape it;
  const int32_t rc = honest_c_puppet_give_shape(host, &it);
  if (rc == TENON_OK) *out = read_shape(&it), test_lies_types_shape_free(host->table, &it);
  return rc;
}

static int32_t take_text(const honest_c_host *host, tenon_string text, uint32_t *out) {
  *out = read_text(text);
  tenon_string_free(host->table, &text);
  return TENON_OK;
}

static int32_t take_thing(test_lies_types_thing *thing, uint32_t *out) {
  const int32_t rc = test_lies_types_thing_value(thing, out);
  test_lies_types_thing_drop(thing);
  return rc;
}

static int32_t ask_results(const honest_c_host *host, uint32_t slot, uint32_t *out) {
  tenon_string text, error;
  test_lies_types_thing *thing;
  test_lies_types_level level;
  int32_t rc;
  switch (slot) {
    case 11:
      rc = honest_c_puppet_give_text(host, &text);
      return rc == TENON_OK ? take_text(host, text, out) : rc;
    case 13:
      rc = honest_c_puppet_give_thing(host, &thing);
      return rc == TENON_OK ? take_thing(thing, out) : rc;
    case 17:
      rc = honest_c_puppet_try_level(host, out, &level);
      return rc == TENON_ERR ? (*out = level, TENON_OK) : rc;
    case 18:
      rc = honest_c_puppet_try_text(host, &text, &error);
      return rc == TENON_OK || rc == TENON_ERR ? take_text(host, rc == TENON_OK ? text : error, out) : rc;
    case 19:
      rc = honest_c_puppet_try_thing(host, &thing, &error);
      if (rc == TENON_ERR) return take_text(host, error, out);
      return rc == TENON_OK ? take_thing(thing, out) : rc;
    default:
      rc = honest_c_puppet_try_unit(host);
      return rc == TENON_ERR ? TENON_OK : rc;
  }
}

int32_t honest_c_ask(honest_c *self, uint32_t slot, uint32_t *out) {
  const honest_c_host *const host = &self->host;
  *out = 0;
  switch (slot) {
    case 0:
    case 1:
    case 4:
    case 9:
    case 15:
      return ask_scalars(host, slot, out);
    case 3:
    case 5:
    case 12:
    case 14:
    case 16:
      return ask_lists(host, slot, out);
    case 2:
    case 6:
    case 7:
    case 8:
    case 10:
      return ask_compounds(host, slot, out);
    default:
      return ask_results(host, slot, out);
  }
}

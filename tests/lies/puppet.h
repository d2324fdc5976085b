/* SPDX-License-Identifier: MIT
 *
 * Against abi.h alone: a puppet that gives any bytes as its results, and a caller that hands over any
 * bytes as arguments. The lying plugin and the lying host are made of these. */
#ifndef TEST_LIES_PUPPET_H
#define TEST_LIES_PUPPET_H

#include <string.h>
#include <tenon/abi.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Slots are in the order of names. */
enum {
  GIVE_BOOL, GIVE_CHAR, GIVE_ITEM, GIVE_ITEMS, GIVE_LEVEL, GIVE_LEVELS, GIVE_NESTED, GIVE_OPTION, GIVE_PAIR,
  GIVE_PERMS, GIVE_SHAPE, GIVE_TEXT, GIVE_TEXTS, GIVE_THING, GIVE_THINGS, GIVE_UNIT, GIVE_WORDS,
  TRY_LEVEL, TRY_TEXT, TRY_THING, TRY_UNIT, GIVE_COUNT
};
enum {
  TAKE_BOOL, TAKE_CHAR, TAKE_ITEM, TAKE_ITEMS, TAKE_LENT, TAKE_LEVEL, TAKE_LEVELS, TAKE_NESTED, TAKE_OPTION,
  TAKE_PAIR, TAKE_PERMS, TAKE_SHAPE, TAKE_TEXT, TAKE_TEXTS, TAKE_THING, TAKE_THINGS, TAKE_WORDS, TAKE_COUNT
};

/* --- Values as they lie in memory ------------------------------------------------------------- */

typedef struct item_image {
  uint8_t level, on;
  uint32_t letter;
  tenon_string text;
  tenon_list words;
} item_image;
typedef struct pair_image {
  uint8_t level;
  tenon_string text;
} pair_image;
typedef struct option_image {
  uint8_t tag;
  tenon_string text;
} option_image;
typedef struct shape_image {
  uint8_t tag;
  union {
    double circle;
    tenon_string named;
    tenon_list lines;
  } val;
} shape_image;
typedef struct nested_image {
  uint8_t tag;
  struct {
    uint8_t tag;
    union {
      tenon_string ok;
      uint8_t err;
    } val;
  } some;
} nested_image;

/* --- The puppet ------------------------------------------------------------------------------- */

/* What it gives next: `len` bytes into `out`, `ok` or `err`. */
typedef struct puppet {
  int32_t status;
  size_t len;
  uint8_t image[256];
} puppet;

static inline void puppet_tell(puppet *self, int32_t status, const void *image, size_t len) {
  self->status = status;
  self->len = len;
  if (len) memcpy(self->image, image, len);
}

static int32_t puppet_give(void *self, void *out) {
  const puppet *const told = (const puppet *)self;
  if (told->len) memcpy(out, told->image, told->len);
  return told->status;
}
static int32_t puppet_give_nothing(void *self) { return ((const puppet *)self)->status; }
static int32_t puppet_try(void *self, void *ok, void *err) {
  return puppet_give(self, ((const puppet *)self)->status == TENON_ERR ? err : ok);
}

typedef void (*any_function)(void);
typedef struct puppet_table {
  tenon_table head;
  any_function slots[GIVE_COUNT];
} puppet_table;

static inline void puppet_fill(puppet_table *table) {
  for (int i = 0; i < GIVE_COUNT; ++i) table->slots[i] = (any_function)(i < TRY_LEVEL ? (any_function)puppet_give : (any_function)puppet_try);
  table->slots[GIVE_UNIT] = table->slots[TRY_UNIT] = (any_function)puppet_give_nothing;
}

/* --- The caller ------------------------------------------------------------------------------- */

/* Calls slot `slot` of a table of `takes` with the bytes at `image` as its argument. */
static inline int32_t call_take(const tenon_reference *takes, uint32_t slot, const void *image, uint32_t *out) {
  const any_function function = ((const any_function *)(const void *)(takes->table + 1))[slot];
  void *const self = takes->self;
  switch (slot) {
    case TAKE_BOOL:
    case TAKE_LEVEL:
    case TAKE_PERMS:
      return ((int32_t (*)(void *, uint8_t, uint32_t *))function)(self, *(const uint8_t *)image, out);
    case TAKE_CHAR: {
      uint32_t letter;
      memcpy(&letter, image, sizeof letter);
      return ((int32_t (*)(void *, uint32_t, uint32_t *))function)(self, letter, out);
    }
    case TAKE_LENT:
    case TAKE_THING: {
      tenon_object *object;
      memcpy(&object, image, sizeof object);
      return ((int32_t (*)(void *, tenon_object *, uint32_t *))function)(self, object, out);
    }
    case TAKE_ITEM:
    case TAKE_NESTED:
    case TAKE_OPTION:
    case TAKE_PAIR:
    case TAKE_SHAPE:
      return ((int32_t (*)(void *, const void *, uint32_t *))function)(self, image, out);
    default: {
      tenon_list list;
      memcpy(&list, image, sizeof list);
      return ((int32_t (*)(void *, const void *, size_t, uint32_t *))function)(self, list.ptr, list.len, out);
    }
  }
}

#ifdef __cplusplus
}
#endif

#endif

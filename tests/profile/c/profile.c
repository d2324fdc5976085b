/* SPDX-License-Identifier: MIT
 * Native profile 1 in C: what each function does is said once, in host.cpp, by the checks. Memory is not
 * short here; where it ends, calls trap. */
#include "profile-c.tenon.h"

#include <string.h>

typedef test_profile_things_node node;
typedef test_profile_types_shape shape;
typedef test_profile_things_held held;

struct profile_c {
  profile_c_host host;
};

int32_t profile_c_create(const profile_c_host *host, profile_c **self) {
  *self = profile_c_alloc(host, sizeof **self);
  if (!*self) return TENON_OUT_OF_MEMORY;
  (*self)->host = *host;
  return TENON_OK;
}

void profile_c_destroy(profile_c *self) {
  const profile_c_host host = self->host;
  profile_c_free(&host, self, sizeof *self);
}

/* --- values */

int32_t profile_c_shapes(profile_c *self, tenon_list_test_profile_types_shape all, tenon_list_test_profile_types_shape *out) {
  return tenon_list_test_profile_types_shape_copy(self->host.table, out, &all);
}

int32_t profile_c_next_shape(profile_c *self, const shape *from, shape *out) {
  *out = (shape){0};
  switch (from->tag) {
    case TEST_PROFILE_TYPES_SHAPE_NOTHING:
      out->tag = TEST_PROFILE_TYPES_SHAPE_CIRCLE;
      out->val.circle = 1.5;
      return TENON_OK;
    case TEST_PROFILE_TYPES_SHAPE_CIRCLE:
      out->tag = TEST_PROFILE_TYPES_SHAPE_NAMED;
      return profile_c_string(&self->host, &out->val.named, "circle", 6);
    case TEST_PROFILE_TYPES_SHAPE_NAMED: {
      out->tag = TEST_PROFILE_TYPES_SHAPE_PATH;
      tenon_tuple2_s32_s32 *const path = tenon_list_tuple2_s32_s32_alloc(self->host.table, &out->val.path, 1);
      if (!path) return TENON_OUT_OF_MEMORY;
      path[0].f0 = (int32_t)from->val.named.len;
      path[0].f1 = -1;
      return TENON_OK;
    }
    case TEST_PROFILE_TYPES_SHAPE_PATH:
      out->tag = TEST_PROFILE_TYPES_SHAPE_SIZED;
      out->val.sized.is_some = 1;
      out->val.sized.value.value = (double)from->val.path.len;
      out->val.sized.value.unit = TEST_UNITS_UNITS_UNIT_SECOND;
      return TENON_OK;
    default:
      out->tag = from->val.sized.is_some ? TEST_PROFILE_TYPES_SHAPE_SIZED : TEST_PROFILE_TYPES_SHAPE_NOTHING;
      return TENON_OK;
  }
}

int32_t profile_c_turn(profile_c *self, test_profile_types_perms perms, test_profile_types_marks marks, tenon_tuple2_test_profile_types_perms_test_profile_types_marks *out) {
  (void)self;
  out->f0 = (test_profile_types_perms)(perms ^ TEST_PROFILE_TYPES_PERMS_RUN);
  out->f1 = marks ^ TEST_PROFILE_TYPES_MARKS_M16;
  return TENON_OK;
}

int32_t profile_c_rotate(profile_c *self, const tenon_tuple3_u8_string_test_profile_types_shape *it, tenon_tuple3_string_test_profile_types_shape_u8 *out) {
  out->f2 = it->f0;
  const int32_t rc = profile_c_string(&self->host, &out->f0, it->f1.ptr, it->f1.len);
  return rc == TENON_OK ? test_profile_types_shape_copy(self->host.table, &out->f1, &it->f2) : rc;
}

int32_t profile_c_nested(profile_c *self, const tenon_option_option_result_list_string_u8 *it, tenon_option_option_result_list_string_u8 *out) {
  return tenon_option_option_result_list_string_u8_copy(self->host.table, out, it);
}

int32_t profile_c_swap(profile_c *self, const tenon_result_option_string_test_profile_types_entry *it, test_profile_types_entry *ok, tenon_option_string *err) {
  if (it->is_err) return test_profile_types_entry_copy(self->host.table, ok, &it->value.err);
  const int32_t rc = tenon_option_string_copy(self->host.table, err, &it->value.ok);
  return rc == TENON_OK ? TENON_ERR : rc;
}

int32_t profile_c_unit(profile_c *self, const tenon_result_unit_unit *it, tenon_option_result_unit_unit *out) {
  (void)self;
  *out = (tenon_option_result_unit_unit){0};
  out->is_some = !it->is_err;
  out->value.is_err = out->is_some;
  return TENON_OK;
}

/* In reverse. */
int32_t profile_c_entries(profile_c *self, tenon_list_test_profile_types_entry all, tenon_list_test_profile_types_entry *out) {
  test_profile_types_entry *const to = tenon_list_test_profile_types_entry_alloc(self->host.table, out, all.len);
  if (!to) return TENON_OUT_OF_MEMORY;
  for (size_t i = 0; i < all.len; ++i)
    if (test_profile_types_entry_copy(self->host.table, &to[i], &all.ptr[all.len - 1 - i]) != TENON_OK) return TENON_OUT_OF_MEMORY;
  return TENON_OK;
}

int32_t profile_c_total(profile_c *self, test_profile_types_series of, test_profile_types_measures *out) {
  test_units_units_measure *const to = tenon_list_test_units_units_measure_alloc(self->host.table, out, of.len ? 1 : 0);
  if (!to) return TENON_OUT_OF_MEMORY;
  if (of.len) to[0] = of.ptr[0];
  for (size_t i = 1; i < of.len; ++i) to[0].value += of.ptr[i].value;
  return TENON_OK;
}

int32_t profile_c_advance(profile_c *self, const test_base_v1_base_ident *of, test_base_v2_base_ident *out) {
  out->id = (uint64_t)of->id + 1;
  return profile_c_string(&self->host, &out->name, "next", 4);
}

int32_t profile_c_fresh(profile_c *self, uint32_t x, tenon_option_u32 *out) {
  (void)self;
  out->is_some = x % 2 == 0;
  out->value = out->is_some ? x + 1 : 0;
  return TENON_OK;
}

/* --- Nodes of one's own */

enum { MOST = 8 };
struct profile_c_node {
  profile_c_host host;
  char name[32];
  size_t len, count;
  node *children[MOST];
};

static int32_t make_node(const profile_c_host *host, tenon_string name, node **out) {
  profile_c_node *const made = profile_c_alloc(host, sizeof *made);
  if (!made) return TENON_OUT_OF_MEMORY;
  *made = (profile_c_node){.host = *host, .len = name.len < sizeof made->name ? name.len : sizeof made->name};
  if (made->len) memcpy(made->name, name.ptr, made->len);
  return profile_c_node_make(host, made, out);
}

void profile_c_node_drop(profile_c_node *self) {
  for (size_t i = 0; i < self->count; ++i) test_profile_things_node_drop(self->children[i]);
  const profile_c_host host = self->host;
  profile_c_free(&host, self, sizeof *self);
}

int32_t profile_c_node_name(profile_c_node *self, tenon_string *out) {
  return profile_c_string(&self->host, out, self->name, self->len);
}

static int same(tenon_string a, const char *ptr, size_t len) { return a.len == len && (len == 0 || memcmp(a.ptr, ptr, len) == 0); }

int32_t profile_c_node_add(profile_c_node *self, node *child, uint32_t *ok, node **err) {
  tenon_string name;
  int32_t rc = test_profile_things_node_name(child, &name);
  if (rc == TENON_OK && same(name, self->name, self->len)) rc = TENON_ERR;
  if (rc != TENON_OK && rc != TENON_ERR) test_profile_things_node_drop(child);
  if (rc < 0) return rc;
  tenon_string_free(self->host.table, &name);
  if (rc == TENON_ERR) return *err = child, rc;
  self->children[self->count++] = child;
  *ok = (uint32_t)self->count;
  return TENON_OK;
}

int32_t profile_c_node_children(profile_c_node *self, tenon_list_own_test_profile_things_node *out) {
  node **const to = tenon_list_own_test_profile_things_node_alloc(self->host.table, out, self->count);
  if (!to) return TENON_OUT_OF_MEMORY;
  for (size_t i = 0; i < self->count; ++i) to[i] = self->children[i];
  self->count = 0;
  return TENON_OK;
}

int32_t profile_c_new_node(profile_c *self, tenon_string name, node **ok, tenon_string *err) {
  return name.len ? make_node(&self->host, name, ok) : profile_c_fail(&self->host, err, "a node needs a name");
}

int32_t profile_c_node_join(profile_c *self, node *a, node *b, node **ok, tenon_string *err) {
  tenon_string first = {0}, second = {0};
  char both[32];
  int32_t rc = test_profile_things_node_name(a, &first);
  if (rc == TENON_OK) rc = test_profile_things_node_name(b, &second);
  test_profile_things_node_drop(a);
  test_profile_things_node_drop(b);
  if (rc == TENON_OK && same(first, second.ptr, second.len)) {
    rc = profile_c_fail(&self->host, err, "two of one name");
  } else if (rc == TENON_OK) {
    memcpy(both, first.ptr, first.len);
    memcpy(both + first.len, second.ptr, second.len);
    rc = make_node(&self->host, (tenon_string){both, first.len + second.len}, ok);
  }
  tenon_string_free(self->host.table, &first);
  tenon_string_free(self->host.table, &second);
  return rc;
}

int32_t profile_c_node_find(profile_c *self, tenon_list_borrow_test_profile_things_node among, tenon_string name, tenon_option_u32 *out) {
  *out = (tenon_option_u32){0};
  for (size_t i = 0; i < among.len && !out->is_some; ++i) {
    tenon_string its;
    const int32_t rc = test_profile_things_node_name(among.ptr[i], &its);
    if (rc != TENON_OK) return rc;
    if (same(its, name.ptr, name.len)) *out = (tenon_option_u32){1, (uint32_t)i};
    tenon_string_free(self->host.table, &its);
  }
  return TENON_OK;
}

static int32_t put(const profile_c_host *host, held *to, node *object, const char *note, size_t len) {
  to->node = object;
  return profile_c_string(host, &to->note, note, len);
}

int32_t profile_c_keep(profile_c *self, tenon_list_test_profile_things_held all, const test_profile_things_either *either, const tenon_option_own_test_profile_things_node *maybe, tenon_list_test_profile_things_held *out) {
  held *to = tenon_list_test_profile_things_held_alloc(self->host.table, out, all.len + 1 + maybe->is_some);
  if (!to) return profile_c_trap(&self->host, "no memory");
  int32_t rc = TENON_OK;
  for (size_t i = 0; i < all.len; ++i) rc |= put(&self->host, to++, all.ptr[i].node, all.ptr[i].note.ptr, all.ptr[i].note.len);
  if (either->tag == TEST_PROFILE_THINGS_EITHER_MINE) {
    rc |= put(&self->host, to++, either->val.mine, "mine", 4);
  } else {
    rc |= make_node(&self->host, either->val.named, &to->node);
    rc |= put(&self->host, to, to->node, "named", 5);
    ++to;
  }
  if (maybe->is_some) rc |= put(&self->host, to, maybe->value, "maybe", 5);
  return rc == TENON_OK ? rc : profile_c_trap(&self->host, "no memory");
}

/* --- Text of several parts */

typedef struct words {
  const tenon_host_table *table;
  char text[256];
  size_t len;
} words;

static void say(words *to, const char *ptr, size_t len) {
  memcpy(to->text + to->len, ptr, len);
  to->len += len;
}

static void say_number(words *to, uint32_t number) {
  if (number > 9) say_number(to, number / 10);
  const char digit = (char)('0' + number % 10);
  say(to, &digit, 1);
}

/* Takes `text` over. */
static void say_text(words *to, tenon_string text) {
  say(to, text.ptr, text.len);
  tenon_string_free(to->table, &text);
}

static int32_t say_name(words *to, node *object) {
  tenon_string name;
  const int32_t rc = test_profile_things_node_name(object, &name);
  if (rc == TENON_OK) say_text(to, name);
  return rc;
}

int32_t profile_c_look(profile_c *self, const test_profile_things_shown *shown, const tenon_tuple2_borrow_test_profile_things_node_u32 *pair, tenon_string *out) {
  words said = {.table = self->host.table};
  int32_t rc = TENON_OK;
  if (shown->tag == TEST_PROFILE_THINGS_SHOWN_ONE) rc = say_name(&said, shown->val.one);
  for (size_t i = 0; shown->tag == TEST_PROFILE_THINGS_SHOWN_MANY && i < shown->val.many.len && rc == TENON_OK; ++i) {
    const test_profile_things_lent *const lent = &shown->val.many.ptr[i];
    if (i) say(&said, "+", 1);
    rc = say_name(&said, lent->node);
    say(&said, ":", 1);
    say(&said, lent->note.ptr, lent->note.len);
  }
  if (rc != TENON_OK) return rc;
  say(&said, "/", 1);
  rc = say_name(&said, pair->f0);
  say_number(&said, pair->f1);
  return rc == TENON_OK ? profile_c_string(&self->host, out, said.text, said.len) : rc;
}

/* --- The world's own functions */

int32_t profile_c_describe(profile_c *self, const shape *what, tenon_list_string names, tenon_string *ok, shape *err) {
  uint64_t now = 0;
  int32_t rc = profile_c_world_clock(&self->host, &now);
  if (rc == TENON_OK) rc = profile_c_world_remark(&self->host, tenon_text("describing"));
  if (rc != TENON_OK) return rc;
  if (what->tag == TEST_PROFILE_TYPES_SHAPE_NOTHING) {
    err->tag = TEST_PROFILE_TYPES_SHAPE_NAMED;
    rc = profile_c_string(&self->host, &err->val.named, "nothing", 7);
    return rc == TENON_OK ? TENON_ERR : rc;
  }
  words said = {.table = self->host.table};
  say_number(&said, what->tag);
  say(&said, "@", 1);
  say_number(&said, (uint32_t)now);
  for (size_t i = 0; i < names.len; ++i) {
    say(&said, " ", 1);
    say(&said, names.ptr[i].ptr, names.ptr[i].len);
  }
  return profile_c_string(&self->host, ok, said.text, said.len);
}

/* Each step returns what failed in it; together they are what host.cpp does with the plugin's things. */
static int32_t look_at(const profile_c_host *host, node *a, node *b, words *said) {
  node *const both[] = {a, b};
  tenon_option_u32 found;
  int32_t rc = profile_c_things_node_find(host, (tenon_list_borrow_test_profile_things_node){both, 2}, tenon_text("b"), &found);
  if (rc != TENON_OK) return rc;
  say(said, " ", 1);
  say_number(said, found.is_some ? found.value : 9);

  const test_profile_things_lent lent[] = {{a, tenon_text("x")}, {b, tenon_text("y")}};
  test_profile_things_shown shown = {.tag = TEST_PROFILE_THINGS_SHOWN_MANY, .val = {.many = {lent, 2}}};
  tenon_tuple2_borrow_test_profile_things_node_u32 pair = {a, 7};
  tenon_string text;
  rc = profile_c_things_look(host, &shown, &pair, &text);
  if (rc != TENON_OK) return rc;
  say(said, " ", 1);
  say_text(said, text);
  shown = (test_profile_things_shown){.tag = TEST_PROFILE_THINGS_SHOWN_ONE, .val = {.one = b}};
  pair = (tenon_tuple2_borrow_test_profile_things_node_u32){b, 1};
  rc = profile_c_things_look(host, &shown, &pair, &text);
  if (rc != TENON_OK) return rc;
  say(said, " ", 1);
  say_text(said, text);
  return TENON_OK;
}

static int32_t say_kept(const profile_c_host *host, tenon_list_test_profile_things_held kept, words *said) {
  (void)host;
  for (size_t i = 0; i < kept.len; ++i) {
    say(said, " ", 1);
    const int32_t rc = say_name(said, kept.ptr[i].node);
    if (rc != TENON_OK) return rc;
    say(said, ":", 1);
    say(said, kept.ptr[i].note.ptr, kept.ptr[i].note.len);
  }
  return TENON_OK;
}

/* `a`, and `b` inside of it, through `keep` and `join`. */
static int32_t keep_and_join(const profile_c_host *host, node *a, words *said) {
  tenon_list_own_test_profile_things_node children;
  int32_t rc = test_profile_things_node_children(a, &children);
  if (rc != TENON_OK) return rc;
  say(said, " ", 1);
  rc = say_name(said, children.ptr[0]);
  if (rc != TENON_OK) return rc;

  tenon_string failed;
  const held all[] = {{a, tenon_text("n")}};
  const test_profile_things_either mine = {.tag = TEST_PROFILE_THINGS_EITHER_MINE, .val = {.mine = children.ptr[0]}};
  tenon_list_own_test_profile_things_node_forget(host->table, &children);
  tenon_option_own_test_profile_things_node c = {.is_some = 1};
  rc = profile_c_things_new_node(host, tenon_text("c"), &c.value, &failed);
  if (rc != TENON_OK) return rc;
  tenon_list_test_profile_things_held kept;
  rc = profile_c_things_keep(host, (tenon_list_test_profile_things_held){all, 1}, &mine, &c, &kept);
  if (rc != TENON_OK) return rc;
  rc = say_kept(host, kept, said);
  if (rc != TENON_OK) return rc;

  node *joined;
  rc = profile_c_things_node_join(host, kept.ptr[0].node, kept.ptr[1].node, &joined, &failed);
  if (rc != TENON_OK) return rc;
  test_profile_things_node_drop(kept.ptr[2].node);
  tenon_list_test_profile_things_held_forget(host->table, &kept);
  say(said, " ", 1);
  rc = say_name(said, joined);
  test_profile_things_node_drop(joined);
  return rc;
}

/* An object of this plugin's goes to the host and comes back. */
static int32_t lend_own(const profile_c_host *host, words *said) {
  held all[1] = {{NULL, tenon_text("own")}};
  int32_t rc = make_node(host, tenon_text("p"), &all[0].node);
  if (rc != TENON_OK) return rc;
  const test_profile_things_either named = {.tag = TEST_PROFILE_THINGS_EITHER_NAMED, .val = {.named = tenon_text("z")}};
  const tenon_option_own_test_profile_things_node none = {0};
  tenon_list_test_profile_things_held kept;
  rc = profile_c_things_keep(host, (tenon_list_test_profile_things_held){all, 1}, &named, &none, &kept);
  if (rc != TENON_OK) return rc;
  rc = say_kept(host, kept, said);
  say(said, profile_c_node_of(kept.ptr[0].node) && !profile_c_node_of(kept.ptr[1].node) ? " mine" : " lost", 5);
  tenon_list_test_profile_things_held_free(host->table, &kept);
  return rc;
}

int32_t profile_c_use_things(profile_c *self, tenon_string *out) {
  const profile_c_host *const host = &self->host;
  words said = {.table = host->table};
  node *a = NULL, *b = NULL, *refused;
  tenon_string text;
  uint32_t count = 0;
  if (profile_c_things_new_node(host, tenon_text(""), &a, &text) != TENON_ERR) return TENON_TRAP;
  say_text(&said, text);
  int32_t rc = profile_c_things_new_node(host, tenon_text("a"), &a, &text);
  if (rc == TENON_OK) rc = profile_c_things_new_node(host, tenon_text("b"), &b, &text);
  if (rc == TENON_OK) rc = look_at(host, a, b, &said);
  if (rc == TENON_OK) rc = test_profile_things_node_add(a, b, &count, &refused);
  if (rc != TENON_OK) return rc;
  say(&said, " ", 1);
  say_number(&said, count);
  rc = keep_and_join(host, a, &said);
  if (rc == TENON_OK) rc = lend_own(host, &said);
  return rc == TENON_OK ? profile_c_string(host, out, said.text, said.len) : rc;
}

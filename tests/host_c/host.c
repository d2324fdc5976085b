/* SPDX-License-Identifier: MIT
 *
 * Native profile 1, through generated C host bindings on libtenon: the checks of tests/profile/host.cpp, for a
 * plugin of each language.
 *
 *   host_c_profile FOLDER PLUGIN...
 */
#include <stdio.h>
#include <string.h>

#include "everything.tenon.h"

typedef test_profile_things_node node;
typedef test_profile_types_shape shape;
typedef test_profile_types_entry entry;
typedef test_profile_things_held held;
typedef tenon_list_test_profile_types_shape shapes;
typedef tenon_list_own_test_profile_things_node nodes;

static int failed, checked;
static const char *plugin_name;
static int note(int good, int line, const char *what) {
  ++checked;
  if (good) return 1;
  ++failed;
  printf("%s: line %d: %s\n", plugin_name, line, what);
  return 0;
}
#define CHECK(...) note((__VA_ARGS__) ? 1 : 0, __LINE__, #__VA_ARGS__)

static const tenon_host_table *heap(void) { return tenon_heap(); }
static int same(tenon_string a, const char *text) { return a.len == strlen(text) && (a.len == 0 || memcmp(a.ptr, text, a.len) == 0); }
/* Takes `text` over. */
static int was(tenon_string text, const char *wanted) {
  const int good = same(text, wanted);
  tenon_string_free(heap(), &text);
  return good;
}

/* --- The host's own things */

struct test_profile_everything_host_node {
  char label[32];
  node *below[8];
  size_t count;
};
typedef test_profile_everything_host_node branch;

static int branches; /* that are alive */

static int32_t make(const char *label, size_t len, node **out) {
  branch *const made = (branch *)tenon_alloc(sizeof *made, 8);
  if (!made) return TENON_OUT_OF_MEMORY;
  memset(made, 0, sizeof *made);
  memcpy(made->label, label, len);
  ++branches;
  return test_profile_everything_host_node_make(made, out);
}
static node *own(const char *label) {
  node *out = NULL;
  CHECK(make(label, strlen(label), &out) == TENON_OK);
  return out;
}

void test_profile_everything_host_node_drop(branch *self) {
  for (size_t i = 0; i < self->count; ++i) test_profile_things_node_drop(self->below[i]);
  tenon_free(self, sizeof *self, 8);
  --branches;
}

int32_t test_profile_everything_host_node_name(branch *self, tenon_string *out) {
  return tenon_string_copy(heap(), out, self->label, strlen(self->label));
}

/* Whether the object's name is `label`. */
static int called(node *object, const char *label) {
  tenon_string name;
  return test_profile_things_node_name(object, &name) == TENON_OK && was(name, label);
}

int32_t test_profile_everything_host_node_add(branch *self, node *child, uint32_t *ok, node **err) {
  if (called(child, self->label)) return *err = child, TENON_ERR;
  self->below[self->count++] = child;
  *ok = (uint32_t)self->count;
  return TENON_OK;
}

int32_t test_profile_everything_host_node_children(branch *self, nodes *out) {
  node **const to = tenon_list_own_test_profile_things_node_alloc(heap(), out, self->count);
  if (!to) return TENON_OUT_OF_MEMORY;
  for (size_t i = 0; i < self->count; ++i) to[i] = self->below[i];
  self->count = 0;
  return TENON_OK;
}

int32_t test_profile_everything_host_things_new_node(test_profile_everything_host_things *self, tenon_string name, node **ok, tenon_string *err) {
  (void)self;
  return name.len ? make(name.ptr, name.len, ok) : tenon_fail(err, "a node needs a name");
}

int32_t test_profile_everything_host_things_node_join(test_profile_everything_host_things *self, node *a, node *b, node **ok, tenon_string *err) {
  (void)self;
  tenon_string first = {0}, second = {0};
  char both[64];
  int32_t rc = test_profile_things_node_name(a, &first);
  if (rc == TENON_OK) rc = test_profile_things_node_name(b, &second);
  test_profile_things_node_drop(a);
  test_profile_things_node_drop(b);
  if (rc == TENON_OK) {
    const int len = snprintf(both, sizeof both, "%.*s%.*s", (int)first.len, first.ptr, (int)second.len, second.ptr);
    const int twice = first.len == second.len && memcmp(first.ptr, second.ptr, first.len) == 0;
    rc = twice ? tenon_fail(err, "two of one name") : make(both, (size_t)len, ok);
  }
  tenon_string_free(heap(), &first);
  tenon_string_free(heap(), &second);
  return rc;
}

int32_t test_profile_everything_host_things_node_find(test_profile_everything_host_things *self, tenon_list_borrow_test_profile_things_node among, tenon_string name, tenon_option_u32 *out) {
  (void)self;
  char wanted[32];
  snprintf(wanted, sizeof wanted, "%.*s", (int)name.len, name.ptr);
  memset(out, 0, sizeof *out);
  for (uint32_t i = 0; i < among.len && !out->is_some; ++i)
    if (called(among.ptr[i], wanted)) out->is_some = 1, out->value = i;
  return TENON_OK;
}

static int32_t put(held *to, node *object, const char *text, size_t len) {
  to->node = object;
  return tenon_string_copy(heap(), &to->note, text, len);
}

int32_t test_profile_everything_host_things_keep(test_profile_everything_host_things *self, tenon_list_test_profile_things_held all, const test_profile_things_either *either, const tenon_option_own_test_profile_things_node *maybe, tenon_list_test_profile_things_held *out) {
  (void)self;
  held *to = tenon_list_test_profile_things_held_alloc(heap(), out, all.len + 1 + maybe->is_some);
  if (!to) return TENON_TRAP;
  int32_t rc = TENON_OK;
  for (size_t i = 0; i < all.len; ++i) rc |= put(to++, all.ptr[i].node, all.ptr[i].note.ptr, all.ptr[i].note.len);
  if (either->tag == TEST_PROFILE_THINGS_EITHER_MINE) rc |= put(to++, either->val.mine, "mine", 4);
  if (either->tag == TEST_PROFILE_THINGS_EITHER_NAMED) {
    node *named = NULL;
    rc |= make(either->val.named.ptr, either->val.named.len, &named);
    rc |= put(to++, named, "named", 5);
  }
  if (maybe->is_some) rc |= put(to, maybe->value, "maybe", 5);
  return rc == TENON_OK ? rc : TENON_TRAP;
}

/* Text of several parts. */
typedef struct words {
  char text[256];
  size_t len;
} words;
static void say(words *to, const char *between, tenon_string text) {
  to->len += (size_t)snprintf(to->text + to->len, sizeof to->text - to->len, "%s%.*s", between, (int)text.len, text.ptr);
}
static void say_name(words *to, const char *between, node *object) {
  tenon_string name = {0};
  CHECK(test_profile_things_node_name(object, &name) == TENON_OK);
  say(to, between, name);
  tenon_string_free(heap(), &name);
}

int32_t test_profile_everything_host_things_look(test_profile_everything_host_things *self, const test_profile_things_shown *shown, const tenon_tuple2_borrow_test_profile_things_node_u32 *pair, tenon_string *out) {
  (void)self;
  words said = {{0}, 0};
  char number[16];
  if (shown->tag == TEST_PROFILE_THINGS_SHOWN_ONE) say_name(&said, "", shown->val.one);
  for (size_t i = 0; shown->tag == TEST_PROFILE_THINGS_SHOWN_MANY && i < shown->val.many.len; ++i) {
    say_name(&said, i ? "+" : "", shown->val.many.ptr[i].node);
    say(&said, ":", shown->val.many.ptr[i].note);
  }
  say_name(&said, "/", pair->f0);
  snprintf(number, sizeof number, "%u", pair->f1);
  say(&said, "", tenon_text(number));
  return tenon_string_copy(heap(), out, said.text, said.len);
}

struct test_profile_everything_host_world {
  words remarked;
};
int32_t test_profile_everything_host_world_remark(test_profile_everything_host_world *self, tenon_string text) {
  say(&self->remarked, "", text);
  return TENON_OK;
}
int32_t test_profile_everything_host_world_clock(test_profile_everything_host_world *self, uint64_t *out) {
  (void)self;
  *out = 1234;
  return TENON_OK;
}

/* --- What is done with each plugin */

static const tenon_tuple2_s32_s32 kPath[] = {{1, -2}, {3, 4}};

static size_t all_shapes(shape *to) {
  memset(to, 0, 8 * sizeof *to);
  to[1].tag = TEST_PROFILE_TYPES_SHAPE_CIRCLE, to[1].val.circle = -0.5;
  to[2].tag = TEST_PROFILE_TYPES_SHAPE_NAMED;
  to[3].tag = TEST_PROFILE_TYPES_SHAPE_NAMED, to[3].val.named.ptr = "n\0\xC3\xA4s", to[3].val.named.len = 5;
  to[4].tag = TEST_PROFILE_TYPES_SHAPE_PATH, to[4].val.path.ptr = kPath, to[4].val.path.len = 2;
  to[5].tag = TEST_PROFILE_TYPES_SHAPE_PATH;
  to[6].tag = TEST_PROFILE_TYPES_SHAPE_SIZED;
  to[7].tag = TEST_PROFILE_TYPES_SHAPE_SIZED, to[7].val.sized.is_some = 1;
  to[7].val.sized.value.value = 2.5, to[7].val.sized.value.unit = TEST_UNITS_UNITS_UNIT_METER;
  return 8;
}

static int equal(const shape *a, const shape *b) {
  if (a->tag != b->tag) return 0;
  if (a->tag == TEST_PROFILE_TYPES_SHAPE_CIRCLE) return !(a->val.circle < b->val.circle || a->val.circle > b->val.circle);
  if (a->tag == TEST_PROFILE_TYPES_SHAPE_NAMED)
    return a->val.named.len == b->val.named.len && (!a->val.named.len || !memcmp(a->val.named.ptr, b->val.named.ptr, a->val.named.len));
  if (a->tag == TEST_PROFILE_TYPES_SHAPE_PATH)
    return a->val.path.len == b->val.path.len && (!a->val.path.len || !memcmp(a->val.path.ptr, b->val.path.ptr, a->val.path.len * sizeof *kPath));
  if (a->tag != TEST_PROFILE_TYPES_SHAPE_SIZED) return 1;
  if (a->val.sized.is_some != b->val.sized.is_some) return 0;
  return !a->val.sized.is_some || (a->val.sized.value.unit == b->val.sized.value.unit && !(a->val.sized.value.value < b->val.sized.value.value || a->val.sized.value.value > b->val.sized.value.value));
}

static void variants(test_profile_values values) {
  shape from[8];
  const shapes all = {from, all_shapes(from)};
  shapes back;
  if (CHECK(test_profile_values_shapes(values, all, &back) == TENON_OK && back.len == all.len)) {
    for (size_t i = 0; i < all.len; ++i) CHECK(equal(&back.ptr[i], &all.ptr[i]));
    tenon_list_test_profile_types_shape_free(heap(), &back);
  }
  const shapes none = {NULL, 0};
  CHECK(test_profile_values_shapes(values, none, &back) == TENON_OK && back.len == 0);
  static const uint8_t kOrder[] = {TEST_PROFILE_TYPES_SHAPE_CIRCLE, TEST_PROFILE_TYPES_SHAPE_NAMED, TEST_PROFILE_TYPES_SHAPE_PATH, TEST_PROFILE_TYPES_SHAPE_SIZED, TEST_PROFILE_TYPES_SHAPE_SIZED, TEST_PROFILE_TYPES_SHAPE_NOTHING};
  shape now = from[0], next;
  for (size_t i = 0; i < sizeof kOrder; ++i) {
    CHECK(test_profile_values_next_shape(values, &now, &next) == TENON_OK && next.tag == kOrder[i]);
    if (i == 2) CHECK(next.val.path.len == 1 && next.val.path.ptr[0].f0 == 6 && next.val.path.ptr[0].f1 == -1);
    if (i) test_profile_types_shape_free(heap(), &now);
    now = next;
  }
}

static void flags_and_tuples(test_profile_values values) {
  tenon_tuple2_test_profile_types_perms_test_profile_types_marks turned;
  CHECK(test_profile_values_turn(values, TEST_PROFILE_TYPES_PERMS_READ | TEST_PROFILE_TYPES_PERMS_RUN, TEST_PROFILE_TYPES_MARKS_M0, &turned) == TENON_OK);
  CHECK(turned.f0 == TEST_PROFILE_TYPES_PERMS_READ && turned.f1 == (TEST_PROFILE_TYPES_MARKS_M0 | TEST_PROFILE_TYPES_MARKS_M16));
  CHECK(test_profile_values_turn(values, 0xF0, 0, &turned) == TENON_OK && turned.f0 == 0xF4); /* unknown bits are kept */
  shape from[8];
  for (size_t i = 0, count = all_shapes(from); i < count; ++i) {
    const tenon_tuple3_u8_string_test_profile_types_shape it = {200, tenon_text("text"), from[i]};
    tenon_tuple3_string_test_profile_types_shape_u8 out;
    if (!CHECK(test_profile_values_rotate(values, &it, &out) == TENON_OK)) continue;
    CHECK(same(out.f0, "text") && equal(&out.f1, &from[i]) && out.f2 == 200);
    tenon_tuple3_string_test_profile_types_shape_u8_free(heap(), &out);
  }
}

static entry example(const char *name) {
  static const tenon_string kTags[] = {{"a", 1}, {NULL, 0}, {"c", 1}};
  entry out;
  memset(&out, 0, sizeof out);
  out.name = tenon_text(name);
  out.tags.ptr = kTags, out.tags.len = 3;
  out.shape.tag = TEST_PROFILE_TYPES_SHAPE_NAMED, out.shape.val.named = tenon_text("s");
  out.perms = TEST_PROFILE_TYPES_PERMS_WRITE;
  return out;
}
static int is_example(const entry *e, const char *name) {
  return same(e->name, name) && e->tags.len == 3 && same(e->tags.ptr[0], "a") && same(e->tags.ptr[1], "") && same(e->tags.ptr[2], "c") &&
         e->shape.tag == TEST_PROFILE_TYPES_SHAPE_NAMED && same(e->shape.val.named, "s") && e->perms == TEST_PROFILE_TYPES_PERMS_WRITE;
}

static void options_and_results(test_profile_values values) {
  const tenon_string two[] = {tenon_text(""), tenon_text("two")};
  for (int i = 0; i < 5; ++i) {
    tenon_option_option_result_list_string_u8 it, out;
    memset(&it, 0, sizeof it);
    it.is_some = i > 0, it.value.is_some = i > 1, it.value.value.is_err = i == 2;
    if (i == 2) it.value.value.value.err = 9;
    if (i == 4) it.value.value.value.ok.ptr = two, it.value.value.value.ok.len = 2;
    if (!CHECK(test_profile_values_nested(values, &it, &out) == TENON_OK)) continue;
    CHECK(out.is_some == it.is_some && (!it.is_some || out.value.is_some == it.value.is_some));
    if (i > 1) CHECK(out.value.value.is_err == it.value.value.is_err);
    if (i == 2) CHECK(out.value.value.value.err == 9);
    if (i == 3) CHECK(out.value.value.value.ok.len == 0);
    if (i == 4) CHECK(out.value.value.value.ok.len == 2 && same(out.value.value.value.ok.ptr[1], "two"));
    tenon_option_option_result_list_string_u8_free(heap(), &out);
  }
  tenon_result_option_string_test_profile_types_entry it;
  entry ok;
  tenon_option_string err;
  memset(&it, 0, sizeof it);
  CHECK(test_profile_values_swap(values, &it, &ok, &err) == TENON_ERR && !err.is_some);
  it.value.ok.is_some = 1, it.value.ok.value = tenon_text("text");
  CHECK(test_profile_values_swap(values, &it, &ok, &err) == TENON_ERR && err.is_some && was(err.value, "text"));
  it.is_err = 1, it.value.err = example("e");
  if (CHECK(test_profile_values_swap(values, &it, &ok, &err) == TENON_OK)) {
    CHECK(is_example(&ok, "e"));
    test_profile_types_entry_free(heap(), &ok);
  }
  tenon_result_unit_unit unit = {0};
  tenon_option_result_unit_unit out;
  CHECK(test_profile_values_unit(values, &unit, &out) == TENON_OK && out.is_some && out.value.is_err);
  unit.is_err = 1;
  CHECK(test_profile_values_unit(values, &unit, &out) == TENON_OK && !out.is_some);
}

static void lists_of_records(test_profile_values values) {
  entry both[2] = {example("first"), example("")};
  both[1].tags.len = 0;
  const tenon_list_test_profile_types_entry all = {both, 2}, none = {NULL, 0};
  tenon_list_test_profile_types_entry back;
  CHECK(test_profile_values_entries(values, none, &back) == TENON_OK && back.len == 0);
  if (CHECK(test_profile_values_entries(values, all, &back) == TENON_OK && back.len == 2)) {
    CHECK(is_example(&back.ptr[1], "first") && same(back.ptr[0].name, "") && back.ptr[0].tags.len == 0);
    tenon_list_test_profile_types_entry_free(heap(), &back);
  }
  const test_units_units_measure two[] = {{1.5, TEST_UNITS_UNITS_UNIT_SECOND}, {2, TEST_UNITS_UNITS_UNIT_METER}};
  const test_profile_types_series series = {two, 2}, empty = {NULL, 0};
  test_profile_types_measures total;
  if (CHECK(test_profile_values_total(values, series, &total) == TENON_OK && total.len == 1)) {
    CHECK(total.ptr[0].value > 3.4 && total.ptr[0].value < 3.6 && total.ptr[0].unit == TEST_UNITS_UNITS_UNIT_SECOND);
    tenon_list_test_units_units_measure_free(heap(), &total);
  }
  CHECK(test_profile_values_total(values, empty, &total) == TENON_OK && total.len == 0);
}

static void across_packages(test_profile_values values) {
  const test_base_v1_base_ident from = {0xFFFFFFFF};
  test_base_v2_base_ident to;
  CHECK(test_profile_values_advance(values, &from, &to) == TENON_OK && to.id == 0x100000000 && was(to.name, "next"));
  tenon_option_u32 fresh;
  CHECK(test_profile_values_fresh(values, 8, &fresh) == TENON_OK && fresh.is_some && fresh.value == 9);
  CHECK(test_profile_values_fresh(values, 7, &fresh) == TENON_OK && !fresh.is_some);
}

static node *made(test_profile_things things, const char *name) {
  node *ok = NULL;
  tenon_string err;
  CHECK(test_profile_things_new_node(things, tenon_text(name), &ok, &err) == TENON_OK);
  return ok;
}

static void resources(test_profile_things things) {
  node *ok, *back;
  tenon_string err;
  CHECK(test_profile_things_new_node(things, tenon_text(""), &ok, &err) == TENON_ERR && was(err, "a node needs a name"));
  node *a = made(things, "a"), *b = made(things, "b");
  CHECK(called(a, "a"));
  node *const both[] = {a, b};
  const tenon_list_borrow_test_profile_things_node two = {both, 2}, none = {NULL, 0};
  tenon_option_u32 found;
  CHECK(test_profile_things_node_find(things, two, tenon_text("b"), &found) == TENON_OK && found.is_some && found.value == 1);
  CHECK(test_profile_things_node_find(things, none, tenon_text("b"), &found) == TENON_OK && !found.is_some);
  uint32_t count;
  CHECK(test_profile_things_node_add(a, made(things, "a"), &count, &back) == TENON_ERR && called(back, "a")); /* came back in the error */
  test_profile_things_node_drop(back);
  CHECK(test_profile_things_node_add(a, b, &count, &back) == TENON_OK && count == 1);
  CHECK(test_profile_things_node_add(a, own("the host's"), &count, &back) == TENON_OK && count == 2);
  nodes children;
  if (!CHECK(test_profile_things_node_children(a, &children) == TENON_OK && children.len == 2)) return;
  b = children.ptr[0];
  CHECK(called(b, "b") && called(children.ptr[1], "the host's"));
  CHECK(test_profile_everything_host_node_of(children.ptr[1]) != NULL && test_profile_everything_host_node_of(b) == NULL);
  test_profile_things_node_drop(children.ptr[1]);
  tenon_list_own_test_profile_things_node_forget(heap(), &children);
  CHECK(test_profile_things_node_children(a, &children) == TENON_OK && children.len == 0);
  CHECK(test_profile_things_node_join(things, a, b, &ok, &err) == TENON_OK && called(ok, "ab"));
  test_profile_things_node_drop(ok);
  CHECK(test_profile_things_node_join(things, own("x"), own("x"), &ok, &err) == TENON_ERR && was(err, "two of one name"));
}

static void handles_in_values(test_profile_things things) {
  node *const a = made(things, "a"), *const h = own("h");
  const test_profile_things_lent lent[] = {{a, tenon_text("x")}, {h, tenon_text("y")}};
  test_profile_things_shown shown;
  tenon_tuple2_borrow_test_profile_things_node_u32 pair = {a, 7};
  tenon_string text;
  memset(&shown, 0, sizeof shown);
  shown.tag = TEST_PROFILE_THINGS_SHOWN_MANY, shown.val.many.ptr = lent, shown.val.many.len = 2;
  CHECK(test_profile_things_look(things, &shown, &pair, &text) == TENON_OK && was(text, "a:x+h:y/a7"));
  shown.tag = TEST_PROFILE_THINGS_SHOWN_ONE, shown.val.one = h;
  CHECK(test_profile_things_look(things, &shown, &pair, &text) == TENON_OK && was(text, "h/a7"));

  const held all[] = {{a, tenon_text("n")}, {h, tenon_text("")}};
  const tenon_list_test_profile_things_held two = {all, 2}, none = {NULL, 0};
  test_profile_things_either either;
  memset(&either, 0, sizeof either);
  either.tag = TEST_PROFILE_THINGS_EITHER_MINE, either.val.mine = own("m");
  tenon_option_own_test_profile_things_node maybe = {1, made(things, "c")};
  tenon_list_test_profile_things_held kept;
  words said = {{0}, 0};
  if (CHECK(test_profile_things_keep(things, two, &either, &maybe, &kept) == TENON_OK)) {
    for (size_t i = 0; i < kept.len; ++i) say_name(&said, " ", kept.ptr[i].node), say(&said, ":", kept.ptr[i].note);
    CHECK(strcmp(said.text, " a:n h: m:mine c:maybe") == 0);
    tenon_list_test_profile_things_held_free(heap(), &kept);
  }
  either.tag = TEST_PROFILE_THINGS_EITHER_NAMED, either.val.named = tenon_text("z");
  maybe.is_some = 0;
  if (CHECK(test_profile_things_keep(things, none, &either, &maybe, &kept) == TENON_OK && kept.len == 1)) {
    CHECK(called(kept.ptr[0].node, "z") && same(kept.ptr[0].note, "named"));
    tenon_list_test_profile_things_held_free(heap(), &kept);
  }
}

static void world_functions(test_profile_everything_functions world, const words *remarked) {
  const tenon_string both[] = {tenon_text("x"), tenon_text("yz")};
  const tenon_list_string names = {both, 2}, none = {NULL, 0};
  shape what, err;
  tenon_string ok;
  memset(&what, 0, sizeof what);
  CHECK(test_profile_everything_describe(world, &what, none, &ok, &err) == TENON_ERR && err.tag == TEST_PROFILE_TYPES_SHAPE_NAMED && was(err.val.named, "nothing"));
  what.tag = TEST_PROFILE_TYPES_SHAPE_PATH;
  CHECK(test_profile_everything_describe(world, &what, names, &ok, &err) == TENON_OK && was(ok, "3@1234 x yz"));
  CHECK(strcmp(remarked->text, "describingdescribing") == 0);
}

static void objects_of_the_host(test_profile_everything_functions world) {
  tenon_string said;
  CHECK(test_profile_everything_use_things(world, &said) == TENON_OK && was(said, "a node needs a name 1 a:x+b:y/a7 b/b1 1 b a:n b:mine c:maybe ab p:own z:named mine"));
  CHECK(branches == 0 && test_profile_everything_host_node_live == 0); /* every object of the host's was dropped */
}

/* A peer's bad arguments are refused, and what went as `own` is gone all the same. */
static void bad_arguments(const test_profile_everything *plugin) {
  shape bad, out;
  memset(&bad, 0, sizeof bad);
  bad.tag = 77;
  const int32_t rc = test_profile_values_next_shape(plugin->values, &bad, &out);
  CHECK(rc == TENON_BAD_ARGUMENT);
  tenon_error *const error = tenon_call_error(rc, NULL);
  CHECK(strcmp(tenon_error_code(error), "E0614") == 0 && tenon_error_status(error) == rc);
  CHECK(strcmp(tenon_error_message(error), "the call was given an argument that its type doesn't allow") == 0);
  tenon_error_delete(error);
  CHECK(!tenon_instance_poisoned(plugin->instance));
}

static void run(const test_profile_everything *plugin, const words *remarked) {
  variants(plugin->values);
  flags_and_tuples(plugin->values);
  options_and_results(plugin->values);
  lists_of_records(plugin->values);
  across_packages(plugin->values);
  resources(plugin->things);
  handles_in_values(plugin->things);
  world_functions(plugin->world, remarked);
  objects_of_the_host(plugin->world);
  bad_arguments(plugin);
}

static void show(tenon_error *error) {
  CHECK(error == NULL);
  if (error) fputs(tenon_error_text(error), stdout);
  tenon_error_delete(error);
}

int main(int count, char **names) {
  tenon_host *host = NULL;
  show(tenon_host_create(NULL, &host));
  show(tenon_host_add_path(host, names[1]));
  for (int i = 2; i < count; ++i) {
    plugin_name = names[i];
    test_profile_everything_host_world world = {{{0}, 0}};
    const test_profile_everything_imports imports = {.world = &world, .things = NULL};
    test_profile_everything plugin;
    tenon_error *const error = test_profile_everything_load(host, names[i], &imports, &plugin);
    show(error);
    if (error) continue;
    run(&plugin, &world.remarked);
    /* Objects keep what they need; the plugin says so, and ends when they have. */
    node *const last = made(plugin.things, "last");
    tenon_error *const refused = test_profile_everything_unload(&plugin, NULL, NULL);
    CHECK(refused && strcmp(tenon_error_code(refused), "E0702") == 0 && called(last, "last"));
    tenon_error_delete(refused);
    test_profile_things_node_drop(last);
    uint32_t outcome = 99;
    show(test_profile_everything_unload(&plugin, &outcome, NULL));
    CHECK(outcome == TENON_UNLOAD_CLOSED && plugin.plugin == NULL && plugin.values.table == NULL);
  }
  size_t blocks = 99;
  tenon_heap_use(&blocks, NULL);
  CHECK(blocks == 0);
  show(tenon_host_destroy(host));
  printf("%d checks, %d failed\n", checked, failed);
  return failed != 0 || checked < 100;
}

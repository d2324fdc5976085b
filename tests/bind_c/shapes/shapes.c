/* SPDX-License-Identifier: MIT
 * A plugin that gives back what it gets: variants, flags, tuples and objects in them, without libc. */
#include "shapes.tenon.h"

typedef demo_shapes_things_shape shape;
typedef demo_shapes_things_token token;
typedef demo_shapes_source_store store;
typedef demo_shapes_calls_box box;

struct shapes {
  shapes_host host;
};

struct shapes_box {
  shapes_host host;
  shape what;
};

int32_t shapes_create(const shapes_host *host, shapes **self) {
  *self = (shapes *)shapes_alloc(host, sizeof **self);
  if (!*self) return TENON_OUT_OF_MEMORY;
  (*self)->host = *host;
  return TENON_OK;
}

void shapes_destroy(shapes *self) {
  const shapes_host host = self->host;
  shapes_free(&host, self, sizeof *self);
}

/* --- What comes goes: memory is copied, objects move. Without memory they are still ours to drop. --- */

static int32_t move_shape(const shapes_host *host, shape *out, const shape *from) {
  const int32_t rc = demo_shapes_things_shape_copy(host->table, out, from);
  if (rc != TENON_OK) demo_shapes_things_shape_drop_objects(from);
  return rc;
}

int32_t shapes_same_shape(shapes *self, const shape *s, shape *out) { return move_shape(&self->host, out, s); }

int32_t shapes_same_shapes(shapes *self, tenon_list_demo_shapes_things_shape s, tenon_list_demo_shapes_things_shape *ok, tenon_tuple2_u8_string *err) {
  if (s.len == 0) {
    err->f0 = 7;
    return shapes_fail(&self->host, &err->f1, "no shapes");
  }
  const int32_t rc = tenon_list_demo_shapes_things_shape_copy(self->host.table, ok, &s);
  if (rc != TENON_OK) tenon_list_demo_shapes_things_shape_drop_objects(&s);
  return rc;
}

int32_t shapes_same_place(shapes *self, const demo_shapes_things_place *p, demo_shapes_things_place *out) {
  return demo_shapes_things_place_copy(self->host.table, out, p);
}

int32_t shapes_same_wide(shapes *self, const demo_shapes_things_wide *w, demo_shapes_things_wide *out) {
  return demo_shapes_things_wide_copy(self->host.table, out, w);
}

int32_t shapes_same_many(shapes *self, demo_shapes_things_many m, demo_shapes_things_many *out) {
  (void)self;
  *out = m;
  return TENON_OK;
}

int32_t shapes_same_flags(shapes *self, demo_shapes_things_perms p, demo_shapes_things_nine n, demo_shapes_things_thirty_two t, tenon_tuple3_demo_shapes_things_perms_demo_shapes_things_nine_demo_shapes_things_thirty_two *out) {
  (void)self;
  out->f0 = p;
  out->f1 = n;
  out->f2 = t;
  return TENON_OK;
}

int32_t shapes_refuse_(shapes *self, const shape *why, uint8_t *ok, shape *err) {
  (void)ok;
  const int32_t rc = move_shape(&self->host, err, why);
  return rc == TENON_OK ? TENON_ERR : rc;
}

/* --- Objects in arguments --- */

static int is_token(const shape *s) { return s->tag == DEMO_SHAPES_THINGS_SHAPE_TOKEN; }

int32_t shapes_end(shapes *self, const tenon_tuple2_own_demo_shapes_things_token_demo_shapes_things_many *one, tenon_list_option_own_demo_shapes_things_token some, const tenon_result_own_demo_shapes_things_token_demo_shapes_things_shape *last, uint32_t *out) {
  (void)self;
  *out = 1;
  for (size_t i = 0; i < some.len; ++i) *out += some.ptr[i].is_some;
  if (!last->is_err || is_token(&last->value.err)) ++*out;
  tenon_tuple2_own_demo_shapes_things_token_demo_shapes_things_many_drop_objects(one);
  tenon_list_option_own_demo_shapes_things_token_drop_objects(&some);
  tenon_result_own_demo_shapes_things_token_demo_shapes_things_shape_drop_objects(last);
  return TENON_OK;
}

int32_t shapes_look(shapes *self, const tenon_tuple2_option_borrow_demo_shapes_things_token_u8 *at, tenon_list_borrow_demo_shapes_things_token more, uint32_t *out) {
  (void)self;
  uint32_t id = 0;
  *out = at->f1;
  if (at->f0.is_some) {
    const int32_t rc = demo_shapes_things_token_id(at->f0.value, &id);
    if (rc != TENON_OK) return rc;
    *out += id;
  }
  for (size_t i = 0; i < more.len; ++i) {
    const int32_t rc = demo_shapes_things_token_id(more.ptr[i], &id);
    if (rc != TENON_OK) return rc;
    *out += id;
  }
  return TENON_OK;
}

int32_t shapes_trap_(shapes *self) { return shapes_trap(&self->host, "as you wish"); }

/* --- The host's answers --- */

int32_t shapes_ask(shapes *self, uint32_t n, shape *out) { return shapes_source_give(&self->host, n, out); }

/* Made anew, and the host's given back. */
int32_t shapes_ask_all(shapes *self, tenon_list_demo_shapes_things_shape *ok, tenon_tuple2_u8_string *err) {
  tenon_list_demo_shapes_things_shape all;
  const tenon_host_table *const host = self->host.table;
  int32_t rc = shapes_source_all(&self->host, &all, err);
  if (rc != TENON_OK) return rc;
  rc = tenon_list_demo_shapes_things_shape_copy(host, ok, &all);
  if (rc == TENON_OK) {
    tenon_list_demo_shapes_things_shape_forget(host, &all); /* its objects are in `ok` now */
  } else {
    tenon_list_demo_shapes_things_shape_free(host, &all);
  }
  return rc;
}

int32_t shapes_hand_on(shapes *self, tenon_list_demo_shapes_things_shape these, const tenon_option_own_demo_shapes_things_token *more, int32_t *out) {
  uint32_t taken = 0;
  const int32_t rc = shapes_source_take(&self->host, these, more, &taken);
  *out = shapes_source_has_take(&self->host) ? (int32_t)taken : rc;
  return TENON_OK;
}

int32_t shapes_open(shapes *self, tenon_string name, uint32_t *ok, shape *err) {
  store *made = NULL;
  const int32_t rc = shapes_source_new_store(&self->host, name, &made, err);
  if (rc != TENON_OK) return rc;
  const shape circle = {DEMO_SHAPES_THINGS_SHAPE_CIRCLE, {2.5}};
  const int32_t put = demo_shapes_source_store_put(made, &circle, ok);
  demo_shapes_source_store_drop(made);
  return put;
}

int32_t shapes_use_shared(shapes *self, token *t, uint8_t name_it, int32_t *out) {
  store *shared = NULL;
  int32_t rc = name_it ? shapes_source_store_other(&self->host, t, &shared) : shapes_source_store_shared(&self->host, 1, &shared);
  if (name_it) {
    *out = rc;
    demo_shapes_source_store_drop(shared);
    return TENON_OK;
  }
  if (rc != TENON_OK) {
    demo_shapes_things_token_drop(t);
    return rc;
  }
  const tenon_tuple2_u8_own_demo_shapes_things_token with = {9, t};
  uint32_t replaced = 0;
  rc = demo_shapes_source_store_replace(shared, &with, &replaced);
  *out = demo_shapes_source_store_has_replace(shared) ? (int32_t)replaced : rc;
  demo_shapes_source_store_drop(shared);
  return TENON_OK;
}

/* --- Boxes --- */

void shapes_box_drop(shapes_box *self) {
  const shapes_host host = self->host;
  demo_shapes_things_shape_free(host.table, &self->what);
  shapes_free(&host, self, sizeof *self);
}

int32_t shapes_new_box(shapes *self, const shape *what, box **ok, shape *err) {
  if (what->tag == DEMO_SHAPES_THINGS_SHAPE_NOTHING) return shapes_refuse_(self, what, NULL, err);
  shapes_box *const made = (shapes_box *)shapes_alloc(&self->host, sizeof *made);
  if (!made) {
    demo_shapes_things_shape_drop_objects(what);
    return TENON_OUT_OF_MEMORY;
  }
  made->host = self->host;
  int32_t rc = move_shape(&self->host, &made->what, what);
  if (rc != TENON_OK) {
    shapes_free(&self->host, made, sizeof *made);
    return rc;
  }
  rc = shapes_box_make(&self->host, made, ok);
  if (rc != TENON_OK) shapes_box_drop(made);
  return rc;
}

int32_t shapes_box_what(shapes_box *self, shape *out) {
  if (is_token(&self->what)) return shapes_trap(&self->host, "there is only one of it");
  return demo_shapes_things_shape_copy(self->host.table, out, &self->what);
}

int32_t shapes_box_swap(shapes_box *self, const shape *next, demo_shapes_things_many bad, shape *ok, demo_shapes_things_many *err) {
  shape moved;
  if (bad != DEMO_SHAPES_THINGS_MANY_M0) {
    demo_shapes_things_shape_drop_objects(next);
    *err = bad;
    return TENON_ERR;
  }
  const int32_t rc = move_shape(&self->host, &moved, next);
  if (rc != TENON_OK) return rc;
  *ok = self->what;
  self->what = moved;
  return TENON_OK;
}

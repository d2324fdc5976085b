/* Made by tenon for contract 0.3 from text.wit. Do not edit: it is made anew with every build. */
/*
 * A host of the world textpipe:api/plugin@1.1.0, to be compiled with `plugin.tenon.c` and linked with libtenon.
 *
 * Calls return TENON_OK, TENON_ERR (where the interface has an error; it is in `err`) or a negative status
 * (tenon/abi/status.h; tenon_call_error has the text). Outs are written as the status says and belong to the
 * caller: give them back with the type's `_free(tenon_heap(), &value)`. Parameters are lent for the call;
 * objects that go as `own` are given away, also if the call fails.
 *
 * What the host writes returns the same, with results made by `_alloc(tenon_heap(), ...)` or
 * tenon_string_copy(tenon_heap(), ...), and may be called from any thread that runs a plugin's code. While a
 * plugin calls it, it may call the plugin again.
 *
 * All of it stays inside of the program or library that `plugin.tenon.c` is linked into.
 */
#ifndef TENON_GENERATED_textpipe_api_plugin_HOST_H
#define TENON_GENERATED_textpipe_api_plugin_HOST_H

#include <tenon/host.h>
#include <tenon/host/implement.h>

#if TENON_CONTRACT_VERSION != 0 || TENON_CONTRACT_REVISION != 3
#error "tenon: this file and the headers are of different versions; run `tenon bind c` of the version with the headers"
#endif

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(hidden)

/* --- Types of textpipe:api/types@1.1.0 --- */

#ifndef TENON_HAS_textpipe_api_types_severity
#define TENON_HAS_textpipe_api_types_severity 189336617
/* How bad it is. */
typedef uint8_t textpipe_api_types_severity;
enum {
  /* Good to know. */
  TEXTPIPE_API_TYPES_SEVERITY_INFO = 0,
  TEXTPIPE_API_TYPES_SEVERITY_WARNING = 1
};
#elif TENON_HAS_textpipe_api_types_severity != 189336617
#error "`textpipe_api_types_severity` is another one than in a header of Tenon's that was included before: include them in different files"
#endif

#ifndef TENON_HAS_textpipe_api_types_finding
#define TENON_HAS_textpipe_api_types_finding 801889690
/* Something that was found: / * a comment * / in a comment. */
typedef struct textpipe_api_types_finding {
  uint32_t line;
  textpipe_api_types_severity level;
  tenon_string message;
} textpipe_api_types_finding;
static inline int textpipe_api_types_finding_valid(const textpipe_api_types_finding *value) {
  return value->level < 2 && tenon_string_valid(&value->message);
}
static inline void textpipe_api_types_finding_free(const tenon_host_table *host, textpipe_api_types_finding *value) {
  tenon_string_free(host, &value->message);
}
static inline int32_t textpipe_api_types_finding_copy(const tenon_host_table *host, textpipe_api_types_finding *out, const textpipe_api_types_finding *value) {
  tenon_copy(out, value, sizeof *out);
  tenon_clear(&out->message, sizeof out->message);
  if (tenon_string_copy(host, &out->message, value->message.ptr, value->message.len) == TENON_OK) return TENON_OK;
  textpipe_api_types_finding_free(host, out);
  tenon_clear(out, sizeof *out);
  return TENON_OUT_OF_MEMORY;
}
#elif TENON_HAS_textpipe_api_types_finding != 801889690
#error "`textpipe_api_types_finding` is another one than in a header of Tenon's that was included before: include them in different files"
#endif

#ifndef TENON_HAS_textpipe_api_types_report
#define TENON_HAS_textpipe_api_types_report 1002091526
typedef struct textpipe_api_types_report {
  const tenon_table *vtable;
} textpipe_api_types_report;
/* NULL is ignored. */
static inline void textpipe_api_types_report_drop(textpipe_api_types_report *self) {
  if (self) self->vtable->drop(self);
}
#elif TENON_HAS_textpipe_api_types_report != 1002091526
#error "`textpipe_api_types_report` is another one than in a header of Tenon's that was included before: include them in different files"
#endif

/* --- Types of textpipe:api/log@1.1.0 --- */

#ifndef TENON_HAS_textpipe_api_log_entry
#define TENON_HAS_textpipe_api_log_entry 942510770
/* What to say. */
typedef struct textpipe_api_log_entry {
  uint8_t tag;
  union {
    tenon_string plain;
    textpipe_api_types_finding found;
  } val;
} textpipe_api_log_entry;
enum {
  TEXTPIPE_API_LOG_ENTRY_PLAIN = 0,
  /* With its place. */
  TEXTPIPE_API_LOG_ENTRY_FOUND = 1,
  TEXTPIPE_API_LOG_ENTRY_END = 2
};
static inline int textpipe_api_log_entry_valid(const textpipe_api_log_entry *value) {
  if (value->tag == TEXTPIPE_API_LOG_ENTRY_PLAIN) return tenon_string_valid(&value->val.plain);
  if (value->tag == TEXTPIPE_API_LOG_ENTRY_FOUND) return textpipe_api_types_finding_valid(&value->val.found);
  return value->tag < 3;
}
static inline void textpipe_api_log_entry_free(const tenon_host_table *host, textpipe_api_log_entry *value) {
  if (value->tag == TEXTPIPE_API_LOG_ENTRY_PLAIN) tenon_string_free(host, &value->val.plain);
  if (value->tag == TEXTPIPE_API_LOG_ENTRY_FOUND) textpipe_api_types_finding_free(host, &value->val.found);
}
static inline int32_t textpipe_api_log_entry_copy(const tenon_host_table *host, textpipe_api_log_entry *out, const textpipe_api_log_entry *value) {
  int32_t rc = TENON_OK;
  tenon_copy(out, value, sizeof *out);
  if (value->tag == TEXTPIPE_API_LOG_ENTRY_PLAIN) rc = tenon_string_copy(host, &out->val.plain, value->val.plain.ptr, value->val.plain.len);
  if (value->tag == TEXTPIPE_API_LOG_ENTRY_FOUND) rc = textpipe_api_types_finding_copy(host, &out->val.found, &value->val.found);
  if (rc != TENON_OK) tenon_clear(out, sizeof *out);
  return rc;
}
#elif TENON_HAS_textpipe_api_log_entry != 942510770
#error "`textpipe_api_log_entry` is another one than in a header of Tenon's that was included before: include them in different files"
#endif

#ifndef TENON_HAS_textpipe_api_log_to
#define TENON_HAS_textpipe_api_log_to 1652239622
typedef uint8_t textpipe_api_log_to;
enum {
  TEXTPIPE_API_LOG_TO_FILE = 1u << 0,
  TEXTPIPE_API_LOG_TO_SCREEN = 1u << 1
};
#elif TENON_HAS_textpipe_api_log_to != 1652239622
#error "`textpipe_api_log_to` is another one than in a header of Tenon's that was included before: include them in different files"
#endif

#ifndef TENON_HAS_tenon_tuple2_u8_textpipe_api_log_entry
#define TENON_HAS_tenon_tuple2_u8_textpipe_api_log_entry 768868156
typedef struct tenon_tuple2_u8_textpipe_api_log_entry {
  uint8_t f0;
  textpipe_api_log_entry f1;
} tenon_tuple2_u8_textpipe_api_log_entry;
static inline int tenon_tuple2_u8_textpipe_api_log_entry_valid(const tenon_tuple2_u8_textpipe_api_log_entry *value) {
  return textpipe_api_log_entry_valid(&value->f1);
}
static inline void tenon_tuple2_u8_textpipe_api_log_entry_free(const tenon_host_table *host, tenon_tuple2_u8_textpipe_api_log_entry *value) {
  textpipe_api_log_entry_free(host, &value->f1);
}
static inline int32_t tenon_tuple2_u8_textpipe_api_log_entry_copy(const tenon_host_table *host, tenon_tuple2_u8_textpipe_api_log_entry *out, const tenon_tuple2_u8_textpipe_api_log_entry *value) {
  tenon_copy(out, value, sizeof *out);
  tenon_clear(&out->f1, sizeof out->f1);
  if (textpipe_api_log_entry_copy(host, &out->f1, &value->f1) == TENON_OK) return TENON_OK;
  tenon_tuple2_u8_textpipe_api_log_entry_free(host, out);
  tenon_clear(out, sizeof *out);
  return TENON_OUT_OF_MEMORY;
}
#elif TENON_HAS_tenon_tuple2_u8_textpipe_api_log_entry != 768868156
#error "`tenon_tuple2_u8_textpipe_api_log_entry` is another one than in a header of Tenon's that was included before: include them in different files"
#endif

/* --- Types of textpipe:api/filter@1.1.0 --- */

#ifndef TENON_HAS_tenon_list_textpipe_api_types_finding
#define TENON_HAS_tenon_list_textpipe_api_types_finding 2288637711
typedef struct tenon_list_textpipe_api_types_finding {
  const textpipe_api_types_finding *ptr;
  size_t len;
} tenon_list_textpipe_api_types_finding;
static inline int tenon_list_textpipe_api_types_finding_valid(const tenon_list_textpipe_api_types_finding *value) {
  if (!tenon_elements_valid(value->ptr, value->len, 24, 8)) return 0;
  for (size_t i = 0; i < value->len; ++i) {
    if (!textpipe_api_types_finding_valid(&value->ptr[i])) return 0;
  }
  return 1;
}
static inline void tenon_list_textpipe_api_types_finding_free(const tenon_host_table *host, tenon_list_textpipe_api_types_finding *value) {
  for (size_t i = 0; i < value->len; ++i) textpipe_api_types_finding_free(host, (textpipe_api_types_finding *)&value->ptr[i]);
  tenon_elements_free(host, value->ptr, value->len, 24, 8);
}
/* `len` cleared elements for the caller to fill, NULL if there is no memory. */
static inline textpipe_api_types_finding *tenon_list_textpipe_api_types_finding_alloc(const tenon_host_table *host, tenon_list_textpipe_api_types_finding *out, size_t len) {
  textpipe_api_types_finding *const elements = (textpipe_api_types_finding *)tenon_elements(host, len, 24, 8);
  if (elements) {
    if (len) tenon_clear(elements, len * sizeof *elements);
    out->ptr = elements;
    out->len = len;
  }
  return elements;
}
static inline int32_t tenon_list_textpipe_api_types_finding_copy(const tenon_host_table *host, tenon_list_textpipe_api_types_finding *out, const tenon_list_textpipe_api_types_finding *value) {
  tenon_list_textpipe_api_types_finding made;
  textpipe_api_types_finding *const elements = tenon_list_textpipe_api_types_finding_alloc(host, &made, value->len);
  if (!elements) return TENON_OUT_OF_MEMORY;
  for (size_t i = 0; i < value->len; ++i) {
    if (textpipe_api_types_finding_copy(host, &elements[i], &value->ptr[i]) == TENON_OK) continue;
    tenon_list_textpipe_api_types_finding_free(host, &made);
    return TENON_OUT_OF_MEMORY;
  }
  *out = made;
  return TENON_OK;
}
#elif TENON_HAS_tenon_list_textpipe_api_types_finding != 2288637711
#error "`tenon_list_textpipe_api_types_finding` is another one than in a header of Tenon's that was included before: include them in different files"
#endif

#ifndef TENON_HAS_textpipe_api_log_table
#define TENON_HAS_textpipe_api_log_table 331147653
typedef struct textpipe_api_log_table {
  tenon_table head;
  int32_t (*info)(void *self, const char *text_ptr, size_t text_len);
  int32_t (*write)(void *self, const textpipe_api_log_entry *what, textpipe_api_log_to to, tenon_tuple2_u8_textpipe_api_log_entry *out);
  int32_t (*loud)(void *self, uint8_t *out);
} textpipe_api_log_table;
#elif TENON_HAS_textpipe_api_log_table != 331147653
#error "`textpipe_api_log_table` is another one than in a header of Tenon's that was included before: include them in different files"
#endif

#ifndef TENON_HAS_textpipe_api_types_table
#define TENON_HAS_textpipe_api_types_table 4264159546
typedef struct textpipe_api_types_table {
  tenon_table head;
} textpipe_api_types_table;
#elif TENON_HAS_textpipe_api_types_table != 4264159546
#error "`textpipe_api_types_table` is another one than in a header of Tenon's that was included before: include them in different files"
#endif

#ifndef TENON_HAS_textpipe_api_types_report_vtable
#define TENON_HAS_textpipe_api_types_report_vtable 630267888
typedef struct textpipe_api_types_report_vtable {
  tenon_table head;
  int32_t (*add)(textpipe_api_types_report *self, const textpipe_api_types_finding *what);
  int32_t (*flush)(textpipe_api_types_report *self);
} textpipe_api_types_report_vtable;

/* Takes a copy. */
static inline int32_t textpipe_api_types_report_add(textpipe_api_types_report *self, const textpipe_api_types_finding *what) {
  const textpipe_api_types_report_vtable *const vtable = (const textpipe_api_types_report_vtable *)self->vtable;
  return tenon_status((vtable->add)(self, what), TENON_OK);
}

/* Whether the object's maker has the method below; without it calls return TENON_MISSING. */
static inline int textpipe_api_types_report_has_flush(const textpipe_api_types_report *self) {
  return self->vtable->slots > 1;
}

static inline int32_t textpipe_api_types_report_flush(textpipe_api_types_report *self) {
  const textpipe_api_types_report_vtable *const vtable = (const textpipe_api_types_report_vtable *)self->vtable;
  if (vtable->head.slots <= 1) {
    return TENON_MISSING;
  }
  return tenon_status((vtable->flush)(self), TENON_OK);
}
#elif TENON_HAS_textpipe_api_types_report_vtable != 630267888
#error "`textpipe_api_types_report_vtable` is another one than in a header of Tenon's that was included before: include them in different files"
#endif

#ifndef TENON_HAS_textpipe_api_filter_table
#define TENON_HAS_textpipe_api_filter_table 334562972
typedef struct textpipe_api_filter_table {
  tenon_table head;
  int32_t (*apply)(void *self, const char *text_ptr, size_t text_len, tenon_string *ok, tenon_string *err);
  int32_t (*finish)(void *self, textpipe_api_types_report *whom);
  int32_t (*scan)(void *self, const char *text_ptr, size_t text_len, textpipe_api_types_report *into, tenon_list_textpipe_api_types_finding *out);
} textpipe_api_filter_table;
#elif TENON_HAS_textpipe_api_filter_table != 334562972
#error "`textpipe_api_filter_table` is another one than in a header of Tenon's that was included before: include them in different files"
#endif

#ifndef TENON_HAS_textpipe_api_filter
#define TENON_HAS_textpipe_api_filter 3761297816
/* textpipe:api/filter@1.1.0 as one plugin exports it; `table` is NULL where the plugin hasn't got it. Good until the
 * instance is recreated or destroyed. */
typedef struct textpipe_api_filter {
  const textpipe_api_filter_table *table;
  void *self;
} textpipe_api_filter;
static inline textpipe_api_filter textpipe_api_filter_of(tenon_reference reference) {
  textpipe_api_filter out;
  out.table = (const textpipe_api_filter_table *)reference.table;
  out.self = reference.self;
  return out;
}

/* The same of a plugin that may be replaced: each call is one of the build that is there when it begins
 * (tenon/host/pin.h). */
typedef struct textpipe_api_filter_following {
  tenon_instance *instance;
  uint32_t index; /* among the exports */
} textpipe_api_filter_following;

/* What comes out for `text`. */
static inline int32_t textpipe_api_filter_apply(textpipe_api_filter self, tenon_string text, tenon_string *ok, tenon_string *err) {
  tenon_clear(ok, sizeof *ok);
  tenon_clear(err, sizeof *err);
  const int32_t rc = tenon_status((self.table->apply)(self.self, text.ptr, text.len, ok, err), TENON_ERR);
  if (rc == TENON_OK && !tenon_string_valid(ok)) return TENON_BAD_RESULT;
  if (rc == TENON_ERR && !tenon_string_valid(err)) return TENON_BAD_RESULT;
  return rc;
}

static inline int32_t textpipe_api_filter_following_apply(textpipe_api_filter_following self, tenon_string text, tenon_string *ok, tenon_string *err) {
  const tenon_call call = tenon_call_begin(self.instance);
  const textpipe_api_filter here = textpipe_api_filter_of(call.target->exports[self.index]);
  int32_t rc;
  if (here.table)
    rc = textpipe_api_filter_apply(here, text, ok, err);
  else
    {
      rc = TENON_MISSING;
    }
  tenon_call_end(call);
  return rc;
}

static inline int32_t textpipe_api_filter_finish(textpipe_api_filter self, textpipe_api_types_report *whom) {
  return tenon_status((self.table->finish)(self.self, whom), TENON_OK);
}

static inline int32_t textpipe_api_filter_following_finish(textpipe_api_filter_following self, textpipe_api_types_report *whom) {
  const tenon_call call = tenon_call_begin(self.instance);
  const textpipe_api_filter here = textpipe_api_filter_of(call.target->exports[self.index]);
  int32_t rc;
  if (here.table)
    rc = textpipe_api_filter_finish(here, whom);
  else
    {
      textpipe_api_types_report_drop(whom);
      rc = TENON_MISSING;
    }
  tenon_call_end(call);
  return rc;
}

static inline int32_t textpipe_api_filter_scan(textpipe_api_filter self, tenon_string text, textpipe_api_types_report *into, tenon_list_textpipe_api_types_finding *out) {
  tenon_clear(out, sizeof *out);
  const int32_t rc = tenon_status((self.table->scan)(self.self, text.ptr, text.len, into, out), TENON_OK);
  if (rc == TENON_OK && !tenon_list_textpipe_api_types_finding_valid(out)) return TENON_BAD_RESULT;
  return rc;
}

static inline int32_t textpipe_api_filter_following_scan(textpipe_api_filter_following self, tenon_string text, textpipe_api_types_report *into, tenon_list_textpipe_api_types_finding *out) {
  const tenon_call call = tenon_call_begin(self.instance);
  const textpipe_api_filter here = textpipe_api_filter_of(call.target->exports[self.index]);
  int32_t rc;
  if (here.table)
    rc = textpipe_api_filter_scan(here, text, into, out);
  else
    {
      rc = TENON_MISSING;
    }
  tenon_call_end(call);
  return rc;
}
#elif TENON_HAS_textpipe_api_filter != 3761297816
#error "`textpipe_api_filter` is another one than in a header of Tenon's that was included before: include them in different files"
#endif

extern const tenon_world textpipe_api_plugin_world;

/* Imported by plugins: textpipe:api/log@1.1.0. Its functions are yours to write; so is the struct, if they need one. */
typedef struct textpipe_api_plugin_host_log textpipe_api_plugin_host_log;

int32_t textpipe_api_plugin_host_log_info(textpipe_api_plugin_host_log *self, tenon_string text);

int32_t textpipe_api_plugin_host_log_write(textpipe_api_plugin_host_log *self, const textpipe_api_log_entry *what, textpipe_api_log_to to, tenon_tuple2_u8_textpipe_api_log_entry *out);

int32_t textpipe_api_plugin_host_log_loud(textpipe_api_plugin_host_log *self, uint8_t *out);

/* Own objects of textpipe:api/types@1#report: define `struct textpipe_api_plugin_host_report` and these functions, if you make any. */
typedef struct textpipe_api_plugin_host_report textpipe_api_plugin_host_report;

/* Takes a copy. */
int32_t textpipe_api_plugin_host_report_add(textpipe_api_plugin_host_report *self, const textpipe_api_types_finding *what);

int32_t textpipe_api_plugin_host_report_flush(textpipe_api_plugin_host_report *self);

/* Ends an object; its memory is yours to free. */
void textpipe_api_plugin_host_report_drop(textpipe_api_plugin_host_report *self);

/* How many are alive. */
extern uint64_t textpipe_api_plugin_host_report_live __attribute__((visibility("hidden")));

static inline void textpipe_api_plugin_host_report_leave(tenon_host_box *box) {
  if (__atomic_sub_fetch(&box->uses, 1, __ATOMIC_ACQ_REL) > 0) return;
  textpipe_api_plugin_host_report_drop((textpipe_api_plugin_host_report *)box->self);
  tenon_host_box_free(box, &textpipe_api_plugin_host_report_live);
}

static inline void slot_textpipe_api_plugin_host_report_drop(void *self) {
  textpipe_api_plugin_host_report_leave((tenon_host_box *)self);
}

static inline int32_t slot_textpipe_api_plugin_host_report_add(textpipe_api_types_report *self, const textpipe_api_types_finding *what) {
  tenon_host_box *const box = (tenon_host_box *)(void *)self;
  if (!textpipe_api_types_finding_valid(what)) return TENON_BAD_ARGUMENT;
  __atomic_add_fetch(&box->uses, 1, __ATOMIC_RELAXED);
  const int32_t rc = tenon_settled(textpipe_api_plugin_host_report_add((textpipe_api_plugin_host_report *)box->self, what), TENON_OK);
  textpipe_api_plugin_host_report_leave(box);
  return rc;
}

static inline int32_t slot_textpipe_api_plugin_host_report_flush(textpipe_api_types_report *self) {
  tenon_host_box *const box = (tenon_host_box *)(void *)self;
  __atomic_add_fetch(&box->uses, 1, __ATOMIC_RELAXED);
  const int32_t rc = tenon_settled(textpipe_api_plugin_host_report_flush((textpipe_api_plugin_host_report *)box->self), TENON_OK);
  textpipe_api_plugin_host_report_leave(box);
  return rc;
}

/* Makes an object of `impl`, which it owns from then on. TENON_OK, or TENON_OUT_OF_MEMORY: `impl` is
 * still yours. */
static inline int32_t textpipe_api_plugin_host_report_make(textpipe_api_plugin_host_report *impl, textpipe_api_types_report **out) {
  static const textpipe_api_types_report_vtable vtable = {
      {2, 0, {0xcb, 0x9e, 0x47, 0x96, 0xa3, 0xe8, 0x8a, 0x97, 0x47, 0x87, 0xd4, 0xdc, 0xb2, 0x69, 0xe2, 0x20}, "textpipe:api/types@1#report", &textpipe_api_plugin_world, slot_textpipe_api_plugin_host_report_drop},
      slot_textpipe_api_plugin_host_report_add,
      slot_textpipe_api_plugin_host_report_flush,
  };
  tenon_host_box *const box = tenon_host_box_make(&vtable.head, impl, &textpipe_api_plugin_host_report_live);
  if (!box) return TENON_OUT_OF_MEMORY;
  *out = (textpipe_api_types_report *)(void *)box;
  return TENON_OK;
}

/* The author's part of an object, or NULL if somebody else made it. */
static inline textpipe_api_plugin_host_report *textpipe_api_plugin_host_report_of(textpipe_api_types_report *object) {
  tenon_host_box *const box = tenon_host_box_of(object, &textpipe_api_plugin_world, "textpipe:api/types@1#report");
  return box ? (textpipe_api_plugin_host_report *)box->self : NULL;
}

/* What the functions of each interface that the host implements get as `self`, or NULL. It outlives the
 * instance and the objects that the instance made; if the plugin is reloadable, all of its builds: keep it until
 * the host is destroyed. */
typedef struct textpipe_api_plugin_imports {
  textpipe_api_plugin_host_log *log;
} textpipe_api_plugin_imports;

/* A loaded plugin of the world textpipe:api/plugin@1.1.0, with one instance. One thread at a time. */
typedef struct textpipe_api_plugin {
  tenon_plugin *plugin;
  tenon_instance *instance;
  textpipe_api_filter filter;
} textpipe_api_plugin;

/* Finds, checks and loads the plugin, and creates an instance. `name` is looked up under the host's paths, or
 * is a path (tenon_plugin_load). `*out` is written if all went well, and ended by textpipe_api_plugin_unload. */
tenon_error *textpipe_api_plugin_load(tenon_host *host, const char *name, const textpipe_api_plugin_imports *imports, textpipe_api_plugin *out);
/* The same with a plugin that was loaded for `textpipe_api_plugin_world`, which belongs to `*out` from then on; not if it fails. */
tenon_error *textpipe_api_plugin_create(tenon_plugin *plugin, const textpipe_api_plugin_imports *imports, textpipe_api_plugin *out);
/* A fresh instance in place of the old one, as after a trap. On failure the old one stays. */
tenon_error *textpipe_api_plugin_recreate(textpipe_api_plugin *self);
/* Ends the instance and then the plugin (tenon_plugin_unload, which has what `outcome` and `reason` are; both
 * may be NULL). Refused while objects of it live; it can then be called again. */
tenon_error *textpipe_api_plugin_unload(textpipe_api_plugin *self, uint32_t *outcome, char **reason);

/* A plugin that may be replaced while the program runs, with one instance: calls through its fields follow
 * reloads. */
typedef struct textpipe_api_plugin_reloadable {
  tenon_plugin *plugin;
  tenon_instance *instance;
  textpipe_api_filter_following filter;
} textpipe_api_plugin_reloadable;

tenon_error *textpipe_api_plugin_reloadable_load(tenon_host *host, const char *name, const textpipe_api_plugin_imports *imports, textpipe_api_plugin_reloadable *out);
tenon_error *textpipe_api_plugin_reloadable_create(tenon_plugin *plugin, const textpipe_api_plugin_imports *imports, textpipe_api_plugin_reloadable *out);
tenon_error *textpipe_api_plugin_reloadable_unload(textpipe_api_plugin_reloadable *self, uint32_t *outcome, char **reason);

/* The same in the build that it is in now, for many calls: each is as cheap as one of a textpipe_api_plugin, and a
 * reload that has to move state is put off until textpipe_api_plugin_release, once, on any thread. */
typedef struct textpipe_api_plugin_pinned {
  tenon_pin pin;
  textpipe_api_filter filter;
} textpipe_api_plugin_pinned;

textpipe_api_plugin_pinned textpipe_api_plugin_reloadable_pin(const textpipe_api_plugin_reloadable *self);
void textpipe_api_plugin_release(textpipe_api_plugin_pinned *self);
#pragma GCC visibility pop

#ifdef __cplusplus
}
#endif

#endif

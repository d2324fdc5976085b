/* Made by tenon for contract 0.3 from text.wit. Do not edit: it is made anew with every build. */
/*
 * Functions return TENON_OK, TENON_ERR (where the interface has an error) or a negative status
 * (tenon/abi/status.h). Parameters are valid until the function returns; objects that come as
 * `own` are yours to drop from then on, also if you fail. Results are made in the host's memory
 * (`<plugin>_string`, `tenon_string_alloc`, `<type>_alloc`; not `<plugin>_alloc`, which is for the
 * plugin's own) and belong to the caller. While you call the host, it may call the
 * same instance again.
 *
 * An exported function is called <plugin>_<function>; only where two exported interfaces have one
 * of the same name it is <plugin>_<interface>_<function>. So an interface that joins the world
 * changes no name unless it repeats it, and then the build fails on the old one.
 */
#ifndef TENON_GENERATED_shout_H
#define TENON_GENERATED_shout_H

#include <tenon/plugin.h>

#if TENON_CONTRACT_VERSION != 0 || TENON_CONTRACT_REVISION != 3
#error "tenon: this file and the headers are of different versions; run `tenon bind c` of the version with the headers"
#endif

#ifdef __cplusplus
extern "C" {
#endif

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

extern const tenon_library_descriptor tenon_plugin_shout __attribute__((visibility("hidden")));

/* --- The plugin shout --- */

/* The state of one instance: define `struct shout`. */
typedef struct shout shout;

/* How an instance reaches its host. Copy it into the state and into objects. */
typedef struct shout_host {
  const tenon_host_table *table;
  const tenon_reference *imports;
  struct tenon_record *record;
} shout_host;

/* Memory for state and objects, aligned to 8; NULL if there is none. */
static inline void *shout_alloc(const shout_host *host, size_t size) {
  return host->table->alloc(host->table->ctx, size ? size : 1, 8);
}

/* Gives back what shout_alloc gave, with the same size. */
static inline void shout_free(const shout_host *host, void *ptr, size_t size) {
  host->table->free(host->table->ctx, ptr, size ? size : 1, 8);
}

/* Makes a result: a copy of `len` bytes. TENON_OK or TENON_OUT_OF_MEMORY. */
static inline int32_t shout_string(const shout_host *host, tenon_string *out, const char *ptr, size_t len) {
  return tenon_string_copy(host->table, out, ptr, len);
}

/* For `return`: the interface's error, where that is a string. */
static inline int32_t shout_fail(const shout_host *host, tenon_string *err, const char *text) {
  const int32_t rc = shout_string(host, err, text, tenon_length(text));
  return rc == TENON_OK ? TENON_ERR : rc;
}

/* For `return`: the call failed for a reason that the interface doesn't name. No further call
 * reaches this instance. */
static inline int32_t shout_trap(const shout_host *host, const char *text) {
  __atomic_store_n(&host->record->poison, 1, __ATOMIC_RELAXED);
  host->table->trap(host->table->ctx, TENON_TRAP, text, tenon_length(text));
  return TENON_TRAP;
}

/* For `return` in shout_create: there will be no instance, and why. */
static inline int32_t shout_refuse(const shout_host *host, const char *text) {
  host->table->trap(host->table->ctx, TENON_ERR, text, tenon_length(text));
  return TENON_ERR;
}

/* Imported: textpipe:api/log@1.1.0 */

static inline int32_t shout_log_info(const shout_host *host, tenon_string text) {
  const tenon_reference *const import = &host->imports[0];
  const textpipe_api_log_table *const table = (const textpipe_api_log_table *)import->table;
  return tenon_status((table->info)(import->self, text.ptr, text.len), TENON_OK);
}

static inline int32_t shout_log_write(const shout_host *host, const textpipe_api_log_entry *what, textpipe_api_log_to to, tenon_tuple2_u8_textpipe_api_log_entry *out) {
  const tenon_reference *const import = &host->imports[0];
  const textpipe_api_log_table *const table = (const textpipe_api_log_table *)import->table;
  tenon_clear(out, sizeof *out);
  const int32_t rc = tenon_status((table->write)(import->self, what, to, out), TENON_OK);
  if (rc == TENON_OK && !tenon_tuple2_u8_textpipe_api_log_entry_valid(out)) return TENON_BAD_RESULT;
  return rc;
}

/* Whether the host has the function below; without it calls return TENON_MISSING. */
static inline int shout_log_has_loud(const shout_host *host) {
  return host->imports[0].table->slots > 2;
}

static inline int32_t shout_log_loud(const shout_host *host, uint8_t *out) {
  const tenon_reference *const import = &host->imports[0];
  const textpipe_api_log_table *const table = (const textpipe_api_log_table *)import->table;
  if (table->head.slots <= 2) {
    return TENON_MISSING;
  }
  *out = 0;
  return tenon_status((table->loud)(import->self, out), TENON_OK);
}

/* To be written by the author. */

/* Makes an instance's state. TENON_OK with `*self` set; `return shout_refuse(host, "why")`;
 * TENON_OUT_OF_MEMORY. `host` is gone afterwards: copy it. */
int32_t shout_create(const shout_host *host, shout **self);

/* Ends the state. Objects live on. */
void shout_destroy(shout *self);

/* Exported: textpipe:api/filter@1.1.0 */

/* What comes out for `text`. */
int32_t shout_apply(shout *self, tenon_string text, tenon_string *ok, tenon_string *err);

int32_t shout_finish(shout *self, textpipe_api_types_report *whom);

int32_t shout_scan(shout *self, tenon_string text, textpipe_api_types_report *into, tenon_list_textpipe_api_types_finding *out);

/* Own objects of textpipe:api/types@1#report: define `struct shout_report` and these functions, if you make any. */
typedef struct shout_report shout_report;

/* Takes a copy. */
int32_t shout_report_add(shout_report *self, const textpipe_api_types_finding *what);

int32_t shout_report_flush(shout_report *self);

/* Ends an object; its memory is yours to free. */
void shout_report_drop(shout_report *self);

/* How many are alive. */
extern uint64_t shout_report_live __attribute__((visibility("hidden")));

static inline void shout_report_leave(tenon_box *box) {
  if (--box->uses > 0) return;
  shout_report_drop((shout_report *)box->self);
  tenon_box_free(box, &shout_report_live);
}

static inline void slot_shout_report_drop(void *self) {
  shout_report_leave((tenon_box *)self);
}

static inline int32_t slot_shout_report_add(textpipe_api_types_report *self, const textpipe_api_types_finding *what) {
  tenon_box *const box = (tenon_box *)(void *)self;
  if (tenon_record_poisoned(box->record)) return TENON_POISONED;
  if (!textpipe_api_types_finding_valid(what)) return TENON_BAD_ARGUMENT;
  ++box->uses;
  int32_t rc = shout_report_add((shout_report *)box->self, what);
  if (rc != TENON_OK) rc = tenon_settle(box->record, rc, TENON_OK, "`report.add` returned neither a result nor an error of its own");
  shout_report_leave(box);
  return rc;
}

static inline int32_t slot_shout_report_flush(textpipe_api_types_report *self) {
  tenon_box *const box = (tenon_box *)(void *)self;
  if (tenon_record_poisoned(box->record)) return TENON_POISONED;
  ++box->uses;
  int32_t rc = shout_report_flush((shout_report *)box->self);
  if (rc != TENON_OK) rc = tenon_settle(box->record, rc, TENON_OK, "`report.flush` returned neither a result nor an error of its own");
  shout_report_leave(box);
  return rc;
}

/* Makes an object of `impl`, which it owns from then on. TENON_OK, or TENON_OUT_OF_MEMORY: `impl` is
 * still yours. */
static inline int32_t shout_report_make(const shout_host *host, shout_report *impl, textpipe_api_types_report **out) {
  static const textpipe_api_types_report_vtable vtable = {
      {2, 0, {0xcb, 0x9e, 0x47, 0x96, 0xa3, 0xe8, 0x8a, 0x97, 0x47, 0x87, 0xd4, 0xdc, 0xb2, 0x69, 0xe2, 0x20}, "textpipe:api/types@1#report", &tenon_plugin_shout, slot_shout_report_drop},
      slot_shout_report_add,
      slot_shout_report_flush,
  };
  tenon_box *const box = tenon_box_make(host->record, &vtable.head, impl, &shout_report_live);
  if (!box) return TENON_OUT_OF_MEMORY;
  *out = (textpipe_api_types_report *)(void *)box;
  return TENON_OK;
}

/* The author's part of an object, or NULL if somebody else made it. */
static inline shout_report *shout_report_of(textpipe_api_types_report *object) {
  tenon_box *const box = tenon_box_of(object, &tenon_plugin_shout, "textpipe:api/types@1#report", tenon_plugin_shout.plugins[0]);
  return box ? (shout_report *)box->self : NULL;
}

#ifdef __cplusplus
}
#endif

#endif

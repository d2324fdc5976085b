/* SPDX-License-Identifier: MIT
 *
 * The stress test's plugin, against abi.h alone. What tells its builds apart is a text in the file, which the
 * test overwrites: a number, and a letter for what the build does wrong. */
#include <stdlib.h>
#include <string.h>
#include <tenon/abi.h>

#include NOTE_HEADER

/* "STRESS-BUILD:" number in 8 hex digits ":" o (fine), c (`create` refuses) or r (`restore` refuses) */
static const volatile char marker[] = "STRESS-BUILD:00000000:o";

static uint64_t build(void) {
  uint64_t out = 0;
  for (int i = 13; i < 21; i++)
    out = out * 16 + (uint64_t)(marker[i] <= '9' ? marker[i] - '0' : marker[i] - 'a' + 10);
  return out;
}
static char defect(void) { return marker[22]; }

extern const tenon_library_descriptor library;

typedef struct note {
  uint32_t owner_size, size, type;
  char owner[8];
  uint8_t bytes[NOTE_PADDED];
} note;
__attribute__((section(".note.tenon"), used, aligned(4))) static const note the_note = {
    sizeof TENON_NOTE_OWNER, NOTE_SIZE, TENON_NOTE_TYPE, TENON_NOTE_OWNER, NOTE_BYTES};

typedef struct notes_table {
  tenon_table head;
  int32_t (*ended)(void* self, uint64_t calls);
  int32_t (*middle)(void* self, uint32_t depth, uint64_t build);
} notes_table;

typedef struct instance {
  const tenon_host_table* host;
  tenon_reference notes;
  uint64_t sum; /* atomic */
} instance;

typedef struct ticket {
  const tenon_table* vtable;
  uint64_t build;
} ticket;

static uint64_t live_tickets;
static uint64_t count_tickets(void) { return __atomic_load_n(&live_tickets, __ATOMIC_ACQUIRE); }
static void drop_ticket(void* self) {
  free(self);
  __atomic_sub_fetch(&live_tickets, 1, __ATOMIC_RELEASE);
}
static int32_t ticket_build(void* self, uint64_t* out) {
  *out = ((const ticket*)self)->build == build() ? build() : 0;
  return TENON_OK;
}
static const struct {
  tenon_table head;
  int32_t (*build)(void* self, uint64_t* out);
} ticket_vtable = {{1, 0, COUNTER_RESOURCE_HASH, COUNTER_RESOURCE_ID, &library, drop_ticket}, ticket_build};

static int32_t counter_add(void* self, uint64_t by, uint64_t* out) {
  __atomic_add_fetch(&((instance*)self)->sum, by, __ATOMIC_RELAXED);
  *out = build();
  return TENON_OK;
}
static int32_t counter_build(void* self, uint64_t* out) {
  (void)self;
  *out = build();
  return TENON_OK;
}
static int32_t counter_nest(void* self, uint32_t depth, uint64_t* out) {
  instance* me = self;
  const notes_table* notes = (const notes_table*)me->notes.table;
  __atomic_add_fetch(&me->sum, 1, __ATOMIC_RELAXED);
  const int32_t status = notes->middle(me->notes.self, depth, build());
  *out = build();
  return status;
}
static int32_t counter_sum(void* self, uint64_t* out) {
  *out = __atomic_load_n(&((instance*)self)->sum, __ATOMIC_RELAXED);
  return TENON_OK;
}
static int32_t counter_take(void* self, tenon_object** out) {
  (void)self;
  ticket* made = malloc(sizeof *made);
  if (!made) return TENON_OUT_OF_MEMORY;
  made->vtable = &ticket_vtable.head;
  made->build = build();
  __atomic_add_fetch(&live_tickets, 1, __ATOMIC_RELAXED);
  *out = (tenon_object*)made;
  return TENON_OK;
}
static const struct {
  tenon_table head;
  int32_t (*add)(void* self, uint64_t by, uint64_t* out);
  int32_t (*build)(void* self, uint64_t* out);
  int32_t (*nest)(void* self, uint32_t depth, uint64_t* out);
  int32_t (*sum)(void* self, uint64_t* out);
  int32_t (*take)(void* self, tenon_object** out);
} counter_table = {{COUNTER_SLOTS, 0, COUNTER_HASH, COUNTER_ID, &library, NULL},
                   counter_add,
                   counter_build,
                   counter_nest,
                   counter_sum,
                   counter_take};

#ifdef STATE_ID
typedef struct saved {
  uint32_t version;
  uint8_t* bytes;
  size_t size;
} saved;
static int32_t state_restore(void* self, const saved* from, tenon_string* err) {
  instance* me = self;
  if (defect() == 'r' || from->size != sizeof me->sum) {
    err->ptr = NULL;
    err->len = 0;
    return TENON_ERR;
  }
  memcpy(&me->sum, from->bytes, sizeof me->sum);
  return TENON_OK;
}
static int32_t state_save(void* self, saved* ok, tenon_string* err) {
  instance* me = self;
  (void)err;
  ok->version = 1;
  ok->size = sizeof me->sum;
  ok->bytes = me->host->alloc(me->host->ctx, ok->size, 1);
  if (!ok->bytes) return TENON_OUT_OF_MEMORY;
  memcpy(ok->bytes, &me->sum, ok->size);
  return TENON_OK;
}
static const struct {
  tenon_table head;
  int32_t (*restore)(void* self, const saved* from, tenon_string* err);
  int32_t (*save)(void* self, saved* ok, tenon_string* err);
} state_table = {{STATE_SLOTS, 0, STATE_HASH, STATE_ID, &library, NULL}, state_restore, state_save};
#endif

static int32_t create(const tenon_host_table* host, const tenon_reference* imports, void** out) {
  if (defect() == 'c') return TENON_ERR;
  instance* me = host->alloc(host->ctx, sizeof *me, 8);
  if (!me) return TENON_OUT_OF_MEMORY;
  me->host = host;
  me->notes = imports[0];
  me->sum = 0;
  *out = me;
  return TENON_OK;
}
static void destroy(void* self) {
  instance* me = self;
#ifndef STATE_ID
  ((const notes_table*)me->notes.table)->ended(me->notes.self, me->sum);
#endif
  me->host->free(me->host->ctx, me, sizeof *me, 8);
}

static const tenon_interface_descriptor notes_import = {sizeof notes_import, NOTES_SLOTS, NOTES_ID,
                                                        NOTES_HASH, NULL};
static const tenon_interface_descriptor* const imports[] = {&notes_import};
static const tenon_interface_descriptor counter_export = {sizeof counter_export, COUNTER_SLOTS, COUNTER_ID,
                                                          COUNTER_HASH, &counter_table.head};
#ifdef STATE_ID
static const tenon_interface_descriptor state_export = {sizeof state_export, STATE_SLOTS, STATE_ID,
                                                        STATE_HASH, &state_table.head};
static const tenon_interface_descriptor* const exports[] = {&state_export, &counter_export};
#else
static const tenon_interface_descriptor* const exports[] = {&counter_export};
#endif
static const tenon_resource_descriptor tickets = {sizeof tickets, 0, COUNTER_RESOURCE_ID, count_tickets};
static const tenon_resource_descriptor* const resources[] = {&tickets};
static const tenon_plugin_descriptor plugin = {
    sizeof plugin, 0,       PLUGIN_NAME, "1.2.3", 1,      sizeof exports / sizeof *exports, 1, 0,
    imports,       exports, resources, create,  destroy};
static const tenon_plugin_descriptor* const plugins[] = {&plugin};
const tenon_library_descriptor library = {sizeof library, TENON_CONTRACT, 1, 0, plugins, NULL};

__attribute__((visibility("default"))) const tenon_library_descriptor* tenon_entry(uint32_t contract);
const tenon_library_descriptor* tenon_entry(uint32_t contract) {
  return contract == TENON_CONTRACT ? &library : NULL;
}

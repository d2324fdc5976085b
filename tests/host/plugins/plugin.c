/* SPDX-License-Identifier: MIT
 *
 * A plugin against abi.h alone, without generated bindings. Each -D gives it one habit or one
 * defect; GENERATION tells builds apart. */
#include <stdlib.h>
#include <string.h>
#include <tenon/abi.h>

#include NOTE_HEADER

#ifndef GENERATION
#define GENERATION 1
#endif
#define EXPORTED __attribute__((visibility("default")))

extern const tenon_library_descriptor library;

/* The note, as every plugin has it. */
typedef struct note {
  uint32_t owner_size, size, type;
  char owner[8];
  uint8_t bytes[NOTE_PADDED];
} note;
#ifndef NO_NOTE
__attribute__((section(".note.tenon"), used, aligned(4))) static const note the_note = {
    sizeof TENON_NOTE_OWNER, NOTE_SIZE, TENON_NOTE_TYPE, TENON_NOTE_OWNER, NOTE_BYTES};
#endif
#ifdef TWO_NOTES
__attribute__((section(".note.tenon"), used, aligned(4))) static const note other_note = {
    sizeof TENON_NOTE_OWNER, NOTE_SIZE, TENON_NOTE_TYPE, TENON_NOTE_OWNER, NOTE_BYTES};
#endif

#ifdef UNIQUE
/* What g++ makes of a template's static. */
__asm__(".data\n.globl test_unique\n.type test_unique, %gnu_unique_object\n.size test_unique, 4\n"
        "test_unique: .long 0\n.text\n");
extern EXPORTED int test_unique;
#endif
#ifdef CONSTRUCTOR
/* Runs inside dlopen: whoever sees it knows that the library got that far. */
extern int setenv(const char *, const char *, int); /* POSIX, which -std=c11 hides */
__attribute__((constructor)) static void ran(void) { setenv("TENON_TEST_CONSTRUCTOR", "ran", 1); }
#endif
#ifdef UNDEFINED
extern int nowhere_to_be_found(void);
#endif
#ifdef DEPENDENCY
extern int dependency(void);
#endif
#ifdef THREAD_KEY
#include <pthread.h>
#endif
#ifdef ONE_AT_A_TIME
#include <sched.h>
static int inside;
#endif
#ifdef HABIT
void habit(uint32_t number); /* what this plugin does besides, as the last thing in `add` */
#endif

typedef struct instance {
  const tenon_host_table *host;
  tenon_reference log;
  uint32_t sum;
  int poisoned;
} instance;

typedef struct log_table {
  tenon_table head;
  int32_t (*line)(void *self, uint32_t number);
} log_table;

typedef struct item {
  const tenon_table *vtable;
  uint32_t value;
} item;

static uint64_t live_items;
static uint64_t count_items(void) { return live_items; }

static void drop_item(void *self) {
  live_items--;
  free(self);
}

static int32_t item_value(void *self, uint32_t *out) {
  *out = ((item *)self)->value;
  return TENON_OK;
}

static const struct {
  tenon_table head;
  int32_t (*value)(void *self, uint32_t *out);
} item_vtable = {{1, 0, EXPORT_RESOURCE_HASH, EXPORT_RESOURCE_ID, &library, drop_item}, item_value};

static int32_t say(instance *me, uint32_t number) {
  return ((const log_table *)me->log.table)->line(me->log.self, number);
}

static int32_t counter_add(void *self, uint32_t number, uint32_t *out) {
  instance *me = self;
  if (me->poisoned) return TENON_POISONED;
  me->sum += number;
  *out = me->sum * GENERATION;
#ifdef DEPENDENCY
  *out += (uint32_t)dependency();
#endif
  const int32_t status = say(me, me->sum);
#ifdef HABIT
  habit(number);
#endif
  return status;
}

static int32_t counter_crash(void *self) {
  static const char text[] = "division by zero";
  instance *me = self;
  if (me->poisoned) return TENON_POISONED;
  me->poisoned = 1;
  me->host->trap(me->host->ctx, TENON_TRAP, text, sizeof text - 1);
  return TENON_TRAP;
}

static int32_t counter_make(void *self, tenon_object **out) {
  item *made = malloc(sizeof *made);
  if (!made) return TENON_OUT_OF_MEMORY;
  made->vtable = &item_vtable.head;
  made->value = ((instance *)self)->sum;
  live_items++;
  *out = (tenon_object *)made;
  return TENON_OK;
}

#ifdef OTHER_HASH
#define TABLE_HASH {1, 2, 3}
#else
#define TABLE_HASH EXPORT_HASH
#endif
static const struct {
  tenon_table head;
  int32_t (*add)(void *self, uint32_t number, uint32_t *out);
  int32_t (*crash)(void *self);
  int32_t (*make)(void *self, tenon_object **out);
} counter_table = {{EXPORT_SLOTS, 0, EXPORT_HASH, EXPORT_ID, &library, NULL}, counter_add, counter_crash, counter_make};

static int32_t create(const tenon_host_table *host, const tenon_reference *imports, void **out) {
#ifdef REFUSE
  static const char text[] = "no licence found";
  (void)imports, (void)out;
  host->trap(host->ctx, REFUSE, text, sizeof text - 1);
  return REFUSE;
#else
  instance *me = host->alloc(host->ctx, sizeof *me, 8);
  if (!me) return TENON_OUT_OF_MEMORY;
  memset(me, 0, sizeof *me);
  me->host = host;
  me->log = imports[0];
#ifdef ONE_AT_A_TIME
  if (__atomic_exchange_n(&inside, 1, __ATOMIC_SEQ_CST)) return TENON_TRAP;
  sched_yield();
  __atomic_store_n(&inside, 0, __ATOMIC_SEQ_CST);
#endif
#ifdef UNDEFINED
  me->sum = (uint32_t)nowhere_to_be_found();
#endif
#ifdef UNIQUE
  me->sum = (uint32_t)test_unique; /* only a symbol that is bound holds its library */
#endif
#ifdef TALKATIVE
  say(me, 1000);
#endif
#ifdef THREAD_KEY
  static pthread_key_t key;
  pthread_key_create(&key, NULL);
#endif
  *out = me;
  return TENON_OK;
#endif
}

static void destroy(void *self) {
  instance *me = self;
  const tenon_host_table *host = me->host;
#ifdef TALKATIVE
  say(me, 2000);
#endif
  host->free(host->ctx, me, sizeof *me, 8);
}

static const tenon_interface_descriptor log_import = {sizeof log_import, IMPORT_SLOTS, IMPORT_ID, IMPORT_HASH, NULL};
static const tenon_interface_descriptor *const imports[] = {&log_import};
static const tenon_interface_descriptor counter_export = {sizeof counter_export, EXPORT_SLOTS, EXPORT_ID, TABLE_HASH,
                                                          &counter_table.head};
static const tenon_interface_descriptor *const exports[] = {&counter_export};
static const tenon_resource_descriptor items = {sizeof items, 0, EXPORT_RESOURCE_ID, count_items};
static const tenon_resource_descriptor *const resources[] = {&items};

#define PLUGIN(NAME) \
  {sizeof(tenon_plugin_descriptor), 0, NAME, "1.2.3", 1, 1, 1, 0, imports, exports, resources, create, destroy}
static const tenon_plugin_descriptor first = PLUGIN("first");
#ifdef TWO_PLUGINS
static const tenon_plugin_descriptor second = PLUGIN("second");
static const tenon_plugin_descriptor *const plugins[] = {&first, &second};
#else
static const tenon_plugin_descriptor *const plugins[] = {&first};
#endif

const tenon_library_descriptor library = {sizeof library, TENON_CONTRACT, sizeof plugins / sizeof *plugins, 0, plugins, NULL};

#ifndef NO_ENTRY
EXPORTED const tenon_library_descriptor *tenon_entry(uint32_t contract);
const tenon_library_descriptor *tenon_entry(uint32_t contract) {
#ifdef REFUSE_CONTRACT
  (void)contract;
  return NULL;
#else
  return contract == TENON_CONTRACT ? &library : NULL;
#endif
}
#endif

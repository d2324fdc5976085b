/* SPDX-License-Identifier: MIT
 *
 * A whole plugin written by hand against <tenon/abi.h>: no generated code, no helper, no libc. It
 * implements world demo:plain/plain of plain.wit. README.md says where the bytes come from.
 */
#include <tenon/abi.h>

/* --- The plugin --- */

typedef struct counter {
  const tenon_host_table *host;
  uint64_t total;
} counter;

static int32_t add(void *self, uint32_t n, uint64_t *out) {
  counter *const me = self;
  me->total += n;
  *out = me->total;
  return TENON_OK;
}

static int32_t create(const tenon_host_table *host, const tenon_reference *imports, void **instance) {
  (void)imports;
  counter *const me = host->alloc(host->ctx, sizeof *me, _Alignof(counter));
  if (!me) return TENON_OUT_OF_MEMORY;
  me->host = host;
  me->total = 0;
  *instance = me;
  return TENON_OK;
}

static void destroy(void *instance) {
  counter *const me = instance;
  me->host->free(me->host->ctx, me, sizeof *me, _Alignof(counter));
}

/* --- What it says about itself once it is loaded --- */

#define COUNTER_ID "demo:plain/counter"
/* clang-format off */
#define COUNTER_HASH {0x37, 0xf4, 0x67, 0xfe, 0x11, 0x8e, 0x19, 0xae, 0x54, 0x97, 0x06, 0x49, 0x7c, 0x0a, 0xcb, 0x0a}
/* clang-format on */

typedef struct counter_table {
  tenon_table head;
  int32_t (*add)(void *self, uint32_t n, uint64_t *out);
} counter_table;

static const tenon_library_descriptor library;

static const counter_table table = {{1, 0, COUNTER_HASH, COUNTER_ID, &library, NULL}, add};

static const tenon_interface_descriptor exported = {sizeof exported, 1, COUNTER_ID, COUNTER_HASH, &table.head};
static const tenon_interface_descriptor *const exports[] = {&exported};

static const tenon_plugin_descriptor plain = {
    .size = sizeof plain,
    .name = "plain",
    .version = "1.0.0",
    .export_count = 1,
    .exports = exports,
    .create = create,
    .destroy = destroy,
};
static const tenon_plugin_descriptor *const plugins[] = {&plain};

static const tenon_library_descriptor library = {sizeof library, TENON_CONTRACT, 1, 0, plugins, NULL};

__attribute__((visibility("default"))) const tenon_library_descriptor *tenon_entry(uint32_t contract);
const tenon_library_descriptor *tenon_entry(uint32_t contract) {
  return contract == TENON_CONTRACT ? &library : NULL;
}

/* --- What it says about itself while it is only a file --- */

#define METADATA "{\"plugins\":[{\"name\":\"plain\",\"version\":\"1.0.0\",\"meta\":{}}]}"
#define WIT \
  "package demo:plain;\n" \
  "\n" \
  "/// A running total.\n" \
  "interface counter {\n" \
  "  /// Adds `n` and says how much it is by now.\n" \
  "  add: func(n: u32) -> u64;\n" \
  "}\n" \
  "\n" \
  "world plain {\n" \
  "  export counter;\n" \
  "}\n"

/* Texts without the zero behind them. */
typedef struct manifest {
  tenon_note_header header;
  tenon_note_plugin plugin;
  tenon_note_interface counter;
  char library[sizeof "plain" - 1];
  char version[sizeof "1.0.0" - 1];
  char world[sizeof "demo:plain/plain" - 1];
  char id[sizeof COUNTER_ID - 1];
  char metadata[sizeof METADATA - 1];
  char wit[sizeof WIT - 1];
} manifest;

#define TEXT(member) {offsetof(manifest, member), sizeof((manifest *)0)->member}
#define SIZE (offsetof(manifest, wit) + sizeof((manifest *)0)->wit)

static const struct {
  uint32_t owner_size, size, type;
  char owner[8];
  manifest manifest;
} note __attribute__((section(".note.tenon"), used, aligned(4))) = {
    sizeof TENON_NOTE_OWNER,
    SIZE,
    TENON_NOTE_TYPE,
    TENON_NOTE_OWNER,
    {
        .header = {
            .format = TENON_NOTE_FORMAT,
            .contract = TENON_CONTRACT,
            .language = TENON_LANGUAGE_C,
            .size = SIZE,
            .plugin_count = 1,
            .interface_count = 1,
            .library = TEXT(library),
            .metadata = TEXT(metadata),
            .wit = TEXT(wit),
            /* clang-format off */
            .digest = {0xa2, 0xd7, 0xd1, 0xb6, 0xee, 0x9c, 0x9a, 0x56, 0x57, 0x39, 0x01, 0x3e, 0xd2, 0x89, 0x80, 0x89},
            /* clang-format on */
        },
        .plugin = {.name = TEXT(library), .version = TEXT(version), .world = TEXT(world), .export_count = 1},
        .counter = {.id = TEXT(id), .hash = COUNTER_HASH, .slots = 1},
        .library = "plain",
        .version = "1.0.0",
        .world = "demo:plain/plain",
        .id = COUNTER_ID,
        .metadata = METADATA,
        .wit = WIT,
    },
};

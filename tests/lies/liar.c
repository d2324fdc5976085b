/* SPDX-License-Identifier: MIT
 *
 * A plugin that gives what its host tells it to give, and hands its host what it is told to hand over. */
#include "puppet.h"

#include "liar_note.h"

extern const tenon_library_descriptor library;

__attribute__((section(".note.tenon"), used, aligned(4))) static const struct {
  uint32_t owner_size, size, type;
  char owner[8];
  uint8_t bytes[NOTE_PADDED];
} note = {sizeof TENON_NOTE_OWNER, NOTE_SIZE, TENON_NOTE_TYPE, TENON_NOTE_OWNER, NOTE_BYTES};

typedef struct instance {
  puppet told; /* first: what `self` points at is a puppet too */
  const tenon_host_table *host;
  tenon_reference takes;
} instance;

/* --- strings: call, tell */

static int32_t call(void *self, uint32_t slot, const uint8_t *image, size_t len, int32_t *out) {
  uint64_t aligned[32] = {0};
  uint32_t number = 0;
  if (len > sizeof aligned) return TENON_BAD_ARGUMENT;
  if (len) memcpy(aligned, image, len);
  *out = call_take(&((instance *)self)->takes, slot, aligned, &number);
  return TENON_OK;
}

static int32_t tell(void *self, int32_t status, const uint8_t *image, size_t len) {
  if (len > sizeof((puppet *)self)->image) return TENON_BAD_ARGUMENT;
  puppet_tell((puppet *)self, status, image, len);
  return TENON_OK;
}

static const struct {
  tenon_table head;
  int32_t (*call)(void *self, uint32_t slot, const uint8_t *image, size_t len, int32_t *out);
  int32_t (*tell)(void *self, int32_t status, const uint8_t *image, size_t len);
} strings_table = {{STRINGS_SLOTS, 0, STRINGS_HASH, STRINGS_ID, &library, NULL}, call, tell};

static puppet_table table = {{GIVE_COUNT, 0, PUPPET_HASH, PUPPET_ID, &library, NULL}, {0}};

static int32_t create(const tenon_host_table *host, const tenon_reference *imports, void **out) {
  instance *const me = (instance *)host->alloc(host->ctx, sizeof *me, 8);
  if (!me) return TENON_OUT_OF_MEMORY;
  memset(me, 0, sizeof *me);
  me->host = host;
  me->takes = imports[0];
  *out = me;
  return TENON_OK;
}

static void destroy(void *self) {
  const tenon_host_table *const host = ((instance *)self)->host;
  host->free(host->ctx, self, sizeof(instance), 8);
}

#define INTERFACE(name, table) {sizeof(tenon_interface_descriptor), name##_SLOTS, name##_ID, name##_HASH, table}
static const tenon_interface_descriptor interfaces[] = {
    INTERFACE(TAKES, NULL), INTERFACE(TYPES, NULL), INTERFACE(PUPPET, &table.head), INTERFACE(STRINGS, &strings_table.head)};
static const tenon_interface_descriptor *const imports[] = {&interfaces[0], &interfaces[1]};
static const tenon_interface_descriptor *const exports[] = {&interfaces[2], &interfaces[3]};
static const tenon_plugin_descriptor liar = {sizeof liar, 0, "liar", "1.2.3", 2, 2, 0, 0, imports, exports, NULL, create, destroy};
static const tenon_plugin_descriptor *const plugins[] = {&liar};
const tenon_library_descriptor library = {sizeof library, TENON_CONTRACT, 1, 0, plugins, NULL};

__attribute__((visibility("default"))) const tenon_library_descriptor *tenon_entry(uint32_t contract);
const tenon_library_descriptor *tenon_entry(uint32_t contract) {
  puppet_fill(&table);
  return contract == TENON_CONTRACT ? &library : NULL;
}

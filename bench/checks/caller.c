/* SPDX-License-Identifier: MIT
 *
 * caller LIBRARY SLOT N: calls slot SLOT of the plugin's one interface N times, with 100 elements where
 * it takes a list or a text. Against abi.h alone, so that nothing but the plugin's side is counted. */
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tenon/abi.h>

enum { BOOL, CHAR, CHARS, ENUM, ENUMS, HANDLE, NONE, NUMBERS, RECORDS, TEXT, VARIANT, ELEMENTS = 100 };

static void *allocate(void *ctx, size_t size, size_t align) { return (void)ctx, (void)align, malloc(size); }
static void release(void *ctx, void *ptr, size_t size, size_t align) { (void)ctx, (void)size, (void)align, free(ptr); }
static void trap(void *ctx, int32_t status, const char *text, size_t len) { (void)ctx, (void)status, (void)text, (void)len; }

typedef int32_t (*by_byte)(void *, uint8_t);
typedef int32_t (*by_number)(void *, uint32_t);
typedef int32_t (*by_pointer)(void *, const void *);
typedef int32_t (*by_list)(void *, const void *, size_t);
typedef void (*any_function)(void);

static struct {
  uint8_t level;
  tenon_string text;
} records[ELEMENTS];
static struct {
  uint8_t tag;
  tenon_string named;
} variant = {2, {"0123456789", 10}};
static uint32_t zeros[ELEMENTS];
static char text[ELEMENTS];
static const struct {
  tenon_table head;
  any_function touch;
} thing = {{1, 0, {0}, "bench:checks/checks@1#thing", NULL, NULL}, NULL};
static const tenon_table *object = &thing.head;

static int32_t call(any_function f, void *self, int slot) {
  switch (slot) {
    case CHAR:
      return ((by_number)f)(self, 'x');
    case HANDLE:
      return ((by_pointer)f)(self, &object);
    case VARIANT:
      return ((by_pointer)f)(self, &variant);
    case RECORDS:
      return ((by_list)f)(self, records, ELEMENTS);
    case TEXT:
      return ((by_list)f)(self, text, ELEMENTS);
    case CHARS:
    case ENUMS:
    case NUMBERS:
      return ((by_list)f)(self, zeros, ELEMENTS);
    default:
      return ((by_byte)f)(self, 1);
  }
}

int main(int count, char **words) {
  if (count != 4) return 2;
  for (int i = 0; i < ELEMENTS; ++i) records[i].text = (tenon_string){"0123456789", 10};
  memset(text, 'x', sizeof text);
  void *const library = dlopen(words[1], RTLD_NOW | RTLD_LOCAL);
  if (!library) return puts(dlerror()), 2;
  tenon_entry_function entry;
  *(void **)&entry = dlsym(library, "tenon_entry");
  const tenon_plugin_descriptor *const plugin = entry(TENON_CONTRACT)->plugins[0];
  const tenon_host_table host = {sizeof host, TENON_CONTRACT, NULL, allocate, release, trap, {"", 0}};
  void *instance;
  if (plugin->create(&host, NULL, &instance) != TENON_OK) return 2;
  const int slot = atoi(words[2]);
  const any_function f = ((const any_function *)(const void *)(plugin->exports[0]->table + 1))[slot];
  for (int i = atoi(words[3]); i > 0; --i)
    if (call(f, instance, slot) != TENON_OK) return 3;
  return 0;
}

/* SPDX-License-Identifier: MIT
 *
 * Two worlds in one C host: plugins that are reloaded, and plugins that trap.
 *
 *   host_c_live reload FOLDER LIBRARY PLUGIN    a copy of LIBRARY is made in FOLDER
 *   host_c_live trap LIBRARY TEXT
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "counting.tenon.h"
#include "pipe.tenon.h"

#define CHECK(...) ((__VA_ARGS__) ? (void)0 : (printf("line %d: %s\n", __LINE__, #__VA_ARGS__), exit(1)))

static void fine(tenon_error *error) {
  if (error) fputs(tenon_error_text(error), stdout), exit(1);
}
static int refused(tenon_error *error, const char *code) {
  const int good = error && strcmp(tenon_error_code(error), code) == 0;
  if (error && !good) fputs(tenon_error_text(error), stdout);
  tenon_error_delete(error);
  return good;
}

/* A build of other content: the copy of `from`, `extra` bytes longer. */
static void build(const char *from, const char *to, int extra) {
  static char bytes[1 << 16];
  FILE *in = fopen(from, "rb"), *out = fopen(to, "wb");
  CHECK(in && out);
  for (size_t n; (n = fread(bytes, 1, sizeof bytes, in)) > 0;) CHECK(fwrite(bytes, 1, n, out) == n);
  while (extra-- > 0) CHECK(fputc('x', out) == 'x');
  CHECK(fclose(in) == 0 && fclose(out) == 0);
}

static uint64_t add(test_state_counter_following counter, uint64_t number) {
  uint64_t sum = 0;
  CHECK(test_state_counter_following_add(counter, number, &sum) == TENON_OK);
  return sum;
}

static void reload(tenon_host *host, const char *folder, const char *library, const char *name) {
  char file[4096];
  snprintf(file, sizeof file, "%s/live.so", folder);
  build(library, file, 0);
  char wanted[4096 + 64];
  snprintf(wanted, sizeof wanted, "%s#%s", file, name);

  test_state_counting_reloadable live;
  fine(test_state_counting_reloadable_load(host, wanted, &live));
  CHECK(add(live.counter, 5) == 5);
  build(library, file, 1);
  uint32_t outcome = TENON_UNCHANGED;
  fine(tenon_plugin_reload(live.plugin, &outcome));
  CHECK(outcome == TENON_RELOADED && add(live.counter, 1) == 6); /* the sum went along */

  test_state_counting_pinned pinned = test_state_counting_reloadable_pin(&live);
  uint64_t sum;
  CHECK(test_state_counter_add(pinned.counter, 1, &sum) == TENON_OK && sum == 7);
  build(library, file, 2);
  CHECK(refused(tenon_plugin_reload(live.plugin, NULL), "E1002")); /* put off: the pin holds the old build's state */
  CHECK(test_state_counter_add(pinned.counter, 1, &sum) == TENON_OK && sum == 8);
  test_state_counting_release(&pinned);
  fine(tenon_plugin_reload(live.plugin, &outcome));
  CHECK(outcome == TENON_RELOADED && add(live.counter, 1) == 9);

  tenon_string own;
  CHECK(test_state_counter_following_save(live.counter, &own) == TENON_OK && own.len == 16);
  tenon_string_free(tenon_heap(), &own);
  fine(test_state_counting_reloadable_unload(&live, &outcome, NULL));
  CHECK(outcome == TENON_UNLOAD_CLOSED && remove(file) == 0);
}

static int32_t apply(const demo_text_pipe *plugin, tenon_string *ok, tenon_string *err) {
  return demo_text_filter_apply(plugin->filter, tenon_text("hello"), ok, err);
}

static void trap(tenon_host *host, const char *library, const char *text) {
  demo_text_pipe plugin;
  tenon_string ok, err;
  fine(demo_text_pipe_load(host, library, &plugin));
  for (int round = 0; round < 2; ++round) {
    int32_t rc = apply(&plugin, &ok, &err);
    CHECK(rc == TENON_TRAP && tenon_instance_poisoned(plugin.instance) && strstr(tenon_instance_trap(plugin.instance), text));
    tenon_error *const error = tenon_call_error(rc, "apply");
    CHECK(strstr(tenon_error_text(error), text));
    CHECK(refused(error, "E0611") && apply(&plugin, &ok, &err) == TENON_POISONED);
    if (round) break;
    fine(demo_text_pipe_recreate(&plugin)); /* its calls go to the new instance */
    CHECK(!tenon_instance_poisoned(plugin.instance));
  }
  fine(demo_text_pipe_unload(&plugin, NULL, NULL));
}

int main(int count, char **words) {
  tenon_host *host;
  fine(tenon_host_create(NULL, &host));
  if (count == 5 && strcmp(words[1], "reload") == 0) reload(host, words[2], words[3], words[4]);
  else if (count == 4) trap(host, words[2], words[3]);
  else return 2;
  size_t blocks;
  tenon_heap_use(&blocks, NULL);
  CHECK(blocks == 0);
  fine(tenon_host_destroy(host));
  puts("all is well");
  return 0;
}

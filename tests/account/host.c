/* SPDX-License-Identifier: MIT
 *
 * What a host is told of what a plugin uses: see tenon/host/account.h.
 *
 *   account_host LIBRARY FOLDER NAME    in FOLDER a copy of the library is made; NAME is leaky-c, leaky-cpp or leaky-rust
 */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "leaking.tenon.h"

#define CHECK(...) ((__VA_ARGS__) ? (void)0 : (printf("line %d: %s\n", __LINE__, #__VA_ARGS__), exit(1)))

static const char *library, *name;
static int of_c, of_rust; /* C's instances and objects are in the host's heap; what Rust leaks isn't */

/* LeakSanitizer needn't tell. */
const char *__lsan_default_options(void);
const char *__lsan_default_options(void) { return "detect_leaks=0"; }

static void fine(tenon_error *error) {
  if (error) fputs(tenon_error_text(error), stdout), exit(1);
}

static tenon_host *host_that_counts(uint32_t what) {
  tenon_host *host;
  const tenon_host_options options = {.size = sizeof options, .account = what};
  fine(tenon_host_create(&options, &host));
  return host;
}

static tenon_account account_of(const tenon_plugin *plugin) {
  tenon_account account = {.size = sizeof account};
  fine(tenon_plugin_account(plugin, &account));
  return account;
}
static uint64_t blocks(const tenon_plugin *plugin) {
  const tenon_account a = account_of(plugin);
  return a.allocated_blocks - a.freed_blocks;
}
static uint64_t bytes(const tenon_plugin *plugin) {
  const tenon_account a = account_of(plugin);
  return a.allocated_bytes - a.freed_bytes;
}

static int says(const char *text, const char *before, const char *after) {
  char wanted[1024];
  snprintf(wanted, sizeof wanted, "%s%s%s", before, name, after);
  return text && strstr(text, wanted) != NULL;
}

static void what_is_always_known(void) {
  tenon_host *host = host_that_counts(0);
  test_account_leaking plugin;
  fine(test_account_leaking_load(host, library, &plugin));
  test_account_work_thing *thing;
  tenon_string text;
  CHECK(test_account_work_new_thing(plugin.work, &thing) == TENON_OK);
  CHECK(test_account_work_text(plugin.work, 10, &text) == TENON_OK);
  tenon_string_free(tenon_heap(), &text);
  CHECK(test_account_work_give_up(plugin.work) == TENON_TRAP);
  const tenon_account a = account_of(plugin.plugin);
  CHECK(a.counted == 0 && a.allocated_blocks == 0 && a.freed_blocks == 0 && a.calls == 0);
  CHECK(a.instances == 1 && a.objects == 1 && a.traps == 1 && a.generation == tenon_plugin_generation(plugin.plugin));
  test_account_work_thing_drop(thing);
  CHECK(account_of(plugin.plugin).objects == 0);
  fine(test_account_leaking_unload(&plugin, NULL, NULL));
  fine(tenon_host_destroy(host));
}

/* Whoever gives a block back: it was the plugin's. */
static void memory_is_exact(test_account_leaking *plugin) {
  const uint64_t before = blocks(plugin->plugin), size = bytes(plugin->plugin);
  CHECK((before > 0) == of_c); /* its instance */
  tenon_string text;
  CHECK(test_account_work_text(plugin->work, 100, &text) == TENON_OK && text.len == 100 && text.ptr[99] == 'x');
  CHECK(blocks(plugin->plugin) == before + 1 && bytes(plugin->plugin) == size + 100);
  tenon_string_free(tenon_heap(), &text);
  CHECK(blocks(plugin->plugin) == before && bytes(plugin->plugin) == size);
  for (uint32_t len = 1; len < 5000; len = len * 2 + 1) {
    CHECK(test_account_work_text(plugin->work, len, &text) == TENON_OK && (uintptr_t)text.ptr % 8 == 0);
    tenon_string_free(tenon_heap(), &text);
  }
  void *const mine = tenon_alloc(50, 8); /* the host's own isn't the plugin's */
  CHECK(blocks(plugin->plugin) == before && bytes(plugin->plugin) == size);
  tenon_free(mine, 50, 8);
  CHECK(account_of(plugin->plugin).allocated_bytes >= size + 100 + 8178); /* 8178 are 1 + 3 + 7 + ... + 4095 */
}

static void show_table(tenon_host *host) {
  char *text;
  fine(tenon_host_accounts(host, &text));
  CHECK(strstr(text, "plugin") == text && says(text, "\n", " ") && strstr(text, "  objects: 1 of `test:account/work@1#thing`\n"));
  fputs(text, stdout);
  tenon_text_delete(text);
}

static void a_leak_is_named(void) {
  size_t before, left;
  tenon_heap_use(NULL, &before);
  tenon_host *host = host_that_counts(TENON_ACCOUNT_MEMORY | TENON_ACCOUNT_CALLS);
  test_account_leaking plugin;
  fine(test_account_leaking_load(host, library, &plugin));
  memory_is_exact(&plugin);
  CHECK(test_account_work_leak(plugin.work, 30) == TENON_OK && test_account_work_leak(plugin.work, 12) == TENON_OK);
  test_account_work_thing *thing;
  CHECK(test_account_work_new_thing(plugin.work, &thing) == TENON_OK);
  CHECK(account_of(plugin.plugin).calls == 1 + 12 + 3); /* text, twelve more, two leaks and a thing */
  show_table(host);
  test_account_work_thing_drop(thing);
  tenon_string kept;
  CHECK(test_account_work_text(plugin.work, 8, &kept) == TENON_OK);
  uint32_t outcome;
  char *reason;
  fine(test_account_leaking_unload(&plugin, &outcome, &reason));
  CHECK(outcome == TENON_UNLOAD_CLOSED);
  CHECK(says(reason, "`", of_rust ? "` leaves 1 block of 8 bytes that nobody gave back: leaked, unless somebody still holds results of it"
                                  : "` leaves 3 blocks of 50 bytes that nobody gave back: leaked, unless somebody still holds results of it"));
  tenon_text_delete(reason);
  fine(tenon_host_destroy(host));
  tenon_string_free(tenon_heap(), &kept); /* whose account is all that is left of the plugin */
  tenon_heap_use(NULL, &left);
  CHECK(left == before + (of_rust ? 0 : 42));
}

static void who_leaks_nothing_is_not_named(void) {
  tenon_host *host = host_that_counts(TENON_ACCOUNT_MEMORY);
  test_account_leaking plugin;
  fine(test_account_leaking_load(host, library, &plugin));
  memory_is_exact(&plugin);
  CHECK(account_of(plugin.plugin).calls == 0);
  char *reason;
  fine(test_account_leaking_unload(&plugin, NULL, &reason));
  CHECK(reason == NULL);
  fine(tenon_host_destroy(host));
}

/* In Rust and C++ objects are in the language's own heap, and yet the last one to go is known. */
static void who_forgets_an_object_is_named(void) {
  tenon_host *host = host_that_counts(0);
  test_account_leaking plugin;
  fine(test_account_leaking_load(host, library, &plugin));
  CHECK(test_account_work_keep(plugin.work) == TENON_OK && account_of(plugin.plugin).objects == 1);
  tenon_error *error = test_account_leaking_unload(&plugin, NULL, NULL);
  CHECK(error && strcmp(tenon_error_code(error), "E0702") == 0);
  CHECK(says(tenon_error_message(error), "objects of `", "` are still alive: 1 of `test:account/work@1#thing`"));
  tenon_error_delete(error);
}

static void build(const char *to, int extra) {
  static char part[1 << 16];
  FILE *in = fopen(library, "rb"), *out = fopen(to, "wb");
  CHECK(in && out);
  for (size_t n; (n = fread(part, 1, sizeof part, in)) > 0;) CHECK(fwrite(part, 1, n, out) == n);
  while (extra-- > 0) CHECK(fputc('x', out) == 'x');
  CHECK(fclose(in) == 0 && fclose(out) == 0);
}

/* Each thread has an instance of its own, and frees what another one got. */
enum { THREADS = 4, ROUNDS = 2000 };
static _Atomic(void *) passed_on[THREADS];
typedef struct user {
  tenon_host *host;
  int number;
} user;

static void *use(void *data) {
  const user *const u = data;
  test_account_leaking plugin;
  fine(test_account_leaking_load(u->host, library, &plugin));
  for (int i = 0; i < ROUNDS; ++i) {
    tenon_string text;
    CHECK(test_account_work_text(plugin.work, 16, &text) == TENON_OK);
    tenon_string left = {atomic_exchange(&passed_on[(u->number + i) % THREADS], (void *)text.ptr), 16};
    if (left.ptr) tenon_string_free(tenon_heap(), &left);
  }
  fine(test_account_leaking_unload(&plugin, NULL, NULL));
  return NULL;
}

static void it_is_exact_over_threads(void) {
  tenon_host *host = host_that_counts(TENON_ACCOUNT_MEMORY | TENON_ACCOUNT_CALLS);
  test_account_leaking plugin;
  fine(test_account_leaking_load(host, library, &plugin));
  const uint64_t before = blocks(plugin.plugin);
  pthread_t threads[THREADS];
  user users[THREADS];
  for (int i = 0; i < THREADS; ++i) {
    users[i] = (user){host, i};
    CHECK(pthread_create(&threads[i], NULL, use, &users[i]) == 0);
  }
  for (int i = 0; i < 200; ++i) {
    const tenon_account a = account_of(plugin.plugin);
    CHECK(a.freed_blocks <= a.allocated_blocks && a.freed_bytes <= a.allocated_bytes && a.calls <= THREADS * ROUNDS);
    char *text;
    fine(tenon_host_accounts(host, &text));
    tenon_text_delete(text);
  }
  for (int i = 0; i < THREADS; ++i) CHECK(pthread_join(threads[i], NULL) == 0);
  for (int i = 0; i < THREADS; ++i) {
    tenon_string left = {atomic_exchange(&passed_on[i], NULL), 16};
    if (left.ptr) tenon_string_free(tenon_heap(), &left);
  }
  const tenon_account a = account_of(plugin.plugin);
  CHECK(a.calls == THREADS * ROUNDS && a.instances == 1 && blocks(plugin.plugin) == before);
  fine(test_account_leaking_unload(&plugin, NULL, NULL));
  fine(tenon_host_destroy(host));
}

static int told;
static void listen(void *ctx, const tenon_reload_event *event) {
  (void)ctx;
  if (event->kind == TENON_RELOAD_RETIRED) told += says(event->reason, "`", "` leaves 1 block of 7 bytes");
}

static void an_old_build_is_named(const char *folder) {
  char file[4096];
  snprintf(file, sizeof file, "%s/live-%s.so", folder, name);
  build(file, 0);
  tenon_host *host = host_that_counts(TENON_ACCOUNT_MEMORY | TENON_ACCOUNT_CALLS);
  const tenon_reload_options reloads = {.size = sizeof reloads, .listener = listen};
  fine(tenon_host_set_reload(host, &reloads));
  test_account_leaking_reloadable live;
  fine(test_account_leaking_reloadable_load(host, file, &live));
  tenon_string kept; /* of the old build, to the end */
  CHECK(test_account_work_following_text(live.work, 7, &kept) == TENON_OK);
  CHECK(account_of(live.plugin).calls == 1);
  build(file, 1);
  fine(tenon_plugin_reload(live.plugin, NULL));
  fine(tenon_host_update(host, NULL));
  CHECK(told == 1 && account_of(live.plugin).calls == 0); /* the new build's */
  tenon_string_free(tenon_heap(), &kept);
  fine(test_account_leaking_reloadable_unload(&live, NULL, NULL));
  fine(tenon_host_destroy(host));
  CHECK(remove(file) == 0);
}

int main(int count, char **words) {
  CHECK(count == 4);
  library = words[1];
  name = words[3];
  of_c = strcmp(name, "leaky-c") == 0;
  of_rust = strcmp(name, "leaky-rust") == 0;
  what_is_always_known();
  a_leak_is_named();
  who_leaks_nothing_is_not_named();
  it_is_exact_over_threads();
  an_old_build_is_named(words[2]);
  who_forgets_an_object_is_named(); /* and can't be unloaded any more */
  puts("all is well");
  return 0;
}

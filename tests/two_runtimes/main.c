/* SPDX-License-Identifier: MIT
 *
 * Three libtenons in one process, each separately linked: the program's, that of a shared library, and one inside of
 * a plugin. All work at the same time, and none may notice.
 *
 *   two_runtimes LIBRARY NEST FOLDER
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "other.h"
#include "pipe.tenon.h"
#include "work.h"

#define CHECK(...) ((__VA_ARGS__) ? (void)0 : (printf("line %d: %s\n", __LINE__, #__VA_ARGS__), exit(1)))

static char **words;

static void fine(tenon_error *error) {
  if (error) fputs(tenon_error_text(error), stdout), exit(1);
}

static void *report(const char *who, const char *problem) {
  if (problem) printf("%s: %s\n", who, problem);
  return problem ? NULL : words;
}

static void *here(void *unused) { return unused ? NULL : report("the program", work(words[1], words[3], "program", 3)); }
static void *there(void *unused) { return unused ? NULL : report("the library", other_work(words[1], words[3])); }
static const char *nested_work(const demo_text_pipe *plugin) {
  static char said[8192];
  char text[8192];
  snprintf(text, sizeof text, "%s %s", words[1], words[3]);
  tenon_string ok, err;
  const int32_t rc = demo_text_filter_apply(plugin->filter, tenon_text(text), &ok, &err);
  if (rc < 0) return "it failed";
  tenon_string *const out = rc == TENON_OK ? &ok : &err;
  snprintf(said, sizeof said, "%.*s", (int)out->len, out->ptr);
  tenon_string_free(tenon_heap(), out);
  return rc == TENON_OK ? NULL : said;
}

/* Ends when the plugin is gone, so that what the libtenon in it left in this thread is still there. */
static atomic_int worked, gone;
static void *nested(void *plugin) {
  void *const good = report("the plugin", nested_work(plugin));
  atomic_store(&worked, 1);
  while (!atomic_load(&gone)) usleep(1000);
  return good;
}

/* One file that two of them have loaded; whoever goes first. */
static int shared(int first) {
  void *here, *there;
  int good = report("the program", share(words[1], &here)) && report("the library", other_share(words[1], &there));
  for (int i = 0; good && i < 2; ++i)
    good = (i == first ? report("the program", let_go(here)) : report("the library", other_let_go(there))) != NULL;
  return good;
}

/* Blocks that one counts are freed by the other, which nobody should do: it isn't counted back, and that is all. */
static int blocks_are_swapped(void) {
  void *here, *there;
  char *mine, *theirs;
  const int good = report("the program", share(words[1], &here)) && report("the library", other_share(words[1], &there)) &&
                   report("the program", hand_out(here, &mine)) && report("the library", other_hand_out(there, &theirs));
  if (!good) return 0;
  take_back(theirs);
  other_take_back(mine);
  return report("the program", let_go(here)) && report("the library", other_let_go(there));
}

/* Two hosts of one of them. */
static int shared_by_two_hosts(void) {
  void *one, *two;
  return report("one", share(words[1], &one)) && report("two", share(words[1], &two)) && report("one", let_go(one)) &&
         report("two", let_go(two));
}

/* A file that somebody else has opened, too, and lets go of last: then nobody may look into it any more. */
static int is_mapped(const char *file) {
  void *const handle = dlopen(file, RTLD_NOW | RTLD_NOLOAD);
  if (handle) dlclose(handle);
  return handle != NULL;
}
static int held_by_a_plain_handle(void) {
  char another[4096];
  snprintf(another, sizeof another, "%s/another.so", words[3]);
  void *one, *two, *const plain = dlopen(words[1], RTLD_NOW | RTLD_LOCAL);
  int good = plain && report("one", share(words[1], &one)) && report("one", let_go(one)) && is_mapped(words[1]);
  good = good && dlclose(plain) == 0 && !is_mapped(words[1]);
  good = good && report("the file", put(words[1], words[3], "another", 0)) && report("two", share(another, &two));
  return good && report("two", let_go(two)) && remove(another) == 0;
}

/* One file that two of them watch. */
static int both_follow(void) {
  const char *const folder = words[3];
  void *here, *there;
  int good = report("the file", put(words[1], folder, "both", 0)) && report("the program", follow(folder, "both", &here)) &&
             report("the library", other_follow(folder, "both", &there));
  for (int n = 1; good && n <= 3; ++n)
    good = report("the file", put(words[1], folder, "both", n)) && report("the program", has_followed(here, n)) &&
           report("the library", other_has_followed(there, n));
  return good && report("the program", end_following(here)) && report("the library", other_end_following(there));
}

/* While somebody else has the turn to stop threads by signals, the others wait for it. */
static atomic_int over, leaver;
static void *be_busy(void *unused) {
  while (!atomic_load(&over)) continue;
  return unused;
}
static void *leave(void *kept) {
  atomic_store(&leaver, gettid());
  const int good = report("the library", other_let_go(kept)) != NULL;
  atomic_store(&leaver, -1);
  return good ? words : NULL;
}
static int is_in_flock(int thread) {
  char file[64];
  long number = -1;
  snprintf(file, sizeof file, "/proc/self/task/%d/syscall", thread);
  FILE *const in = fopen(file, "r");
  if (!in) return 0;
  if (fscanf(in, "%ld", &number) != 1) number = -1;
  fclose(in);
  return number == SYS_flock;
}
static int waits_for_its_turn(void) {
  void *kept, *good = NULL;
  pthread_t busy, leaving;
  const int turn = open("/proc/self/stat", O_RDONLY);
  CHECK(turn >= 0 && flock(turn, LOCK_EX) == 0 && report("the library", other_share(words[1], &kept)));
  CHECK(pthread_create(&busy, NULL, be_busy, NULL) == 0 && pthread_create(&leaving, NULL, leave, kept) == 0);
  int waits = 0;
  while (!waits && atomic_load(&leaver) != -1) waits = is_in_flock(atomic_load(&leaver));
  CHECK(flock(turn, LOCK_UN) == 0 && close(turn) == 0 && pthread_join(leaving, &good) == 0);
  atomic_store(&over, 1);
  CHECK(pthread_join(busy, NULL) == 0);
  return waits && good;
}

static int is_default(int number) {
  struct sigaction now;
  return sigaction(number, NULL, &now) == 0 && !(now.sa_flags & SA_SIGINFO) && now.sa_handler == SIG_DFL;
}

static int ended_well(pthread_t thread) {
  void *good = NULL;
  return pthread_join(thread, &good) == 0 && good;
}

int main(int count, char **given) {
  CHECK(count == 4);
  words = given;
  CHECK(other_create() != (other_function)tenon_host_create);

  tenon_host *host;
  demo_text_pipe nest;
  fine(tenon_host_create(NULL, &host));
  fine(demo_text_pipe_load(host, words[2], &nest));
  pthread_t threads[3];
  CHECK(pthread_create(&threads[0], NULL, here, NULL) == 0);
  CHECK(pthread_create(&threads[1], NULL, there, NULL) == 0);
  CHECK(pthread_create(&threads[2], NULL, nested, &nest) == 0);
  CHECK(ended_well(threads[0]) && ended_well(threads[1]));
  while (!atomic_load(&worked)) usleep(1000);
  CHECK(is_default(SIGURG) && is_default(SIGWINCH));

  /* The plugin goes, with the libtenon in it; or stays, and it is said why. Either way the others work on. */
  uint32_t outcome;
  char *reason;
  fine(demo_text_pipe_unload(&nest, &outcome, &reason));
  printf("the plugin is %s: %s\n", outcome == TENON_UNLOAD_CLOSED ? "closed" : "still mapped", reason ? reason : "");
  CHECK(outcome == TENON_UNLOAD_CLOSED || reason);
  tenon_text_delete(reason);
  atomic_store(&gone, 1);
  CHECK(ended_well(threads[2]));
  CHECK(here(NULL) && there(NULL));
  CHECK(both_follow() && held_by_a_plain_handle());
  CHECK(shared(0) && shared(1) && shared_by_two_hosts() && blocks_are_swapped());
  if (strstr(words[1], "spinner")) CHECK(waits_for_its_turn()); /* the other tells the runtime of its threads */
  fine(tenon_host_destroy(host));
  size_t blocks;
  tenon_heap_use(&blocks, NULL);
  CHECK(blocks == 0);
  puts("all is well");
  return 0;
}

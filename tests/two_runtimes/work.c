/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE
#include "work.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "pipe.tenon.h"

/* The first problem is the one that is told. */
#define WANT(...)                                                                                             \
  do {                                                                                                        \
    if (!(__VA_ARGS__)) {                                                                                     \
      if (!w->problem[0]) snprintf(w->problem, sizeof w->problem, "line %d: %s", __LINE__, #__VA_ARGS__);     \
      return 0;                                                                                               \
    }                                                                                                         \
  } while (0)

typedef struct worker {
  const char *library;
  char file[4096];
  tenon_host *host;
  demo_text_pipe_reloadable live;
  atomic_int reloaded;
  atomic_int over;
  char problem[4096];
} worker;

static int fine(worker *w, tenon_error *error) {
  if (error) snprintf(w->problem, sizeof w->problem, "%s", tenon_error_text(error));
  tenon_error_delete(error);
  return w->problem[0] == 0;
}

/* Written beside, then put in place. */
static int build(worker *w, int extra) {
  static _Thread_local char part[1 << 16];
  char beside[4100];
  snprintf(beside, sizeof beside, "%s.new", w->file);
  FILE *in = fopen(w->library, "rb"), *out = fopen(beside, "wb");
  WANT(in && out);
  for (size_t n; (n = fread(part, 1, sizeof part, in)) > 0;) WANT(fwrite(part, 1, n, out) == n);
  while (extra-- > 0) WANT(fputc('x', out) == 'x');
  WANT(fclose(in) == 0 && fclose(out) == 0 && rename(beside, w->file) == 0);
  return 1;
}

static void listen(void *ctx, const tenon_reload_event *event) {
  worker *const w = ctx;
  if (event->kind == TENON_RELOAD_AFTER) atomic_fetch_add(&w->reloaded, 1);
}

static int call(worker *w) {
  tenon_string ok, err;
  WANT(demo_text_filter_following_apply(w->live.filter, tenon_text("hello"), &ok, &err) == TENON_OK);
  WANT(ok.len == 5 && memcmp(ok.ptr, "HELLO", 5) == 0);
  tenon_string_free(tenon_heap(), &ok);
  return 1;
}

static void *call_and_end(void *ctx) { return call(ctx) ? ctx : NULL; }

/* Waits for nothing, so that only a signal tells where it is. */
static void *be_busy(void *ctx) {
  worker *const w = ctx;
  for (volatile long i = 0; !atomic_load(&w->over); ++i) continue;
  return NULL;
}

static int live(worker *w) {
  WANT(call(w));
  pthread_t threads[3];
  for (int i = 0; i < 3; ++i) WANT(pthread_create(&threads[i], NULL, call_and_end, w) == 0); /* the plugin is concurrent */
  for (int i = 0; i < 3; ++i) {
    void *good;
    WANT(pthread_join(threads[i], &good) == 0 && good);
  }
  const int before = atomic_load(&w->reloaded);
  WANT(build(w, before + 1));
  for (int i = 0; i < 30000 && atomic_load(&w->reloaded) == before; ++i) {
    WANT(call(w));
    usleep(1000); /* may end early: another Tenon looks where this thread is */
  }
  WANT(atomic_load(&w->reloaded) == before + 1);
  return call(w);
}

static int turn(worker *w) {
  WANT(build(w, 0));
  if (!fine(w, demo_text_pipe_reloadable_load(w->host, w->file, &w->live))) return 0;
  if (!live(w)) return 0;
  pthread_t busy;
  WANT(pthread_create(&busy, NULL, be_busy, w) == 0);
  uint32_t outcome = TENON_UNLOAD_SHARED;
  char *reason = NULL;
  const int good = fine(w, demo_text_pipe_reloadable_unload(&w->live, &outcome, &reason));
  atomic_store(&w->over, 1);
  pthread_join(busy, NULL);
  atomic_store(&w->over, 0);
  /* A thread that the machine gives no time for long can't be looked at, and what lies on a stack may be old. */
  const int closed = outcome == TENON_UNLOAD_CLOSED || (reason && strstr(reason, "may be inside of it"));
  if (good && !closed) snprintf(w->problem, sizeof w->problem, "not closed: %s", reason ? reason : "");
  tenon_text_delete(reason);
  atomic_store(&w->reloaded, 0);
  return w->problem[0] == 0;
}

static void set_up(worker *w, const char *library, const char *folder, const char *name) {
  memset(w, 0, sizeof *w);
  w->library = library;
  snprintf(w->file, sizeof w->file, "%s/%s.so", folder, name);
}

static int start(worker *w) {
  const tenon_host_options options = {.size = sizeof options, .account = TENON_ACCOUNT_MEMORY};
  const tenon_reload_options reload = {.size = sizeof reload, .watch = TENON_WATCH_THREAD, .settle_ms = 5, .listener = listen, .listener_ctx = w};
  return fine(w, tenon_host_create(&options, &w->host)) && fine(w, tenon_host_set_reload(w->host, &reload));
}

const char *work(const char *library, const char *folder, const char *name, int turns) {
  static _Thread_local worker one;
  worker *const w = &one;
  set_up(w, library, folder, name);
  if (start(w))
    for (int i = 0; i < turns && turn(w); ++i) continue;
  if (w->problem[0] == 0) fine(w, tenon_host_destroy(w->host));
  remove(w->file);
  return w->problem[0] ? w->problem : NULL;
}

const char *put(const char *library, const char *folder, const char *name, int number) {
  static worker one;
  set_up(&one, library, folder, name);
  return build(&one, number) ? NULL : one.problem;
}

const char *follow(const char *folder, const char *name, void **kept) {
  worker *const w = malloc(sizeof *w);
  if (!w) return "no memory";
  *kept = w;
  set_up(w, NULL, folder, name);
  if (start(w)) fine(w, demo_text_pipe_reloadable_load(w->host, w->file, &w->live));
  return w->problem[0] ? w->problem : NULL;
}

static int followed(worker *w, int builds) {
  for (int i = 0; i < 30000 && atomic_load(&w->reloaded) < builds; ++i) {
    WANT(call(w));
    usleep(1000);
  }
  WANT(atomic_load(&w->reloaded) == builds);
  return call(w);
}

const char *has_followed(void *kept, int builds) { return followed(kept, builds) ? NULL : ((worker *)kept)->problem; }

const char *end_following(void *kept) {
  worker *const w = kept;
  if (!fine(w, demo_text_pipe_reloadable_unload(&w->live, NULL, NULL)) || !fine(w, tenon_host_destroy(w->host))) return w->problem;
  free(w);
  return NULL;
}

typedef struct guest {
  tenon_host *host;
  demo_text_pipe plugin;
  char problem[4096];
} guest;

static void *visit(void *ctx) {
  tenon_string ok, err;
  if (demo_text_filter_apply(((guest *)ctx)->plugin.filter, tenon_text("hello"), &ok, &err) != TENON_OK) return NULL;
  tenon_string_free(tenon_heap(), &ok);
  return ctx;
}

static int visits(guest *g) {
  pthread_t thread;
  void *good = NULL;
  return pthread_create(&thread, NULL, visit, g) == 0 && pthread_join(thread, &good) == 0 && good && visit(g);
}

static const char *said(guest *g, tenon_error *error) {
  snprintf(g->problem, sizeof g->problem, "%s", error ? tenon_error_text(error) : "a call failed");
  tenon_error_delete(error);
  return g->problem;
}

const char *share(const char *library, void **kept) {
  guest *const g = calloc(1, sizeof *g);
  if (!g) return "no memory";
  *kept = g;
  const tenon_host_options options = {.size = sizeof options, .copy = TENON_COPY_NEVER, .account = TENON_ACCOUNT_MEMORY};
  tenon_error *error = tenon_host_create(&options, &g->host);
  if (!error) error = demo_text_pipe_load(g->host, library, &g->plugin);
  return error || !visits(g) ? said(g, error) : NULL;
}

const char *hand_out(void *kept, char **block) {
  guest *const g = kept;
  tenon_string ok, err;
  if (demo_text_filter_apply(g->plugin.filter, tenon_text("hello"), &ok, &err) != TENON_OK) return said(g, NULL);
  *block = (char *)ok.ptr;
  return NULL;
}

void take_back(char *block) { tenon_free(block, 5, 1); }

const char *let_go(void *kept) {
  guest *const g = kept;
  if (!visits(g)) return said(g, NULL);
  tenon_error *error = demo_text_pipe_unload(&g->plugin, NULL, NULL);
  if (!error) error = tenon_host_destroy(g->host);
  if (error) return said(g, error);
  free(g);
  return NULL;
}

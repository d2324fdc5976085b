// SPDX-License-Identifier: MIT
//
// The host in C.
#include <stdio.h>
#include <stdlib.h>

#include "pair.tenon.h"
#include "pairs.h"

typedef struct {
  bench_pairs_pair pair;
  bench_pairs_work_counter* counter;
} loaded;

static void must(int good) {
  if (!good) abort();
}

static void no_error(tenon_error* error) {
  if (error) fputs(tenon_error_text(error), stderr);
  must(!error);
}

// The compiler has to have made the value.
static void keep(intptr_t value) { __asm__ volatile("" : : "r"(value) : "memory"); }

static tenon_host* host_of(const char* folder) {
  static tenon_host* host;
  if (host) return host;
  const tenon_host_options options = {.size = sizeof options, .copy = TENON_COPY_NEVER};
  no_error(tenon_host_create(&options, &host));
  no_error(tenon_host_add_path(host, folder));
  return host;
}

void* pairs_c_open(const char* folder, const char* name) {
  loaded* self = malloc(sizeof *self);
  must(self != NULL);
  no_error(bench_pairs_pair_load(host_of(folder), name, &self->pair));
  must(bench_pairs_work_new_counter(self->pair.work, &self->counter) == TENON_OK);
  return self;
}

static void scalar(bench_pairs_work work, long count) {
  for (; count > 0; --count) {
    int32_t sum;
    must(bench_pairs_work_add(work, 40, 2, &sum) == TENON_OK);
    keep(sum);
  }
}

static void text(bench_pairs_work work, long count) {
  char letters[101];
  snprintf(letters, sizeof letters, "%0100d", 0);
  const tenon_string given = tenon_text(letters);
  for (; count > 0; --count) {
    tenon_string same;
    must(bench_pairs_work_echo(work, given, &same) == TENON_OK);
    keep((intptr_t)same.ptr);
    tenon_string_free(tenon_heap(), &same);
  }
}

static void object(bench_pairs_work_counter* counter, long count) {
  for (; count > 0; --count) {
    int32_t sum;
    must(bench_pairs_work_counter_add(counter, 2, &sum) == TENON_OK);
    keep(sum);
  }
}

void pairs_c_call(void* opened, enum pairs_kind kind, long count) {
  const loaded* const self = opened;
  switch (kind) {
    case PAIRS_SCALAR:
      scalar(self->pair.work, count);
      break;
    case PAIRS_TEXT:
      text(self->pair.work, count);
      break;
    case PAIRS_OBJECT:
      object(self->counter, count);
      break;
  }
}

// This host makes no objects, but its bindings could.
struct bench_pairs_pair_host_counter {
  char nothing;
};
int32_t bench_pairs_pair_host_counter_add(bench_pairs_pair_host_counter* self, int32_t by, int32_t* out) {
  (void)self, (void)by, (void)out;
  return TENON_TRAP;
}
void bench_pairs_pair_host_counter_drop(bench_pairs_pair_host_counter* self) { (void)self; }

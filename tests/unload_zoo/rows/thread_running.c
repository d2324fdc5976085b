/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE
#include <pthread.h>
#include <stddef.h>
#include <stdint.h>

static volatile uint32_t rounds;

static void* run(void* unused) {
  for (;;) rounds++;
  return unused;
}

/* A thread of its own that never leaves its own code. */
void habit(uint32_t number) {
  pthread_t thread;
  (void)number;
  pthread_create(&thread, NULL, run, NULL);
  pthread_setname_np(thread, "runner");
  pthread_detach(thread);
}

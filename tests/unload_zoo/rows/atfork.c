/* SPDX-License-Identifier: MIT */
#include <pthread.h>
#include <stddef.h>
#include <stdint.h>

static void prepare(void) {}

void habit(uint32_t number) {
  (void)number;
  pthread_atfork(prepare, NULL, NULL);
}

/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE
#include <pthread.h>
#include <stddef.h>
#include <stdint.h>
#include <unistd.h>

static void* wait_for_byte(void* file) {
  char byte;
  while (read((int)(intptr_t)file, &byte, 1) < 0) {}
  return NULL;
}

/* A thread of its own that waits until something is written to the file `number`. */
void habit(uint32_t number) {
  pthread_t thread;
  pthread_create(&thread, NULL, wait_for_byte, (void*)(intptr_t)number);
  pthread_setname_np(thread, "waiter");
  pthread_detach(thread);
}

/* SPDX-License-Identifier: MIT */
#include <dlfcn.h>
#include <pthread.h>
#include <stddef.h>
#include <stdint.h>

static void* open_something(void* unused) {
  (void)unused;
  return dlopen("libm.so.6", RTLD_NOW);
}

/* The thread waits for the dynamic linker's lock, which is held while constructors run. */
__attribute__((constructor)) static void wait_for_it(void) {
  pthread_t thread;
  pthread_create(&thread, NULL, open_something, NULL);
  pthread_join(thread, NULL);
}

void habit(uint32_t number) { (void)number; }

/* SPDX-License-Identifier: MIT */
#include <pthread.h>
#include <stddef.h>
#include <stdint.h>

static pthread_key_t key;

void habit(uint32_t number) {
  (void)number;
  pthread_key_create(&key, NULL);
  pthread_setspecific(key, &key);
}

/* SPDX-License-Identifier: MIT */
#include <pthread.h>
#include <stdint.h>

static void destroy_value(void* value) { (void)value; }

void habit(uint32_t number) {
  (void)number;
  pthread_key_t key;
  pthread_key_create(&key, destroy_value);
  pthread_key_delete(key);
}

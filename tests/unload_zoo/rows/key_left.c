/* SPDX-License-Identifier: MIT */
#include <pthread.h>
#include <stdint.h>

static pthread_key_t kept, given_back;
static void destroy_value(void *value) { (void)value; }

void habit(uint32_t number) {
  (void)number;
  pthread_key_create(&kept, destroy_value);
  pthread_key_create(&given_back, destroy_value);
  pthread_setspecific(kept, &kept);
  pthread_key_delete(given_back);
}

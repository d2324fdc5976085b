/* SPDX-License-Identifier: MIT
 *
 * A destructor of the library's at each thread's end; with GIVES_BACK it takes that back when it is closed. */
#include <pthread.h>

static pthread_key_t key;
static void at_end(void *value) { *(int *)value = 1; }
__attribute__((constructor)) static void begin(void) { pthread_key_create(&key, at_end); }
#ifdef GIVES_BACK
__attribute__((destructor)) static void end(void) { pthread_key_delete(key); }
#endif
void note_end(int *here) { pthread_setspecific(key, here); }

/* SPDX-License-Identifier: MIT */
#define _DEFAULT_SOURCE
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

static void bye(int code, void* unused) { (void)code, (void)unused; }

void habit(uint32_t number) {
  (void)number;
  on_exit(bye, NULL);
}

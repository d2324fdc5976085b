/* SPDX-License-Identifier: MIT */
#include <stdint.h>
#include <stdlib.h>

static void bye(void) {}

void habit(uint32_t number) {
  (void)number;
  atexit(bye);
}

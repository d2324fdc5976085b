/* SPDX-License-Identifier: MIT */
#define _DEFAULT_SOURCE
#include <stdint.h>
#include <unistd.h>

static volatile int reads;

/* Doesn't return until something is written to the file `number`. */
void habit(uint32_t number) {
  char byte;
  while (read((int)number, &byte, 1) < 0) {}
  reads++;
}

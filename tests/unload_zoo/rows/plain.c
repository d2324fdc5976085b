/* SPDX-License-Identifier: MIT */
#include <stdint.h>

void habit(uint32_t number) { (void)number; }

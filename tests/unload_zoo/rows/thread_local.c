/* SPDX-License-Identifier: MIT */
#include <stdint.h>

static _Thread_local uint32_t seen;

void habit(uint32_t number) { seen += number; }

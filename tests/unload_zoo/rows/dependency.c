/* SPDX-License-Identifier: MIT */
#include <stdint.h>

extern int part(void);

void habit(uint32_t number) { (void)(number + (uint32_t)part()); }

/* SPDX-License-Identifier: MIT
 *
 * Tells that code of it ran. */
#include <stdlib.h>

__attribute__((constructor)) static void begin(void) { setenv("TENON_TEST_CONSTRUCTOR", "ran", 1); }
__attribute__((destructor)) static void end(void) { setenv("TENON_TEST_DESTRUCTOR", "ran", 1); }
int add(int a, int b) { return a + b; }

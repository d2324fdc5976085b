/* SPDX-License-Identifier: MIT
 *
 * Versioned symbols: `answer` has a default one, `relic` hasn't. */
int answer_old(void) { return 1; }
int answer_new(void) { return 2; }
int relic_a(void) { return 3; }
int relic_b(void) { return 4; }
__asm__(".symver answer_old,answer@ONE");
__asm__(".symver answer_new,answer@@TWO");
__asm__(".symver relic_a,relic@ONE");
__asm__(".symver relic_b,relic@TWO");

/* SPDX-License-Identifier: MIT
 *
 * A library as anybody writes it. GENERATION tells builds apart. */
#include <stdarg.h>

#ifndef GENERATION
#define GENERATION 1
#endif

#ifndef COUNT
#define COUNT int
#endif

COUNT count = 40 + GENERATION;
const char title[] = "sums";
_Thread_local long per_thread = 7;

int add(int a, int b) { return a + b; }
int generation(void) { return GENERATION; }
int bump(int by) { return (int)(count += by); }
COUNT *place_of_count(void) { return &count; }

/* 100 times what `f` gives, and the build that it came back to. */
int call_back(int (*f)(void *), void *ctx) { return 100 * f(ctx) + generation(); }

int add_all(int how_many, ...) {
  va_list all;
  int sum = 0;
  va_start(all, how_many);
  while (how_many-- > 0) sum += va_arg(all, int);
  va_end(all);
  return sum;
}

struct pair {
  double first, second;
};
struct pair swapped(struct pair p) { return (struct pair){p.second, p.first}; }

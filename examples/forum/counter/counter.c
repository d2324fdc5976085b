#include "counter.h"
#include <stdlib.h>

typedef struct {
  counter head;
  uint32_t sum;
} own;

static void add(counter *self, uint32_t number) { ((own *)self)->sum += number; }
static uint32_t value(const counter *self) { return ((const own *)self)->sum; }
static void drop(counter *self) { free(self); }
static const counter_functions functions = {add, value, drop};

counter *make_counter(void) {
  own *made = malloc(sizeof *made);
  if (!made) return NULL;
  *made = (own){{&functions}, 0};
  return &made->head;
}

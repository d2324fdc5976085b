/* What all sides agree on, by hand: an object begins with a pointer to its functions. */
#ifndef COUNTER_H
#define COUNTER_H
#include <stdint.h>

typedef struct counter counter;
typedef struct counter_functions {
  void (*add)(counter *self, uint32_t number);
  uint32_t (*value)(const counter *self);
  void (*drop)(counter *self);
} counter_functions;
struct counter {
  const counter_functions *functions;
};

#ifdef __cplusplus
extern "C"
#endif
counter *make_counter(void);
#endif

// SPDX-License-Identifier: MIT
//
// g++ makes the variable one for the whole process.
struct Counter {
  static inline int value = 0;
};
extern "C" int next() { return ++Counter::value; }

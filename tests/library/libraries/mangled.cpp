// SPDX-License-Identifier: MIT
//
// C++ names, overloads, and one name for everybody.
#include <string>

namespace math {
int add(int a, int b) { return a + b; }
double add(double a, double b) { return a + b; }
int scale = 3;
}  // namespace math

int twice(int a) { return 2 * a; }

template <class T>
T half(T value) {
  return value / 2;
}
template int half<int>(int);

extern "C" int thrice(int a) { return 3 * a; }
extern "C" std::size_t length(const char* text) { return std::string(text).size(); }
extern "C" void fail() { throw 5; }

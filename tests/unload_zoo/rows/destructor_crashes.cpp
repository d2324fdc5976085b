// SPDX-License-Identifier: MIT
#include <csignal>
#include <cstdint>

struct Clumsy {
  ~Clumsy() { std::raise(SIGSEGV); }
};
static Clumsy clumsy;

extern "C" void habit(std::uint32_t) {}

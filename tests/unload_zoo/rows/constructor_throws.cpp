// SPDX-License-Identifier: MIT
#include <cstdint>
#include <stdexcept>

struct Never {
  Never() { throw std::runtime_error("no licence"); }
};
static Never never;

extern "C" void habit(std::uint32_t) {}

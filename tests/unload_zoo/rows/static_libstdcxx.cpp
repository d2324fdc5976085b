// SPDX-License-Identifier: MIT
#include <cstdint>
#include <stdexcept>
#include <string>

extern "C" void habit(std::uint32_t number) {
  try {
    throw std::runtime_error(std::to_string(number));
  } catch (const std::exception&) {}
}

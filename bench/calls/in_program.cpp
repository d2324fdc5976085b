// SPDX-License-Identifier: MIT
#include "virtual.hpp"

std::string turn_in_program(std::string text) {
  if (!text.empty()) text[0] = static_cast<char>(text[0] ^ 0x20);
  return text;
}

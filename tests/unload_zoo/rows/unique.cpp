// SPDX-License-Identifier: MIT
#include <cstdint>
#include <memory>

// make_shared has a static of an inline function, which g++ makes unique, under hidden visibility too.
extern "C" void habit(std::uint32_t number) {
  static auto* const kept = new std::shared_ptr<std::uint32_t>;
  *kept = std::make_shared<std::uint32_t>(number);
}

#include "counter.h"
#include <cstdint>
#include <new>

namespace {
struct Own : counter {
  std::uint32_t sum = 0;
};
constexpr counter_functions functions = {
    [](counter* self, std::uint32_t number) { static_cast<Own*>(self)->sum += number; },
    [](const counter* self) { return static_cast<const Own*>(self)->sum; },
    [](counter* self) { delete static_cast<Own*>(self); },
};
}  // namespace

counter* make_counter() {
  auto* made = new (std::nothrow) Own;
  if (made != nullptr) made->functions = &functions;
  return made;
}

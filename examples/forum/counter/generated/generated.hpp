#include "generated.tenon.hpp"

namespace counting = forum::counter::counting;

struct Sum {
  std::uint32_t sum = 0;
  void add(std::uint32_t number) { sum += number; }
  std::uint32_t value() { return sum; }
};

struct Generated {
  Host host;
  counting::Counter start() { return counting::Counter::make(host, Sum{}); }
};

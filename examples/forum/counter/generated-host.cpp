#include <iostream>
#include "counters.tenon.hpp"

int main(int, char** argv) {
  tenon::Host host;
  auto plugin = forum::counter::Counters::load(host, argv[1]).value();
  auto made = plugin.counting().start().value();
  for (std::uint32_t number : {20, 22}) (void)made.add(number);
  std::cout << argv[1] << ": " << made.value().value() << '\n';
}

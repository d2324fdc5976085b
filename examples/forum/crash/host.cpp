#include <iostream>
#include "program.tenon.hpp"

int main(int, char** argv) {
  tenon::Host host;
  auto plugin = forum::crash::Program::load(host, argv[1]);
  if (!plugin) std::cout << plugin.error().text();
  std::cout << "the program goes on\n";
}

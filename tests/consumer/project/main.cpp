// SPDX-License-Identifier: MIT
#include <iostream>

#include "pipe.tenon.hpp"
#ifdef SHOUT_INSIDE
#include "shout.static.h"
#endif

struct Log {
  void debug(std::string_view) {}
  void info(std::string_view) {}
  void warn(std::string_view) {}
  void error(std::string_view) {}
};

int main(int, char** argv) {
  Log log;
  tenon::Host host;
#ifdef SHOUT_INSIDE
  host.add_static(tenon_register_shout);
#endif
  auto plugin = demo::text::Pipe::load(host, argv[1], {.log = log});
  if (!plugin) return std::cerr << plugin.error().text(), 1;
  auto loud = plugin->filter().apply("hello");
  if (!loud) return std::cerr << loud.error().message() << '\n', 1;
  std::cout << std::string(*loud) << '\n';
}

// SPDX-License-Identifier: MIT
//
// usage: static-host FOLDER NAME...
//
// Has plugins of several libraries in itself, and finds others in FOLDER. Calls each NAME twice.
#include <iostream>

#include "left.static.h"
#include "one.static.h"
#include "pipe.tenon.hpp"
#include "right.static.h"
#include "traps-rust.static.h"
#include "two.static.h"
#ifdef WITH_OLD_RUST
#include "shout-old.static.h"
#endif

// The program has functions and types of the plugins' names, too.
extern "C" const char* answer();
extern "C" const char* answer() { return "program"; }
int calls = 0;
struct Words {
  static std::string name() { return "program"; }
};

namespace {

std::string says(const demo::text::Pipe& plugin) {
  auto said = plugin.filter().apply("hello");
  return said ? std::string(*said) : said.error().message();
}

int use(const tenon::Host& host, const char* name) {
  auto plugin = demo::text::Pipe::load(host, name);
  if (!plugin) return std::cerr << plugin.error().text(), 1;
  std::cout << name << ": " << says(*plugin);
  std::cout << " | " << says(*plugin);
  if (plugin->instance().poisoned() && plugin->instance().recreate())
    std::cout << " | recreated: " << says(*plugin);
  std::cout << '\n';
  return 0;
}

int unload(const tenon::Host& host, const char* name, const tenon_world& world) {
  auto plugin = tenon::Plugin::load(host, name, world);
  if (!plugin) return 1;
  const auto done = plugin->unload();
  if (!done) return std::cerr << done.error().text(), 1;
  std::cout << name << ": " << (done->reason.empty() ? "closed" : done->reason) << '\n';
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  tenon::Host host;
  host.add_static(tenon_register_left).add_static(tenon_register_right);
  host.add_static(tenon_register_one).add_static(tenon_register_two).add_static(tenon_register_traps_rust);
#ifdef WITH_OLD_RUST
  host.add_static(tenon_register_shout_old);
#endif
  if (argc > 1) host.add_path(argv[1]);
  std::cout << answer() << ' ' << Words::name() << ' ' << calls << '\n';
  int failed = 0;
  for (int i = 2; i < argc; ++i) failed |= use(host, argv[i]) | unload(host, argv[i], demo::text::pipe_world);
  return failed;
}

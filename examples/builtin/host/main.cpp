#include <iostream>
#include "pipe.tenon.hpp"
#include "shout-c.static.h"
#include "shout-cpp.static.h"
#include "shout-rust.static.h"

// usage: builtin-host [FOLDER]: says HELLO with every plugin in the program, then with those in FOLDER.
int main(int argc, char** argv) {
  tenon::Host host;
  host.add_static(tenon_register_shout_c)
      .add_static(tenon_register_shout_cpp)
      .add_static(tenon_register_shout_rust);
  if (argc > 1) host.add_path(argv[1]);
  for (const tenon_catalog_entry& entry : tenon::Catalog::scan(host).value()) {
    if (entry.state != TENON_ENTRY_FOUND) continue;
    auto plugin = demo::text::Pipe::load(host, entry.name);
    if (!plugin) return std::cerr << plugin.error().text(), 1;
    auto loud = plugin->filter().apply("hello");
    std::cout << entry.name << " (" << entry.file
              << "): " << (loud ? std::string(*loud) : loud.error().message()) << '\n';
  }
}

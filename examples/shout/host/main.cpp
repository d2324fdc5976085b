#include <iostream>
#include "pipe.tenon.hpp"

int main(int argc, char** argv) {
  tenon::Host host;
  if (argc > 1) host.add_path(argv[1]);
  for (int i = 2; i < argc; ++i) {
    auto plugin = demo::text::Pipe::load(host, argv[i]);
    if (!plugin) return std::cerr << plugin.error().text(), 1;
    for (const char* text : {"hello", ""}) {
      auto loud = plugin->filter().apply(text);
      std::cout << argv[i] << ": " << (loud ? std::string(*loud) : loud.error().message()) << '\n';
    }
  }
}

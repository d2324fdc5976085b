#include <iostream>
#include "pipe.tenon.hpp"

struct Log {
  void debug(std::string_view) {}
  void info(std::string_view text) { std::cout << text << '\n'; }
  void warn(std::string_view text) { std::cout << "warning: " << text << '\n'; }
  void error(std::string_view text) { std::cout << "error: " << text << '\n'; }
};

int main(int argc, char** argv) {
  Log log;
  tenon::Host host;
  if (argc > 1) host.add_path(argv[1]);
  for (int i = 2; i < argc; ++i) {
    auto plugin = demo::text::Pipe::load(host, argv[i], {.log = log});
    if (!plugin) return std::cerr << plugin.error().text(), 1;
    for (const char* text : {"hello", ""}) {
      auto loud = plugin->filter().apply(text);
      std::cout << argv[i] << ": " << (loud ? std::string(*loud) : loud.error().message()) << '\n';
    }
  }
}

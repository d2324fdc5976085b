// SPDX-License-Identifier: MIT
//
// Calls a plugin, replaces it by its next build, and calls it again.
//
//   debug_host PLUGIN NEXT NUMBER [TENON_COPY_...]
#include <execinfo.h>

#include <filesystem>
#include <iostream>
#include <memory>
#include <string>

#include "worker.tenon.hpp"

namespace {

struct Trace {
  void here() {
    void* frames[64];
    const int count = backtrace(frames, 64);
    const std::unique_ptr<char*, void (*)(void*)> names(backtrace_symbols(frames, count), std::free);
    for (int i = 0; i < count; ++i) std::cout << names.get()[i] << '\n';
  }
};

}  // namespace

int main(int argc, char** argv) {
  if (argc < 4) return std::cerr << "usage: debug_host PLUGIN NEXT NUMBER [COPY]\n", 2;
  tenon::Host host({.copy = argc > 4 ? static_cast<std::uint32_t>(std::stoul(argv[4])) : TENON_COPY_AUTO});
  Trace trace;
  auto worker = debug::me::Worker::Reloadable::load(host, argv[1], {.trace = trace}).value();
  std::cout << "first: " << worker.work().run(1).value() << '\n';
  std::filesystem::copy_file(argv[2], argv[1], std::filesystem::copy_options::overwrite_existing);
  if (!worker.plugin().reload().value()) return 1;
  std::cout << "second: " << worker.work().run(static_cast<std::uint32_t>(std::stoul(argv[3]))).value()
            << '\n';
}

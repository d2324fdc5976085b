// SPDX-License-Identifier: MIT
//
// Every truncation of the given plugin files is refused: dlopen would kill the process on most of them.
//
// usage: truncations FILE...
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <string>

#include "image/image.hpp"

namespace {

namespace fs = std::filesystem;

bool is_taken(const std::string& path) {
  const auto file = tenon::image::File::open(path);
  return file && tenon::image::verify(*file);
}

/// How many of the cuts were taken for whole.
std::size_t taken_cuts(const fs::path& plugin, const std::string& copy) {
  fs::copy_file(plugin, copy, fs::copy_options::overwrite_existing);
  if (!is_taken(copy)) return std::fprintf(stderr, "%s: the whole file is refused\n", plugin.c_str()), 1;
  std::size_t taken = 0;
  for (auto size = fs::file_size(plugin); size-- > 0;) {
    fs::resize_file(copy, size);
    if (is_taken(copy)) taken++, std::fprintf(stderr, "%s: taken at %ju bytes\n", plugin.c_str(), size);
  }
  return taken;
}

}  // namespace

int main(int argc, char** argv) {
  const std::string copy = fs::temp_directory_path() / ("tenon-cut-" + std::to_string(getpid()) + ".so");
  std::size_t taken = argc < 2;
  for (int i = 1; i < argc; i++) taken += taken_cuts(argv[i], copy);
  fs::remove(copy);
  std::printf("%d files, %zu cuts taken for whole\n", argc - 1, taken);
  return taken != 0;
}

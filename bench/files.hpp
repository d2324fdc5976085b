#pragma once
// SPDX-License-Identifier: MIT
//
// Folders full of plugins, made of one: copies, padded at their end. For a scan each gets a name of its
// own in its index; such a file has a wrong digest, so it can be listed but not loaded.
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

namespace bench {

/// `p00000017`, as long as `calls-cpp`.
inline std::string plugin_name(int number) {
  char name[16];
  std::snprintf(name, sizeof name, "p%08d", number);
  return name;
}
inline std::string plugin_file(const std::string& folder, int number) {
  return folder + "/lib" + plugin_name(number) + ".so";
}

enum class Names { same, distinct };

/// Writes files 0 … count - 1, each `size` bytes.
inline void make_plugins(const std::string& from, const std::string& folder, int count, std::size_t size,
                         Names names) {
  constexpr std::string_view kName = "calls-cpp";
  std::ifstream in(from, std::ios::binary);
  std::string bytes{std::istreambuf_iterator<char>(in), {}};
  if (bytes.size() < size) bytes.resize(size, 'x');
  std::filesystem::create_directories(folder);
  for (int i = 0; i < count; ++i) {
    const std::string file = plugin_file(folder, i), name = plugin_name(i);
    std::string mine = bytes.substr(0, 64 * 1024);  // what is behind is padding
    for (std::size_t at = 0; names == Names::distinct && (at = mine.find(kName, at)) != mine.npos;)
      mine.replace(at, name.size(), name);
    std::ofstream out(file, std::ios::binary);
    out.write(mine.data(), static_cast<std::streamsize>(mine.size()));
    out.write(bytes.data() + mine.size(), static_cast<std::streamsize>(bytes.size() - mine.size()));
  }
}

}  // namespace bench

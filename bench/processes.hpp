#pragma once
// SPDX-License-Identifier: MIT
//
// Measures in fresh processes: a benchmark runs itself again with arguments that name a case, and reads
// one number from its output.
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <memory>
#include <string>

namespace bench {

/// The path of this program.
inline std::string self() {
  std::array<char, 4096> path{};
  const ssize_t size = readlink("/proc/self/exe", path.data(), path.size());
  return {path.data(), size < 0 ? 0 : static_cast<std::size_t>(size)};
}

/// What `command` prints, through a shell.
inline std::string output_of(const std::string& command) {
  const std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(command.c_str(), "r"), pclose);
  std::string out;
  std::array<char, 4096> block;
  while (const std::size_t n = fread(block.data(), 1, block.size(), pipe.get())) out.append(block.data(), n);
  return out;
}

/// The number that this program prints when it is run with `arguments`; ends the program if it fails.
inline double number_of(const std::string& arguments) {
  const std::string text = output_of(self() + " " + arguments);
  char* end = nullptr;
  const double number = std::strtod(text.c_str(), &end);
  if (end != text.c_str()) return number;
  std::fprintf(stderr, "%s %s: no result\n", self().c_str(), arguments.c_str());
  std::exit(1);
}

/// This process's own CPU time, user and system: other programs on the machine count less in it than
/// on the clock.
inline double cpu_ns() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e9 + static_cast<double>(now.tv_nsec);
}

}  // namespace bench

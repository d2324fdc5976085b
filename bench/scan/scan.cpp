// SPDX-License-Identifier: MIT
//
// What looking through a folder of 10,000 plugins costs, against reading the first 4 KB of each file.
// Each measurement is a fresh process; the files are in the page cache.
//
//   bench_scan                           all, in turns
//   bench_scan --scan plain|tenon FOLDER
#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>

#include <cstring>
#include <tenon/host.hpp>

#include "../files.hpp"
#include "../processes.hpp"
#include "../ratios.hpp"

namespace {

std::size_t scan_plain(const char* folder) {
  static char head[4096];
  DIR* stream = opendir(folder);
  std::size_t read = 0;
  while (const dirent* item = readdir(stream)) {
    const int file = openat(dirfd(stream), item->d_name, O_RDONLY | O_CLOEXEC);
    struct stat s{};
    if (file >= 0 && fstat(file, &s) == 0 && pread(file, head, sizeof head, 0) > 0) ++read;
    close(file);
  }
  closedir(stream);
  return read;
}

std::size_t scan_tenon(const char* folder) {
  tenon::Host host;
  host.add_path(folder);
  const auto catalog = tenon::Catalog::scan(host);
  std::size_t found = 0;
  for (const tenon_catalog_entry& entry : catalog.value()) found += entry.state == TENON_ENTRY_FOUND;
  return found;
}

constexpr int kFiles = 10'000;

int scan_once(const char* how, const char* folder) {
  const double begin = bench::cpu_ns();
  const std::size_t found = std::strcmp(how, "plain") == 0 ? scan_plain(folder) : scan_tenon(folder);
  const double time = bench::cpu_ns() - begin;
  if (found < kFiles) return 1;
  return std::printf("%.0f\n", time / kFiles), 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc == 4 && std::strcmp(argv[1], "--scan") == 0) return scan_once(argv[2], argv[3]);
  const std::string folder = BENCH_FILES "/scan";
  bench::make_plugins(BENCH_PLUGINS "/libcalls-cpp.so", folder, kFiles, 24 << 10, bench::Names::distinct);
  bench::Samples samples;
  for (int round = 0; round < 15; ++round)
    for (const char* how : {"plain", "tenon"})
      samples[how].push_back(bench::number_of("--scan " + std::string(how) + " " + folder));
  std::filesystem::remove_all(folder);
  samples["open, fstat, pread, close"].swap(samples["plain"]);
  samples["catalog"].swap(samples["tenon"]);
  bench::Table::print_head("scan of 10,000 plugins, for each file");
  const bench::Table table(std::move(samples));
  table.print({"open, fstat, pread, close", "open, fstat, pread, close"});
  table.print({"catalog", "open, fstat, pread, close", 1.5});
}

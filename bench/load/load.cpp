// SPDX-License-Identifier: MIT
//
// What loading costs: plugins checked, loaded and with an instance ready for calls, against dlopen and
// dlsym of the same files. Each measurement is a fresh process.
//
//   bench_load                                  all, in turns
//   bench_load --load raw|always|never FOLDER COUNT
#include <dlfcn.h>

#include <cstring>

#include "../files.hpp"
#include "../processes.hpp"
#include "../ratios.hpp"
#include "worker.tenon.hpp"

namespace {

void load_raw(const std::string& folder, int count) {
  for (int i = 0; i < count; ++i) {
    void* library = dlopen(bench::plugin_file(folder, i).c_str(), RTLD_NOW | RTLD_LOCAL);
    if (library == nullptr || dlsym(library, "tenon_entry") == nullptr) std::exit(1);
  }
}

void load_checked(const std::string& folder, int count, std::uint32_t copy) {
  static tenon::Host host({.copy = copy});
  static std::vector<bench::call::Worker> loaded;  // until the process ends
  for (int i = 0; i < count; ++i)
    loaded.push_back(bench::call::Worker::load(host, bench::plugin_file(folder, i)).value());
}

int load_once(const char* how, const char* folder, int count) {
  const double begin = bench::cpu_ns();
  if (std::strcmp(how, "raw") == 0)
    load_raw(folder, count);
  else
    load_checked(folder, count, std::strcmp(how, "always") == 0 ? TENON_COPY_ALWAYS : TENON_COPY_NEVER);
  std::printf("%.0f\n", (bench::cpu_ns() - begin) / count);
  std::fflush(stdout);
  std::_Exit(0);  // what unloading costs is another matter
}

struct Setting {
  const char* name;
  int count;
  std::size_t size;
  int rounds;
  bool has_figures;
};
constexpr std::size_t kSmall = 24 << 10;
constexpr Setting kSettings[] = {
    {"1 plugin, 24 KB", 1, kSmall, 31, false},        {"100 plugins, 24 KB", 100, kSmall, 21, true},
    {"1,000 plugins, 24 KB", 1000, kSmall, 5, false}, {"100 plugins, 5 MB", 100, 5 << 20, 5, false},
    {"10 plugins, 100 MB", 10, 100 << 20, 5, false},
};

void compare(const Setting& setting) {
  const std::string folder = BENCH_FILES "/load";
  bench::make_plugins(BENCH_PLUGINS "/libcalls-cpp.so", folder, setting.count, setting.size,
                      bench::Names::same);
  const std::string name = setting.name, raw = name + ", dlopen", copy = name + ", copy",
                    file = name + ", no copy";
  const auto measure = [&](const char* how) {
    return bench::number_of("--load " + std::string(how) + " " + folder + " " +
                            std::to_string(setting.count));
  };
  bench::Samples samples;
  for (int round = 0; round < setting.rounds; ++round) {
    samples[raw].push_back(measure("raw"));
    samples[copy].push_back(measure("always"));
    samples[file].push_back(measure("never"));
  }
  std::filesystem::remove_all(folder);
  const bench::Table table(std::move(samples));
  table.print({raw, raw});
  table.print({copy, raw, setting.has_figures ? 1.5 : 0});
  table.print({file, raw, setting.has_figures ? 1.1 : 0});
}

}  // namespace

int main(int argc, char** argv) {
  if (argc == 5 && std::strcmp(argv[1], "--load") == 0)
    return load_once(argv[2], argv[3], std::atoi(argv[4]));
  bench::Table::print_head("load, for each plugin");
  for (const Setting& setting : kSettings) compare(setting);
}

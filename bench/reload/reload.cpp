// SPDX-License-Identifier: MIT
//
// From a new file in its place to the first call of its code: a watched plugin, against the least that does
// the job: inotify, waiting until the file was left alone for as long, a copy, dlopen and dlsym, nothing
// checked. What is printed is what both take beyond that time. On the clock, since most of it is waiting.
#include <dlfcn.h>
#include <poll.h>
#include <sys/inotify.h>
#include <tenon/host.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <thread>

#include "../ratios.hpp"
#include "worker.tenon.hpp"

namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr int kSettle = 20;  ///< ms
constexpr int kRounds = 41;

std::string read(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// A file that differs from all before, at its end; takes the place of the one before.
void install(const std::string& file) {
  static const std::string bytes = read(BENCH_PLUGINS "/libcalls-cpp.so");
  static int number = 0;
  std::ofstream(file + ".next", std::ios::binary) << bytes << ++number;
  fs::rename(file + ".next", file);
}

/// From a new file until `is_new`, beyond the time it has to be left alone.
template <class IsNew>
double measure(const std::string& file, IsNew is_new) {
  std::this_thread::sleep_for(std::chrono::milliseconds(2 * kSettle));
  const auto begin = Clock::now();
  install(file);
  while (!is_new()) std::this_thread::yield();
  const std::chrono::duration<double, std::nano> took = Clock::now() - begin;
  return took.count() - kSettle * 1e6;
}

// --- the bare loop ----------------------------------------------------------------------------------------

class Bare {
 public:
  explicit Bare(std::string file)
      : file_(std::move(file)), inotify_(inotify_init1(IN_CLOEXEC | IN_NONBLOCK)) {
    inotify_add_watch(inotify_, fs::path(file_).parent_path().c_str(), IN_MOVED_TO | IN_CLOSE_WRITE);
    thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
  }
  Bare(const Bare&) = delete;
  Bare& operator=(const Bare&) = delete;
  ~Bare() {
    thread_.request_stop();
    thread_.join();
    close(inotify_);
  }
  int generation() const { return generation_.load(std::memory_order_acquire); }

 private:
  void run(const std::stop_token& stop) {
    bool changed = false;
    while (!stop.stop_requested()) {
      pollfd wait{inotify_, POLLIN, 0};
      if (poll(&wait, 1, changed ? kSettle : 100) > 0) {
        alignas(inotify_event) char events[4096];
        while (::read(inotify_, events, sizeof events) > 0) {}
        changed = true;
      } else if (std::exchange(changed, false)) {
        load();
      }
    }
  }
  void load() {
    const std::string copy = BENCH_FILES "/reload/copy." + std::to_string(generation_ + 1) + ".so";  // unseen
    fs::copy_file(file_, copy);
    void* const library = dlopen(copy.c_str(), RTLD_NOW | RTLD_LOCAL);
    fs::remove(copy);
    if (library == nullptr || dlsym(library, "tenon_entry") == nullptr) std::exit(1);
    if (library_ != nullptr) dlclose(library_);
    library_ = library;
    generation_.fetch_add(1, std::memory_order_release);
  }

  std::string file_;
  int inotify_;
  void* library_ = nullptr;
  std::atomic<int> generation_{0};
  std::jthread thread_;
};

// --- Tenon ------------------------------------------------------------------------------------------------

void must(tenon_error* error) {
  if (error == nullptr) return;
  std::fprintf(stderr, "%s", tenon_error_text(error));
  std::exit(1);
}

class Watched {
 public:
  explicit Watched(const std::string& file) {
    must(tenon_host_create(nullptr, &host_));
    tenon_reload_options options{};
    options.size = sizeof options;
    options.watch = TENON_WATCH_THREAD;
    options.settle_ms = kSettle;
    must(tenon_host_set_reload(host_, &options));
    must(tenon_plugin_load_reloadable(host_, file.c_str(), &bench::call::worker_world, &plugin_));
    must(tenon_instance_create(plugin_, nullptr, &instance_));
  }
  Watched(const Watched&) = delete;
  Watched& operator=(const Watched&) = delete;
  ~Watched() {
    must(tenon_instance_destroy(instance_));
    must(tenon_plugin_unload(plugin_, nullptr, nullptr));
    must(tenon_host_destroy(host_));
  }
  std::uint64_t generation() const {
    const tenon_call call = tenon_call_begin(instance_);
    const std::uint64_t out = call.target->generation;
    tenon_call_end(call);
    return out;
  }

 private:
  tenon_host* host_ = nullptr;
  tenon_plugin* plugin_ = nullptr;
  tenon_instance* instance_ = nullptr;
};

}  // namespace

int main() {
  const std::string folder = BENCH_FILES "/reload";
  fs::create_directories(folder + "/bare");
  fs::create_directories(folder + "/watched");
  const std::string bare_file = folder + "/bare/libcalls.so", watched_file = folder + "/watched/libcalls.so";
  install(bare_file);
  install(watched_file);
  bench::Samples samples;
  const char* const kBare = "inotify, copy, dlopen";
  const char* const kTenon = "watched plugin, checked";
  {
    const Bare bare(bare_file);
    const Watched watched(watched_file);
    for (int i = 0; i < kRounds; i++) {
      samples[kBare].push_back(
          measure(bare_file, [&, before = bare.generation()] { return bare.generation() != before; }));
      samples[kTenon].push_back(measure(
          watched_file, [&, before = watched.generation()] { return watched.generation() != before; }));
    }
  }
  fs::remove_all(folder);
  const bench::Table table(std::move(samples));
  bench::Table::print_head("new file to first call, besides 20 ms");
  table.print({kBare, kBare});
  table.print({kTenon, kBare, 1.2});
  std::printf("left out: dynamic_reload and hot-lib-reloader\n");
}

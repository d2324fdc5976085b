// SPDX-License-Identifier: MIT
//
// From a new file in its place to the first call of its code: a watched plugin, against the least that does
// the job: inotify, waiting until the file was left alone for as long, a copy, dlopen and dlsym, nothing
// checked. What is printed is what both take beyond that time. On the clock, since most of it is waiting.
//
//   bench_reload [PEERS]      PEERS: the folder with what bench/reload/peers builds
//
// Crates that reload Rust libraries stand in a second table, by their own samples' settings, beside a watched
// plugin with the default ones: there the waiting counts, since their users wait for it.
#include <dlfcn.h>
#include <poll.h>
#include <sys/inotify.h>
#include <sys/wait.h>
#include <tenon/host.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdio>
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
constexpr int kRounds = 41, kPeerRounds = 15;

std::string read(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// Takes the place of the file before.
void put(const std::string& file, const std::string& bytes) {
  std::ofstream(file + ".next", std::ios::binary) << bytes;
  fs::rename(file + ".next", file);
}

/// A file that differs from all before, at its end.
void install(const std::string& file) {
  static const std::string bytes = read(BENCH_PLUGINS "/libcalls-cpp.so");
  static int number = 0;
  put(file, bytes + std::to_string(++number));
}

/// What `change` takes, in ns, after a pause.
template <class Change>
double measure(std::chrono::milliseconds pause, Change change) {
  std::this_thread::sleep_for(pause);
  const auto begin = Clock::now();
  change();
  return std::chrono::duration<double, std::nano>(Clock::now() - begin).count();
}

/// From a new file until `now` gives something else.
template <class Now>
double measure_file(const std::string& file, std::chrono::milliseconds pause, Now now) {
  const auto before = now();
  return measure(pause, [&] {
    install(file);
    while (now() == before) std::this_thread::yield();
  });
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
  Watched(const std::string& file, std::uint32_t settle) {
    must(tenon_host_create(nullptr, &host_));
    tenon_reload_options options{};
    options.size = sizeof options;
    options.watch = TENON_WATCH_THREAD;
    options.settle_ms = settle;
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

// --- peers ------------------------------------------------------------------------------------------------

/// A program that reloads a Rust library by one of the crates, and prints the number of each build that it
/// calls.
class Peer {
 public:
  Peer(const std::string& built, const char* crate, const std::string& folder)
      : file_(folder + "/libnumbered.so"), bytes_(read(built + "/libnumbered.so")) {
    fs::create_directories(folder);
    put_number();
    int ends[2];
    if (pipe(ends) != 0) std::exit(1);
    process_ = fork();
    if (process_ == 0) {
      dup2(ends[1], STDOUT_FILENO);
      execl((built + "/bench-reload-peers").c_str(), "bench-reload-peers", crate, folder.c_str(), nullptr);
      std::_Exit(1);
    }
    close(ends[1]);
    lines_ = fdopen(ends[0], "r");
    wait_for_number();
  }
  Peer(const Peer&) = delete;
  Peer& operator=(const Peer&) = delete;
  ~Peer() {
    kill(process_, SIGKILL);
    waitpid(process_, nullptr, 0);
    std::fclose(lines_);
  }

  double measure_next(std::chrono::milliseconds pause) {
    ++number_;
    return measure(pause, [&] { put_number(), wait_for_number(); });
  }

 private:
  void put_number() {
    constexpr std::string_view kMarker = "BENCH-BUILD:";
    char digits[11];
    std::snprintf(digits, sizeof digits, "%010d", number_);
    bytes_.replace(bytes_.find(kMarker) + kMarker.size(), 10, digits);
    put(file_, bytes_);
  }
  void wait_for_number() {
    char line[32];
    do
      if (std::fgets(line, sizeof line, lines_) == nullptr) std::exit(1);
    while (std::atoi(line) != number_);
  }

  std::string file_, bytes_;
  int number_ = 1;
  pid_t process_ = -1;
  std::FILE* lines_ = nullptr;
};

// --- tables -----------------------------------------------------------------------------------------------

void compare_with_bare(const std::string& folder) {
  using namespace std::chrono_literals;
  const std::string bare_file = folder + "/bare/libcalls.so", watched_file = folder + "/watched/libcalls.so";
  fs::create_directories(folder + "/bare");
  fs::create_directories(folder + "/watched");
  install(bare_file);
  install(watched_file);
  bench::Samples samples;
  const char* const kBare = "inotify, copy, dlopen";
  const char* const kTenon = "watched plugin, checked";
  {
    const Bare bare(bare_file);
    const Watched watched(watched_file, kSettle);
    for (int i = 0; i < kRounds; i++) {
      samples[kBare].push_back(measure_file(bare_file, 40ms, [&] { return bare.generation(); }) -
                               kSettle * 1e6);
      samples[kTenon].push_back(measure_file(watched_file, 40ms, [&] { return watched.generation(); }) -
                                kSettle * 1e6);
    }
  }
  const bench::Table table(std::move(samples));
  bench::Table::print_head("new file to first call, besides 20 ms");
  table.print({kBare, kBare});
  table.print({kTenon, kBare, 1.2});
}

void compare_with_peers(const std::string& folder, const std::string& built) {
  const std::string file = folder + "/default/libcalls.so";
  fs::create_directories(folder + "/default");
  install(file);
  bench::Samples samples;
  const char* const kTenon = "watched plugin: 50 ms";
  const char* const kDynamic = "dynamic_reload: 2 s, every 0.5 s";
  const char* const kHot = "hot-lib-reloader: 0.5 s, every 1 s";
  {
    const Watched watched(file, 0);
    Peer dynamic(built, "dynamic_reload", folder + "/dynamic"),
        hot(built, "hot-lib-reloader", folder + "/hot");
    for (int i = 0; i < kPeerRounds; i++) {
      const std::chrono::milliseconds pause(200 + i * 383 % 1000);  // anywhere in their loops
      samples[kTenon].push_back(measure_file(file, pause, [&] { return watched.generation(); }));
      samples[kDynamic].push_back(dynamic.measure_next(pause));
      samples[kHot].push_back(hot.measure_next(pause));
    }
  }
  const bench::Table table(std::move(samples));
  bench::Table::print_head("new file to first call, all in all");
  for (const char* name : {kTenon, kDynamic, kHot}) table.print({name, kTenon});
}

}  // namespace

int main(int argc, char** argv) {
  const std::string folder = BENCH_FILES "/reload";
  fs::create_directories(folder);
  compare_with_bare(folder);
  if (argc > 1)
    compare_with_peers(folder, argv[1]);
  else
    std::printf("left out: dynamic_reload and hot-lib-reloader, which cargo couldn't fetch or build\n");
  fs::remove_all(folder);
}

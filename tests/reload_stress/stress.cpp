// SPDX-License-Identifier: MIT
//
// Threads call plugins without end while new builds of them come: each call is run by one build and counted
// once, and state is carried over exactly. What it does to the plugins is in workers.cpp.
//
//   reload_stress [--reloads N] [--calls N] [--threads N] NAME=FILE[,FILE...]...
//   reload_stress --control pins|rest NAME=FILE...     that is left out, in a child that must not get
//   through
//
// NAME is a plugin; `stateful` exports `tenon:plugin/state`. Each FILE has it, made in some language, and
// each build of the plugin is one of them, with another number in it (plugin.c).
#include "stress.hpp"

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <thread>

#include "plain.h"

namespace stress {

Options options;
std::vector<Kind*> kinds;
std::atomic<bool> stop{false};
std::atomic<std::uint64_t> calls, nested, held, objects, guests, visitors, asked, put_off;

namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

std::atomic<std::uint64_t> g_failures, g_after, g_retired, g_failed, g_longest_wait;
std::array<std::atomic<std::uint64_t>, 1 << 18> g_builds;  ///< by generation

constexpr tenon_interface_descriptor kNotes = {sizeof kNotes, NOTES_SLOTS, NOTES_ID, NOTES_HASH, nullptr};
constexpr tenon_interface_descriptor kCounter = {sizeof kCounter, COUNTER_SLOTS, COUNTER_ID, COUNTER_HASH,
                                                 nullptr};
constexpr const tenon_interface_descriptor* kImports[] = {&kNotes};
constexpr const tenon_interface_descriptor* kExports[] = {&kCounter};
const tenon_world kWorld = {
    sizeof kWorld, TENON_CONTRACT, WORLD_NAME, WORLD_WIT, sizeof WORLD_WIT - 1, "", 1, 1, kImports, kExports};

void must(tenon_error* error) {
  if (error == nullptr) return;
  std::printf("%s\n", tenon_error_text(error));
  std::_Exit(1);
}

// --- the process ---------------------------------------------------------------------------------------

// A sanitizer maps memory of its own for all that is mapped, and keeps it.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kSanitized = true;
#else
constexpr bool kSanitized = false;
#endif

struct Use {
  long maps = 0, files = 0, kilobytes = 0;
};
Use use() {
  Use out;
  std::ifstream maps("/proc/self/maps");
  for (std::string line; std::getline(maps, line);) out.maps += !kSanitized || line.contains("memfd:");
  out.files = std::distance(fs::directory_iterator("/proc/self/fd"), {});
  std::ifstream status("/proc/self/statm");
  status >> out.kilobytes >> out.kilobytes;
  out.kilobytes *= sysconf(_SC_PAGESIZE) / 1024;
  return out;
}

// --- builds --------------------------------------------------------------------------------------------

/// Every language comes after every one, itself among them.
const Built& built_for(const Kind& kind, std::uint64_t build) {
  constexpr std::size_t kOrder[] = {0, 0, 1, 0, 2, 1, 1, 2, 2};
  return kind.built[kOrder[build / kinds.size() % std::size(kOrder)] % kind.built.size()];
}

std::string bytes_of(const Kind& kind, std::uint64_t build, char defect) {
  const Built& built = built_for(kind, build);
  char text[24];
  std::snprintf(text, sizeof text, "%08lx:%c", build, defect);
  std::string out = built.bytes;
  out.replace(built.marker + 13, 10, text);
  return out;
}

/// As linkers that care do it: a new file takes the place of the old one.
void install(const Kind& kind, const std::string& bytes) {
  const std::string next = kind.file + ".next";
  std::ofstream(next, std::ios::binary) << bytes;
  fs::rename(next, kind.file);
}

/// Reloads until nobody is in the way; the code of what it fails with otherwise.
std::string reload(const Kind& kind) {
  for (;;) {
    tenon_error* const error = tenon_plugin_reload(kind.plugin, nullptr);
    const std::string code = error == nullptr ? "" : tenon_error_code(error);
    tenon_error_delete(error);
    if (code != "E1002") return code;
    put_off++;
    release_left_pins();
    std::this_thread::sleep_for(1ms);
  }
}

void try_broken(Kind& kind, std::uint64_t build) {
  const std::string good = bytes_of(kind, build, 'o');
  const std::uint64_t before = tenon_plugin_generation(kind.plugin);
  install(kind, good.substr(0, good.size() / 2));
  if (const std::string code = reload(kind); code != "E0214") fail("half a file: %s", code.c_str());
  install(kind, bytes_of(kind, build, 'c'));
  if (const std::string code = reload(kind); code != "E0601") fail("`create` refused: %s", code.c_str());
  if (kind.state) {
    install(kind, bytes_of(kind, build, 'r'));
    if (const std::string code = reload(kind); code != "E1005") fail("`restore` refused: %s", code.c_str());
  }
  if (tenon_plugin_generation(kind.plugin) != before) fail("what failed is in use");
}

void replace(Kind& kind, std::uint64_t build) {
  install(kind, bytes_of(kind, build, 'o'));
  if (const std::string code = reload(kind); !code.empty()) fail("a reload: %s", code.c_str());
  if (options.missing == Missing::pins) return;
  const tenon_call call = tenon_call_begin(kind.shared);
  const auto* table = reinterpret_cast<const CounterTable*>(call.target->exports[0].table);
  std::uint64_t now = 0;
  table->build(call.target->exports[0].self, &now);
  check_build(call.target->generation, now, "the first new call");
  tenon_call_end(call);
  if (now != build) fail("after reload, a call of build %lu came to build %lu", build, now);
}

void listen(void*, const tenon_reload_event* event) {
  if (event->kind == TENON_RELOAD_AFTER) g_after++;
  if (event->kind == TENON_RELOAD_FAILED) g_failed++;
  if (event->kind == TENON_RELOAD_RETIRED) {
    g_retired++;
    if (event->outcome != TENON_UNLOAD_CLOSED)
      fail("a build is still mapped: %s", event->reason ? event->reason : "");
  }
  if (event->longest_wait_ns > g_longest_wait) g_longest_wait = event->longest_wait_ns;
}

// --- beginning and end ---------------------------------------------------------------------------------

tenon_host* start(const std::string& folder) {
  tenon_host* host = nullptr;
  must(tenon_host_create(nullptr, &host));
  tenon_reload_options reload{};
  reload.size = sizeof reload;
  reload.quiet_ms = 20;
  reload.listener = listen;
  must(tenon_host_set_reload(host, &reload));
  for (Kind* kind : kinds) {
    kind->file = folder + "/" + kind->name + ".so";
    kind->notes = {&notes_table.head, kind};
    install(*kind, bytes_of(*kind, 1, 'o'));
    must(tenon_plugin_load_reloadable(host, (kind->file + "#" + kind->name).c_str(), &kWorld, &kind->plugin));
    must(tenon_instance_create(kind->plugin, &kind->notes, &kind->shared));
  }
  return host;
}

void check_sums() {
  for (const Kind* kind : kinds) {
    if (!kind->state) continue;
    const tenon_call call = tenon_call_begin(kind->shared);
    std::uint64_t sum = 0;
    reinterpret_cast<const CounterTable*>(call.target->exports[0].table)
        ->sum(call.target->exports[0].self, &sum);
    tenon_call_end(call);
    if (sum != kind->made) fail("%s counted %lu of %lu calls", kind->file.c_str(), sum, kind->made.load());
  }
}

void finish(tenon_host* host) {
  release_left_pins();
  check_sums();
  for (int i = 0; i < 2000 && g_retired != g_after; i++) {
    must(tenon_host_update(host, nullptr));
    std::this_thread::sleep_for(1ms);
  }
  if (g_retired != g_after) fail("%lu of %lu old builds have retired", g_retired.load(), g_after.load());
  for (Kind* kind : kinds) {
    must(tenon_instance_destroy(kind->shared));
    must(tenon_plugin_unload(kind->plugin, nullptr, nullptr));
  }
  must(tenon_host_destroy(host));
  for (const Kind* kind : kinds)
    if (!kind->state && kind->ended != kind->made)
      fail("instances of %s counted %lu of %lu calls", kind->file.c_str(), kind->ended.load(),
           kind->made.load());
}

void check_use(const Use& before, const Use& after) {
  std::printf("%ld -> %ld mappings, %ld -> %ld files, %ld -> %ld KB\n", before.maps, after.maps, before.files,
              after.files, before.kilobytes, after.kilobytes);
  // Old builds that wait for a pin or an object may be a few more or less at each time.
  if (after.maps > before.maps + 100) fail("mappings grow");
  if (after.files > before.files + 20) fail("open files grow");
  if (!kSanitized && after.kilobytes > before.kilobytes + 16 * 1024) fail("memory grows");
}

int run() {
  std::string folder = (fs::temp_directory_path() / "tenon_stress_XXXXXX").string();
  if (mkdtemp(folder.data()) == nullptr) return 1;
  tenon_host* const host = start(folder);
  std::vector<std::thread> threads;
  for (int i = 0; i < options.threads; i++) threads.emplace_back(work, i + 1);
  const std::uint64_t warm = options.reloads / 5;
  Use before;
  std::uint64_t done = 0;
  const auto begin = std::chrono::steady_clock::now();
  for (; done < options.reloads || calls < options.calls; done++) {
    Kind& kind = *kinds[done % kinds.size()];
    if (options.missing != Missing::pins && done % 16 == 5) try_broken(kind, done + 2);
    replace(kind, done + 2);
    if (done % 8 == 0) must(tenon_host_update(host, nullptr));
    if (done == warm) before = use();
    if (g_failures != 0 && done > 50) break;
    if (options.calls > calls && done >= options.reloads) std::this_thread::sleep_for(1ms);
  }
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  const Use after = use();
  stop = true;
  for (std::thread& thread : threads) thread.join();
  finish(host);
  fs::remove_all(folder);
  std::printf("%lu reloads, %lu refused on purpose, %lu put off; longest wait of a call %.2f ms; %.0f s\n",
              g_after.load(), g_failed.load(), put_off.load(),
              static_cast<double>(g_longest_wait.load()) / 1e6, seconds);
  std::printf(
      "%lu calls, %lu nested, %lu held pins, %lu uses of objects, %lu guests, %lu visiting threads, %lu "
      "asked inside\n",
      calls.load(), nested.load(), held.load(), objects.load(), guests.load(), visitors.load(), asked.load());
  if (options.missing == Missing::nothing) check_use(before, after);
  std::printf("%lu failures\n", g_failures.load());
  return g_failures == 0 ? 0 : 1;
}

/// Whether the same fails with this left out, as it has to.
int control(const std::string& name, Missing missing) {
  std::fflush(stdout);
  const pid_t child = fork();
  if (child == 0) {
    const rlimit none{0, 0};
    setrlimit(RLIMIT_CORE, &none);
    alarm(120);
    options.missing = missing;
    std::_Exit(run());
  }
  int status = 0;
  waitpid(child, &status, 0);
  const bool hung = WIFSIGNALED(status) && WTERMSIG(status) == SIGALRM;
  const bool noticed = !hung && status != 0;
  std::printf("without the %s: %s\n", name.c_str(),
              noticed ? WIFSIGNALED(status) ? strsignal(WTERMSIG(status)) : "failures" : "NOT NOTICED");
  return noticed ? 0 : 1;
}

}  // namespace

void fail(const char* format, ...) {
  if (g_failures++ >= 10) return;
  va_list arguments;
  va_start(arguments, format);
  std::vprintf(format, arguments);
  va_end(arguments);
  std::printf("\n");
}

void check_build(std::uint64_t generation, std::uint64_t build, const char* where) {
  std::atomic<std::uint64_t>& place = g_builds[generation % g_builds.size()];
  std::uint64_t known = place.load(std::memory_order_relaxed);
  if (known == build ||
      (known == 0 && place.compare_exchange_strong(known, build, std::memory_order_relaxed)))
    return;
  if (known != build)
    fail("%s: generation %lu is build %lu, and build %lu ran", where, generation, known, build);
}

}  // namespace stress

namespace {

/// NAME=FILE[,FILE...]
std::unique_ptr<stress::Kind> kind_of(const std::string& word) {
  auto kind = std::make_unique<stress::Kind>();
  std::size_t at = word.find('=');
  kind->name = word.substr(0, at);
  kind->state = kind->name == "stateful";
  while (at < word.size()) {
    const std::size_t end = std::min(word.find(',', at + 1), word.size());
    std::ifstream in(word.substr(at + 1, end - at - 1), std::ios::binary);
    std::string bytes(std::istreambuf_iterator<char>(in), {});
    const std::size_t marker = bytes.find("STRESS-BUILD:");
    if (marker == std::string::npos) return nullptr;
    kind->built.push_back({std::move(bytes), marker});
    at = end;
  }
  return kind;
}

}  // namespace

int main(int count, char** arguments) {
  std::setvbuf(stdout, nullptr, _IOLBF, 0);  // a sanitizer that finds something ends the process
  using namespace stress;
  std::string control_of;
  std::vector<std::unique_ptr<Kind>> all;
  for (int i = 1; i < count; i++) {
    const std::string word = arguments[i];
    const auto number = [&] { return i + 1 < count ? std::strtoull(arguments[++i], nullptr, 10) : 0; };
    if (word == "--reloads")
      options.reloads = number();
    else if (word == "--calls")
      options.calls = number();
    else if (word == "--threads")
      options.threads = static_cast<int>(number());
    else if (word == "--control")
      control_of = ++i < count ? arguments[i] : "";
    else
      all.push_back(kind_of(word));
  }
  for (const auto& kind : all) kinds.push_back(kind.get());
  if (kinds.empty() || std::ranges::count(kinds, nullptr) != 0) return 2;
  if (control_of.empty()) return run();
  return control(control_of, control_of == "pins" ? Missing::pins : Missing::rest);
}

// SPDX-License-Identifier: MIT
//
// What it costs that a plugin may be replaced while it is called: calls through the plugin's table, under
// pins and under what else is used to keep a library in place, against a C++ virtual call into a library.
#include <atomic>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <thread>

#include "../calls/virtual.hpp"
#include "../cases.hpp"
#include "worker.tenon.hpp"

namespace {

using bench::make_case;

/// The interface's table, as a C host sees it: slots by name.
struct WorkTable {
  tenon_table head;
  std::int32_t (*add)(void* self, std::int32_t a, std::int32_t b, std::int32_t* out);
};

void must(tenon_error* error) {
  if (error == nullptr) return;
  std::fprintf(stderr, "%s", tenon_error_text(error));
  std::exit(1);
}

tenon_instance* load() {
  static tenon_host* host = nullptr;
  static tenon_instance* instance = nullptr;
  if (instance != nullptr) return instance;
  tenon_plugin* plugin = nullptr;
  must(tenon_host_create(nullptr, &host));
  must(tenon_plugin_load_reloadable(host, BENCH_PLUGINS "/libcalls-cpp.so", &bench::call::worker_world,
                                    &plugin));
  must(tenon_instance_create(plugin, nullptr, &instance));
  return instance;
}

/// One call of the plugin's function.
inline void add(const tenon_reference& work, std::int32_t number) {
  std::int32_t sum = 0;
  const std::int32_t status = reinterpret_cast<const WorkTable*>(work.table)->add(work.self, number, 2, &sum);
  benchmark::DoNotOptimize(status);
  benchmark::DoNotOptimize(sum);
}

struct Virtual {
  void operator()() {
    const std::int32_t sum = work->add(number, 2);
    benchmark::DoNotOptimize(sum);
  }
  std::unique_ptr<Work> work{make_work()};
  std::int32_t number = 40;
};

struct Loaded {
  tenon_instance* instance = load();
  tenon_reference work = tenon_instance_export(instance, 0);
  std::int32_t number = 40;
};
struct Bare : Loaded {
  void operator()() { add(work, number); }
};
struct OwnPin : Loaded {
  void operator()() {
    const tenon_call call = tenon_call_begin(instance);
    add(call.target->exports[0], number);
    tenon_call_end(call);
  }
};
struct HeldPin : Loaded {
  HeldPin() : pin(tenon_pin_take(instance)) {}
  ~HeldPin() { tenon_pin_release(pin); }
  HeldPin(const HeldPin&) = delete;
  HeldPin& operator=(const HeldPin&) = delete;
  void operator()() { add(pin.target->exports[0], number); }
  tenon_pin pin;
};
struct SharedCounter : Loaded {
  void operator()() {
    inside.fetch_add(1, std::memory_order_seq_cst);
    add(work, number);
    inside.fetch_sub(1, std::memory_order_release);
  }
  std::atomic<std::uint64_t> inside{0};
};
struct WeakPointer : Loaded {
  void operator()() {
    if (const auto locked = weak.lock()) add(*locked, number);
  }
  std::shared_ptr<tenon_reference> shared = std::make_shared<tenon_reference>(work);
  std::weak_ptr<tenon_reference> weak = shared;
};
struct AtomicSharedPointer : Loaded {
  void operator()() { add(*shared.load(), number); }
  std::atomic<std::shared_ptr<tenon_reference>> shared = std::make_shared<tenon_reference>(work);
};
struct SharedMutex : Loaded {
  void operator()() {
    const std::shared_lock lock(mutex);
    add(work, number);
  }
  std::shared_mutex mutex;
};

constexpr const char* kBase = "virtual call";
const bench::Case kCases[] = {
    make_case<Virtual>(kBase, kBase),
    make_case<Bare>("table, nothing in between", kBase),
    make_case<HeldPin>("under a held pin", kBase, 1.10),
    make_case<OwnPin>("with a pin of its own", kBase, 1.50),
    make_case<SharedCounter>("one shared counter", kBase),
    make_case<WeakPointer>("weak_ptr", kBase),
    make_case<AtomicSharedPointer>("atomic<shared_ptr>", kBase),
    make_case<SharedMutex>("shared_mutex", kBase),
};

/// weak_ptr counts without atomics while a program has one thread: hosts have more.
struct SecondThread {
  std::jthread thread{[](const std::stop_token& stop) {
    while (!stop.stop_requested()) std::this_thread::sleep_for(std::chrono::seconds(1));
  }};
};

}  // namespace

int main(int argc, char** argv) {
  const SecondThread second;
  return bench::run("pins", kCases, argc, argv);
}

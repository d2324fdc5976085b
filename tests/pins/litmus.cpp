// SPDX-License-Identifier: MIT
//
// Litmus tests of the pins (docs/pins.md): targets come and go as fast as can be, and each call looks whether
// its target is alive. Beside the protocol as it is, the same with one part left out: the test must notice,
// or it proves nothing.
//
//   pins_litmus [SECONDS]      of each test of the protocol as it is; default 1
//
// What makes the difference visible is `delay`: stores that miss the cache hold up the store into the slot,
// while the load after it is done at once. Without them a missing barrier shows once in millions of calls.
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <thread>
#include <vector>

#include "host/barrier.hpp"
#include "host/gate.hpp"
#include "host/library.hpp"
#include "host/threads.hpp"

using namespace tenon::host;
using Seconds = std::chrono::duration<double>;

namespace {
bool g_barrier = true;
}

// The linker leads calls of barrier_for_all_threads here (--wrap).
extern "C" bool __real__ZN5tenon4host23barrier_for_all_threadsEv();
extern "C" bool __wrap__ZN5tenon4host23barrier_for_all_threadsEv();
extern "C" bool __wrap__ZN5tenon4host23barrier_for_all_threadsEv() {
  return !g_barrier || __real__ZN5tenon4host23barrier_for_all_threadsEv();
}

namespace {

constexpr int kTargets = 4, kReaders = 3;

std::atomic<bool> g_stop;
std::atomic<long> g_calls, g_bad;

/// Stores into memory that no cache has.
class Delay {
 public:
  Delay() : memory_(std::size_t{32} << 20) {}
  void operator()() {
    for (int i = 0; i < 6; i++) {
      next_ = next_ * 6364136223846793005U + 1442695040888963407U;
      reinterpret_cast<volatile char&>(memory_[(next_ >> 20) % memory_.size()]) = 1;
    }
  }

 private:
  std::vector<char> memory_;
  std::uint64_t next_ = reinterpret_cast<std::uintptr_t>(this);
};

struct Scene {
  Instance instance, other;
  Target targets[kTargets], other_target;
  std::atomic<int> alive[kTargets];
  std::atomic<int> moving{0};

  Scene() {
    alive[0] = 1;
    for (Target& target : targets) target.instance = &instance;
    switch_to(instance, &targets[0]);
    switch_to(other, &other_target);
  }
  void look(const tenon_target* target) {
    if (alive[&target_of(target) - targets].load(std::memory_order_relaxed) == 0) ++g_bad;
  }
};

// --- readers: one call each ------------------------------------------------------------------------------

void call(Scene& scene, Delay& delay) {
  delay();
  const tenon_call call = tenon_call_begin(&scene.instance);
  scene.look(call.target);
  tenon_call_end(call);
}

/// More at once than there are slots: the last ones are counted. They end in an order of their own.
void call_deeply(Scene& scene, Delay& delay) {
  constexpr int kCalls = TENON_THREAD_CALLS + 2;
  tenon_call calls[kCalls];
  for (tenon_call& call : calls) call = tenon_call_begin(&scene.instance);
  delay();
  for (int i = 0; i < kCalls; ++i) {
    const tenon_call& call = calls[i * 4 % kCalls];
    scene.look(call.target);
    tenon_call_end(call);
  }
}

void call_held(Scene& scene, Delay& delay) {
  delay();
  const tenon_pin pin = tenon_pin_take(&scene.instance);
  scene.look(pin.target);
  scene.look(pin.target);
  tenon_pin_release(pin);
}

void call_without_second_look(Scene& scene, Delay& delay) {
  auto& slots = *tenon_thread_register();
  const tenon_target* const target = __atomic_load_n(&scene.instance.current, __ATOMIC_ACQUIRE);
  delay();
  __atomic_store_n(&slots.calls[0], target, __ATOMIC_SEQ_CST);
  scene.look(target);
  __atomic_store_n(&slots.calls[0], nullptr, __ATOMIC_RELEASE);
}

void call_without_slot(Scene& scene, Delay& delay) {
  const tenon_target* const target = __atomic_load_n(&scene.instance.current, __ATOMIC_ACQUIRE);
  delay();
  scene.look(target);
}

/// Two calls below each other, of two instances or of one.
void call_below(Scene& scene, Delay& delay) {
  static thread_local int turn = 0;
  const tenon_call outer = tenon_call_begin(++turn % 2 == 0 ? &scene.other : &scene.instance);
  delay();
  const tenon_call inner = tenon_call_begin(&scene.instance);
  if (scene.moving.load(std::memory_order_relaxed) != 0) ++g_bad;
  tenon_call_end(inner);
  tenon_call_end(outer);
}

// --- writers: one switch each ----------------------------------------------------------------------------

void wait_for_calls(const Target& target) {
  const Target* const targets[] = {&target};
  while (find_inside(targets)) {}
}

void replace(Scene& scene, int old) {
  const int next = (old + 1) % kTargets;
  scene.alive[next] = 1;
  switch_to(scene.instance, &scene.targets[next]);
  wait_for_calls(scene.targets[old]);
  scene.alive[old] = 0;
}

/// What a reload with state does: nobody is inside while it moves.
void move(Scene& scene, int old, bool rest, bool all_pass) {
  Instance* const instances[] = {&scene.instance};
  close_gate(instances);
  if (all_pass)
    let_pass(scene.instance, &scene.targets[old]), scene.other_target.gate = scene.targets[old].gate;
  if (rest) wait_for_calls(scene.targets[old]);
  scene.moving = 1;
  for (int i = 0; i < 200; i++) std::atomic_signal_fence(std::memory_order_seq_cst);
  scene.moving = 0;
  switch_to(scene.instance, &scene.targets[(old + 1) % kTargets]);
}
void move_state(Scene& scene, int old) { move(scene, old, true, false); }
void move_without_rest(Scene& scene, int old) { move(scene, old, false, false); }
/// Whoever is inside of anything may pass, as if the gate's owner waited for them.
void move_past_everybody(Scene& scene, int old) { move(scene, old, true, true); }

// --- the tests -------------------------------------------------------------------------------------------

struct Test {
  const char* name;
  void (*reader)(Scene&, Delay&);
  void (*writer)(Scene&, int);
  bool barrier = true;
  bool right = true;  ///< else it must be noticed
};

constexpr Test kTests[] = {
    {"calls", call, replace},
    {"calls below each other", call_deeply, replace},
    {"held pins", call_held, replace},
    {"state that moves", call_below, move_state},
    {"without the barrier", call, replace, false, false},
    {"held, without the barrier", call_held, replace, false, false},
    {"without the second look", call_without_second_look, replace, true, false},
    {"without the slot", call_without_slot, replace, true, false},
    {"state moves without a rest", call_below, move_without_rest, true, false},
    {"a gate that all may pass", call_below, move_past_everybody, true, false},
};

void read(const Test& test, Scene& scene) {
  Delay delay;
  long calls = 0;
  for (; !g_stop; calls++) test.reader(scene, delay);
  g_calls += calls;
}

/// Whether it went as it should.
bool run(const Test& test, Seconds limit) {
  static Scene scene;  // one for each process
  g_barrier = test.barrier;
  std::vector<std::thread> readers;
  for (int i = 0; i < kReaders; i++) readers.emplace_back(read, std::cref(test), std::ref(scene));
  const auto begin = Clock::now();
  long switches = 0;
  for (int old = 0; Clock::now() - begin < limit && (test.right || g_bad == 0); old = (old + 1) % kTargets) {
    test.writer(scene, old);
    switches++;
  }
  g_stop = true;
  for (std::thread& reader : readers) reader.join();
  const bool ok = test.right ? g_bad == 0 && g_calls > 0 : g_bad != 0;
  std::printf("%-28s %10ld calls %9ld switches %6ld bad   %s\n", test.name, g_calls.load(), switches,
              g_bad.load(),
              ok           ? test.right ? "right" : "noticed"
              : test.right ? "WRONG"
                           : "NOT NOTICED");
  return ok;
}

}  // namespace

int main(int count, char** arguments) {
  if (count > 2) {  // one test, in a process of its own
    const int number = std::atoi(arguments[1]);
    return run(kTests[number], Seconds(std::atof(arguments[2]))) ? 0 : 1;
  }
  const double seconds = count > 1 ? std::atof(arguments[1]) : 1;
  int failed = 0;
  for (int i = 0; i < static_cast<int>(std::size(kTests)); i++) {
    const double limit = kTests[i].right ? seconds : 20;
    const std::string command =
        "exec " + std::string(arguments[0]) + " " + std::to_string(i) + " " + std::to_string(limit);
    if (std::system(command.c_str()) != 0) failed = 1;
  }
  return failed;
}

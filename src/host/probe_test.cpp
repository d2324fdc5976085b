// SPDX-License-Identifier: MIT
//
// Who is inside of a library. The "library" is a section of this program.
#include "host/probe.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <pthread.h>
#include <signal.h>
#include <unistd.h>

#include <atomic>
#include <cstring>
#include <functional>
#include <thread>

#include "host/stack_scan.hpp"

extern "C" const char __start_probe_library, __stop_probe_library;
#define IN_LIBRARY __attribute__((section("probe_library"), noinline, used))

namespace tenon::host {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::atomic<bool> over{false};
std::atomic<bool> begun{false};

IN_LIBRARY void run_inside() {
  begun = true;
  // A member function of std::atomic lies elsewhere where nothing is inlined.
  while (!__atomic_load_n(reinterpret_cast<bool*>(&over), __ATOMIC_SEQ_CST)) {}
}

/// A call that isn't the last thing it does, so that its frame stays.
IN_LIBRARY int call_from_inside(const std::function<void()>& what) {
  what();
  return over ? 1 : 2;
}

void run_elsewhere() {
  begun = true;
  while (!over) {}
}

void wait_elsewhere() {
  begun = true;
  over.wait(false);
}

Extent library() {
  Extent out;
  out.all = {reinterpret_cast<std::uintptr_t>(&__start_probe_library),
             reinterpret_cast<std::uintptr_t>(&__stop_probe_library)};
  out.code = {out.all};
  return out;
}

/// A thread with a name that does `what` until it is over.
class Thread {
 public:
  explicit Thread(std::function<void()> what) {
    over = false;
    begun = false;
    thread_ = std::thread([what = std::move(what)] {
      pthread_setname_np(pthread_self(), "suspect");
      what();
    });
    while (!begun) std::this_thread::yield();
  }
  Thread(const Thread&) = delete;
  Thread& operator=(const Thread&) = delete;
  ~Thread() {
    over = true;
    over.notify_all();
    thread_.join();
  }

 private:
  std::thread thread_;
};

/// "suspect: inside" and so on, of the named thread only.
std::vector<std::string> seen() {
  std::vector<std::string> out;
  for (const Suspect& s : other_threads_in(library())) {
    if (s.name == "suspect")
      out.emplace_back(s.certainty == Suspect::kInside        ? "inside"
                       : s.certainty == Suspect::kMayBeInside ? "may be inside"
                                                              : "can't tell");
  }
  return out;
}

/// Until the test ends.
class Disposition {
 public:
  Disposition(int number, void (*handler)(int)) : number_(number), before_(signal(number, handler)) {}
  Disposition(const Disposition&) = delete;
  Disposition& operator=(const Disposition&) = delete;
  ~Disposition() { signal(number_, before_); }

 private:
  int number_;
  void (*before_)(int);
};

int handled = 0;
void handle(int) { handled++; }
void (*disposition_of(int signal))(int) {
  struct sigaction now{};
  sigaction(signal, nullptr, &now);
  return now.sa_handler;
}

TEST(Probe, a_thread_outside_of_the_library_finds_itself_outside) { EXPECT_FALSE(this_thread_in(library())); }

TEST(Probe, a_thread_that_was_called_from_the_library_finds_itself_inside) {
  std::optional<Suspect> self;
  call_from_inside([&] { self = this_thread_in(library()); });
  ASSERT_TRUE(self);
  EXPECT_EQ(self->certainty, Suspect::kInside);
  EXPECT_EQ(self->thread, gettid());
  EXPECT_FALSE(this_thread_in(library()));
}

TEST(Probe, a_thread_that_runs_in_the_library_is_inside) {
  const Thread thread(run_inside);
  EXPECT_THAT(seen(), ElementsAre("inside"));
}

TEST(Probe, a_thread_that_waits_in_a_call_of_the_library_may_be_inside) {
  const Thread thread([] { call_from_inside(wait_elsewhere); });
  EXPECT_THAT(seen(), ElementsAre("may be inside"));
}

TEST(Probe, a_thread_that_runs_in_a_call_of_the_library_may_be_inside) {
  const Thread thread([] { call_from_inside(run_elsewhere); });
  EXPECT_THAT(seen(), ElementsAre("may be inside"));
}

TEST(Probe, threads_elsewhere_are_not_suspected) {
  const Thread waits(wait_elsewhere);
  EXPECT_THAT(seen(), IsEmpty());
}

TEST(Probe, a_running_thread_elsewhere_is_not_suspected) {
  const Thread runs(run_elsewhere);
  EXPECT_THAT(seen(), IsEmpty());
}

TEST(Probe, a_word_left_on_a_stack_is_a_false_alarm) {
  const Thread thread([] {
    volatile std::uintptr_t stale = library().all.begin + 1;
    wait_elsewhere();
    (void)stale;
  });
  EXPECT_THAT(seen(), ElementsAre("may be inside"));
}

TEST(Probe, signals_have_the_hosts_disposition_afterwards) {
  const Disposition ignored(SIGURG, SIG_IGN);
  const Thread thread(run_inside);
  EXPECT_THAT(seen(), ElementsAre("inside"));
  EXPECT_EQ(disposition_of(SIGURG), SIG_IGN);
}

TEST(Probe, a_signal_that_the_host_handles_is_not_used) {
  const Disposition urgent(SIGURG, handle);
  handled = 0;
  const Thread thread(run_inside);
  EXPECT_THAT(seen(), ElementsAre("inside"));  // by the other one
  EXPECT_EQ(handled, 0);
  EXPECT_EQ(disposition_of(SIGURG), handle);
}

TEST(Probe, where_no_signal_is_free_a_running_thread_cannot_be_judged) {
  const Disposition urgent(SIGURG, handle), window(SIGWINCH, handle);
  const Thread thread(run_elsewhere);
  EXPECT_THAT(seen(), ElementsAre("can't tell"));
  EXPECT_EQ(handled, 0);
}

TEST(Probe, a_running_thread_that_blocks_signals_cannot_be_judged) {
  const Thread thread([] {
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, nullptr);
    run_elsewhere();
  });
  EXPECT_THAT(seen(), ElementsAre("can't tell"));
}

TEST(Probe, threads_may_come_and_go_meanwhile) {
  const Thread stays([] { call_from_inside(wait_elsewhere); });
  std::thread restless([] {
    while (!over) std::thread([] {}).join();
  });
  for (int i = 0; i < 50; i++) EXPECT_THAT(seen(), ElementsAre("may be inside"));
  over = true;
  restless.join();
}

TEST(Probe, several_suspects_are_named_up_to_three) {
  const Suspect one{7, "a", Suspect::kInside};
  EXPECT_EQ(text_of({one}), "thread 7 (`a`) is inside of it");
  EXPECT_EQ(text_of({one, one, one, one, one}),
            "thread 7 (`a`) is inside of it; thread 7 (`a`) is inside of it; thread 7 (`a`) is inside of it; "
            "and 2 more "
            "threads");
}

TEST(StackScan, memory_that_is_not_there_is_no_answer) {
  EXPECT_EQ(any_word({8, 4096}, [](auto, auto) { return true; }), std::nullopt);
}

TEST(StackScan, finds_a_word_where_it_is) {
  const std::uintptr_t words[] = {1, 2, 3};
  std::uintptr_t where = 0;
  const auto begin = reinterpret_cast<std::uintptr_t>(words);
  const auto look = [&](std::uintptr_t address, std::uintptr_t word) {
    return word == 3 && (where = address) != 0;
  };
  EXPECT_EQ(any_word({begin, begin + sizeof words}, look), true);
  EXPECT_EQ(where, begin + 2 * sizeof *words);
  EXPECT_EQ(any_word({begin, begin + 2 * sizeof *words}, look), false);
}

}  // namespace
}  // namespace tenon::host

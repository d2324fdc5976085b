// SPDX-License-Identifier: MIT
//
// Who runs what when threads end and libraries are closed at the same time. The library is one in name only:
// it reports through its link as generated code does.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <pthread.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <barrier>
#include <chrono>
#include <future>
#include <latch>
#include <list>
#include <thread>

#include "host/thread_exit.hpp"

namespace tenon::host {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;

struct Library {
  tenon_thread_exit_link link{sizeof link, 0, 0, 0, nullptr, nullptr};
  ThreadExit thread_exit = ThreadExit::adopt(&link);
  std::atomic<bool> closed = false;

  Library() = default;
  Library(const Library&) = delete;
  ~Library() { EXPECT_TRUE(closed || link.table == nullptr || link.early != 0); }

  void at_exit(void (*run)(void*), void* object) {
    ASSERT_EQ(link.table->at_exit(link.library, run, object), 0);
  }
  std::uint32_t key(void (*run)(void*)) {
    std::uint32_t out = 0;
    EXPECT_EQ(link.table->key_create(link.library, &out, run), 0);
    return out;
  }
  void set(std::uint32_t key, const void* value) {
    ASSERT_EQ(link.table->key_set(link.library, key, value), 0);
  }
  std::string close(bool starts_unseen = false) {
    std::string why = thread_exit.release(starts_unseen, true);
    if (why.empty()) thread_exit.forget(), closed = true;
    return why;
  }
};

std::vector<int>& ran() {
  static std::vector<int> all;
  return all;
}
template <int N>
void note(void*) {
  ran().push_back(N);
}

class Ends : public testing::Test {
 protected:
  Ends() { ran().clear(); }
  Library library_;
};

TEST_F(Ends, a_thread_runs_the_last_registration_first_and_keys_after_all_of_them) {
  std::thread([&] {
    library_.set(library_.key(note<9>), this);
    library_.at_exit(note<1>, nullptr);
    library_.at_exit(note<2>, nullptr);
  }).join();
  EXPECT_THAT(ran(), ElementsAre(2, 1, 9));
  EXPECT_EQ(library_.close(), "");
  EXPECT_EQ(ran().size(), 3U);
}

TEST_F(Ends, what_a_destructor_registers_is_run_before_what_was_there) {
  std::thread([&] {
    library_.at_exit(note<1>, nullptr);
    library_.at_exit([](void* library) { static_cast<Library*>(library)->at_exit(note<3>, nullptr); },
                     &library_);
  }).join();
  EXPECT_THAT(ran(), ElementsAre(3, 1));
  EXPECT_EQ(library_.close(), "");
}

TEST_F(Ends, what_a_keys_destructor_registers_or_sets_is_run_too) {
  static std::uint32_t again = 0;
  again = library_.key([](void*) { ran().push_back(8); });
  const std::uint32_t first = library_.key([](void* data) {
    auto& library = *static_cast<Library*>(data);
    ran().push_back(9);
    library.at_exit(note<1>, nullptr);
    library.set(again, data);
  });
  std::thread([&] { library_.set(first, &library_); }).join();
  EXPECT_THAT(ran(), ElementsAre(9, 1, 8));
  EXPECT_EQ(library_.close(), "");
}

TEST_F(Ends, closing_runs_what_this_thread_registered_and_then_its_keys) {
  library_.set(library_.key(note<9>), this);
  library_.at_exit(note<1>, nullptr);
  library_.at_exit(note<2>, nullptr);
  EXPECT_EQ(library_.close(), "");
  EXPECT_THAT(ran(), ElementsAre(2, 1, 9));
}

/// A thread that goes on living, in which one may run something.
class Worker {
 public:
  template <class F>
  void run(F&& what) {
    std::packaged_task<void()> task(what);
    auto done = task.get_future();
    {
      const std::lock_guard lock(mutex_);
      task_ = std::move(task);
    }
    changed_.notify_all();
    done.get();
  }
  ~Worker() {
    {
      const std::lock_guard lock(mutex_);
      stop_ = true;
    }
    changed_.notify_all();
    thread_.join();
  }

 private:
  void loop() {
    std::unique_lock lock(mutex_);
    while (!stop_) {
      if (task_.valid()) std::exchange(task_, {})();
      changed_.wait(lock, [&] { return stop_ || task_.valid(); });
    }
  }
  std::mutex mutex_;
  std::condition_variable changed_;
  std::packaged_task<void()> task_;
  bool stop_ = false;
  std::thread thread_{[this] { loop(); }};
};

TEST_F(Ends, closing_runs_what_other_threads_registered_before_its_own_and_their_keys_never) {
  Worker worker;
  worker.run([&] {
    library_.set(library_.key(note<9>), this);
    library_.at_exit(note<1>, nullptr);
    library_.at_exit(note<2>, nullptr);
  });
  library_.at_exit(note<3>, nullptr);
  EXPECT_EQ(library_.close(), "");
  EXPECT_THAT(ran(), ElementsAre(2, 1, 3));
}

TEST_F(Ends, only_what_the_closed_library_registered_is_run) {
  Library other;
  library_.at_exit(note<1>, nullptr);
  other.at_exit(note<2>, nullptr);
  EXPECT_EQ(library_.close(), "");
  EXPECT_THAT(ran(), ElementsAre(1));
  EXPECT_EQ(other.close(), "");
  EXPECT_THAT(ran(), ElementsAre(1, 2));
}

TEST_F(Ends, the_last_of_several_users_runs_it) {
  ThreadExit second = ThreadExit::adopt(&library_.link);
  library_.at_exit(note<1>, nullptr);
  EXPECT_EQ(second.release(false, true), "");
  EXPECT_TRUE(ran().empty());
  EXPECT_EQ(library_.close(), "");
  EXPECT_THAT(ran(), ElementsAre(1));
}

TEST_F(Ends, keys_are_deleted_so_that_there_is_always_another_one) {
  for (int i = 0; i < 3 * PTHREAD_KEYS_MAX; i++) {
    Library library;
    library.set(library.key(note<1>), this);
    ASSERT_EQ(library.close(), "");
  }
  EXPECT_EQ(ran().size(), 3U * PTHREAD_KEYS_MAX);
  EXPECT_EQ(library_.close(), "");
}

TEST_F(Ends, a_key_that_its_library_deletes_is_not_deleted_twice) {
  const std::uint32_t key = library_.key(nullptr);
  EXPECT_EQ(library_.link.table->key_delete(library_.link.library, key), 0);
  pthread_key_t others{};
  ASSERT_EQ(pthread_key_create(&others, nullptr), 0);
  EXPECT_EQ(library_.close(), "");
  EXPECT_EQ(pthread_setspecific(others, this), 0);
  EXPECT_EQ(pthread_key_delete(others), 0);
}

TEST_F(Ends, a_key_that_is_gone_with_its_library_may_be_anothers) {
  const std::uint32_t key = library_.key(nullptr);
  EXPECT_EQ(library_.thread_exit.release(false, true), "");
  pthread_key_t others{};
  ASSERT_EQ(pthread_key_create(&others, nullptr), 0);
  EXPECT_EQ(library_.link.table->key_delete(library_.link.library, key),
            EINVAL);  // as a static destructor may
  EXPECT_EQ(pthread_setspecific(others, this), 0);
  EXPECT_EQ(pthread_key_delete(others), 0);
  EXPECT_EQ(library_.close(), "");
}

// --- At the same time ---

struct Gate {
  std::latch entered{1}, open{1};
  static void run(void* gate) {
    static_cast<Gate*>(gate)->entered.count_down();
    static_cast<Gate*>(gate)->open.wait();
  }
};

TEST_F(Ends, closing_waits_for_a_destructor_that_an_ending_thread_runs) {
  Gate gate;
  std::thread thread([&] { library_.at_exit(Gate::run, &gate); });
  gate.entered.wait();
  auto closing = std::async(std::launch::async, [&] { return library_.close(); });
  EXPECT_EQ(closing.wait_for(50ms), std::future_status::timeout);
  gate.open.count_down();
  EXPECT_EQ(closing.get(), "");
  thread.join();
}

TEST_F(Ends, closing_gives_up_on_a_thread_whose_end_takes_too_long) {
  Gate gate;
  std::thread thread([&] { library_.at_exit(Gate::run, &gate); });
  gate.entered.wait();
  EXPECT_THAT(library_.close(), HasSubstr("a thread that is ending still runs code of it"));
  gate.open.count_down();
  thread.join();
  EXPECT_EQ(library_.close(), "");
}

TEST_F(Ends, a_thread_doesnt_end_while_its_destructor_runs_on_the_closing_thread) {
  Gate gate;
  std::latch registered{1}, may_end{1};
  std::thread thread([&] {
    library_.at_exit(Gate::run, &gate);
    registered.count_down();
    may_end.wait();
  });
  registered.wait();
  auto closing = std::async(std::launch::async, [&] { return library_.close(); });
  gate.entered.wait();
  may_end.count_down();
  std::this_thread::sleep_for(50ms);
  const int ended = pthread_tryjoin_np(thread.native_handle(), nullptr);
  EXPECT_EQ(ended, EBUSY);
  gate.open.count_down();
  EXPECT_EQ(closing.get(), "");
  if (ended == 0) return thread.detach();
  thread.join();
}

TEST_F(Ends, closing_leaves_the_rest_to_a_thread_that_has_begun_to_end) {
  Gate gate;
  static std::thread::id where;
  std::thread thread([&] {
    library_.at_exit([](void*) { where = std::this_thread::get_id(); }, nullptr);
    library_.at_exit(Gate::run, &gate);
  });
  const std::thread::id ending = thread.get_id();
  gate.entered.wait();
  auto closing = std::async(std::launch::async, [&] { return library_.close(); });
  EXPECT_EQ(closing.wait_for(20ms), std::future_status::timeout);
  gate.open.count_down();
  EXPECT_EQ(closing.get(), "");
  EXPECT_EQ(where, ending);
  thread.join();
}

// --- Threads that the library starts ---

TEST_F(Ends, a_library_stays_while_a_thread_runs_that_it_started) {
  std::latch stop{1};
  pthread_t thread{};
  const auto wait = [](void* latch) -> void* { return static_cast<std::latch*>(latch)->wait(), nullptr; };
  ASSERT_EQ(library_.link.table->thread_create(library_.link.library, &thread, nullptr, wait, &stop), 0);
  library_.at_exit(note<1>, nullptr);
  EXPECT_EQ(library_.close(), "a thread that it started still runs");
  EXPECT_TRUE(ran().empty());
  stop.count_down();
  pthread_join(thread, nullptr);
  EXPECT_EQ(library_.close(), "");
}

TEST_F(Ends, closing_waits_for_a_thread_of_its_own_that_is_ending) {
  static Gate* gate;
  Gate here;
  gate = &here;
  pthread_t thread{};
  const auto leave = [](void* library) -> void* {
    static_cast<Library*>(library)->at_exit(Gate::run, gate);
    pthread_exit(nullptr);
  };
  ASSERT_EQ(library_.link.table->thread_create(library_.link.library, &thread, nullptr, leave, &library_), 0);
  here.entered.wait();
  auto closing = std::async(std::launch::async, [&] { return library_.close(); });
  EXPECT_EQ(closing.wait_for(50ms), std::future_status::timeout);
  here.open.count_down();
  EXPECT_EQ(closing.get(), "");
  pthread_join(thread, nullptr);
}

TEST_F(Ends, where_threads_start_unseen_nothing_is_taken_from_others) {
  {
    Worker worker;
    worker.run([&] { library_.at_exit(note<1>, nullptr); });
    EXPECT_THAT(library_.close(true), HasSubstr("one may be its own"));
    EXPECT_TRUE(ran().empty());
  }
  EXPECT_THAT(ran(), ElementsAre(1));
  EXPECT_EQ(library_.close(true), "");
}

// --- Other ways in and out ---

TEST(Link, a_library_that_has_registered_with_the_system_stays) {
  Library library;
  library.link.early = 1;
  EXPECT_THAT(library.close(), HasSubstr("before it was entered"));
}

TEST(Link, a_library_that_reports_to_another_runtime_stays) {
  static int another = 0;
  tenon_thread_exit_link link{sizeof link, 0, 0, 0, &another, nullptr};
  ThreadExit thread_exit = ThreadExit::adopt(&link);
  EXPECT_THAT(thread_exit.release(false, true), HasSubstr("another Tenon in this process"));
  EXPECT_EQ(link.library, &another);
}

TEST(Link, a_library_without_one_is_let_go) { EXPECT_EQ(ThreadExit::adopt(nullptr).release(true, true), ""); }

TEST_F(Ends, a_forked_child_closes_what_its_only_thread_has) {
  Worker worker;
  worker.run([&] { library_.at_exit(note<1>, nullptr); });
  library_.at_exit(note<2>, nullptr);
  const pid_t child = fork();
  if (child == 0) _exit(library_.close().empty() && ran() == std::vector{2} ? 0 : 1);
  int status = -1;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  EXPECT_EQ(status, 0);
  EXPECT_EQ(library_.close(), "");
}

// --- All at once ---

constexpr int kRounds = 150;
constexpr int kThreads = 4;
constexpr int kEach = 3;

/// In its thread's own memory, which is unmapped as soon as the thread has ended.
struct Object {
  std::atomic<bool>* closed = nullptr;
  std::atomic<int>* runs = nullptr;
  static void run(void* object) {
    auto& self = *static_cast<Object*>(object);
    if (*self.closed) abort();
    self.runs->fetch_add(1);
  }
};
thread_local Object t_objects[kEach];

struct Job {
  Library* library;
  std::atomic<int>* runs;
  std::barrier<>* registered;
};

void* work(void* data) {
  const Job& job = *static_cast<Job*>(data);
  for (Object& object : t_objects) {
    object = {&job.library->closed, job.runs};
    job.library->at_exit(Object::run, &object);
  }
  job.registered->arrive_and_wait();
  return nullptr;
}

TEST(Stress, what_ends_while_the_library_is_closed_is_run_exactly_once) {
  constexpr std::size_t kStack = 2048 * 1024;
  std::atomic<int> runs = 0;
  for (int round = 0; round < kRounds; round++) {
    Library library;
    std::barrier<> registered(kThreads + 1);
    Job job{&library, &runs, &registered};
    struct {
      pthread_t thread;
      void* stack;
    } all[kThreads];
    for (auto& one : all) {
      one.stack = mmap(nullptr, kStack, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
      pthread_attr_t attributes;
      pthread_attr_init(&attributes);
      pthread_attr_setstack(&attributes, one.stack, kStack);
      ASSERT_EQ(pthread_create(&one.thread, &attributes, work, &job), 0);
      pthread_attr_destroy(&attributes);
    }
    registered.arrive_and_wait();
    std::thread joining([&] {
      for (auto& one : all) {
        pthread_join(one.thread, nullptr);
        munmap(one.stack, kStack);
      }
    });
    ASSERT_EQ(library.close(), "");
    joining.join();
    ASSERT_EQ(runs, (round + 1) * kThreads * kEach);
  }
}

}  // namespace
}  // namespace tenon::host

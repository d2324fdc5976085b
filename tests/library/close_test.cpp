// SPDX-License-Identifier: MIT
//
// The way back, and what is said of it.
#include <cstdlib>
#include <thread>

#include "fixture.hpp"

namespace tenon::test {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

class Close : public LibraryTest {
 protected:
  /// The outcome, and the reason behind it.
  static std::string close(Library& library) {
    constexpr const char* kOutcomes[] = {"closed", "shared", "still mapped"};
    const Unloaded unloaded = library.close().value();
    return kOutcomes[unloaded.outcome] + (unloaded.reason.empty() ? "" : ": " + unloaded.reason);
  }
};

TEST_F(Close, the_last_handle_closes_the_library) {
  Library one = open("sums"), two = Library::open(path("libsums.so")).value();
  EXPECT_EQ(close(one), "shared");
  EXPECT_EQ(in_process("sums.g").size(), 1U);
  EXPECT_EQ(close(two), "closed");
  EXPECT_EQ(in_process("sums.g").size(), 0U);
}

TEST_F(Close, destructors_run) {
  Library noisy = open("noisy");
  unsetenv("TENON_TEST_DESTRUCTOR");
  EXPECT_EQ(close(noisy), "closed");
  EXPECT_STREQ(std::getenv("TENON_TEST_DESTRUCTOR"), "ran");
}

TEST_F(Close, a_function_keeps_its_library) {
  Library sums = open("sums");
  auto add = std::make_unique<Function<int(int, int)>>(sums.function<int(int, int)>("add").value());
  EXPECT_EQ(close(sums), "shared: symbols of it are still held");
  EXPECT_EQ((*add)(1, 2), 3);
  add.reset();
  EXPECT_EQ(in_process("sums.g").size(), 0U);
}

TEST_F(Close, what_was_linked_to_stay_stays) {
  Library sums = open("nodelete");
  EXPECT_EQ(close(sums), "still mapped: it was linked with `-z nodelete`");
}

TEST_F(Close, a_unique_symbol_holds_it) {
  Library unique = open("unique");
  EXPECT_THAT(close(unique), StartsWith("still mapped: it defines 1 unique symbol (`_ZN7Counter5valueE`)"));
}

TEST_F(Close, what_would_run_at_a_threads_end_is_kept) {
  Library key = open("key");
  int ended = 0;
  std::thread([&] {
    key.function<void(int*)>("note_end").value()(&ended);
    EXPECT_THAT(close(key), StartsWith("still mapped: kept on purpose: it imports `pthread_key_create`"));
  }).join();
  EXPECT_EQ(ended, 1);  // its code ran, and it was there
}

TEST_F(Close, what_takes_its_keys_back_is_closed) {
  Library key = open("tidy_key");
  int ended = 0;
  std::thread([&] {
    key.function<void(int*)>("note_end").value()(&ended);
    EXPECT_EQ(close(key), "closed");
  }).join();
  EXPECT_EQ(ended, 0);
}

TEST_F(Close, rust_is_kept) {
  Library rusty = open("rusty");
  std::thread([&] {
    EXPECT_EQ(rusty.function<std::size_t(int)>("rust_seen").value()(1), 1U);
    EXPECT_THAT(close(rusty), StartsWith("still mapped: "));
  }).join();
}

TEST_F(Close, rust_with_its_shared_library_is_kept) {
  Library rusty = open("rusty_shared");
  std::thread([&] {
    EXPECT_EQ(rusty.function<std::size_t(int)>("rust_seen").value()(1), 1U);
    EXPECT_THAT(close(rusty),
                StartsWith("still mapped: kept on purpose: it is linked with Rust's shared standard"));
  }).join();
}

TEST_F(Close, a_thousand_times_leaves_nothing_behind) {
  for (int i = 0; i < 1000; i++) {
    Library sums = open("sums");
    ASSERT_EQ(close(sums), "closed");
  }
}

}  // namespace
}  // namespace tenon::test

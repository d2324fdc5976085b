// SPDX-License-Identifier: MIT
//
// Builds that replace each other while the program runs. Among them what dynamic_reload's users reported and
// what cr's tests do: docs/peers.md.
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <thread>
#include <tuple>

#include "fixture.hpp"

namespace tenon::test {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
namespace fs = std::filesystem;

class Reload : public LibraryTest {
 protected:
  Library open_first() {
    Library library = open("sums");
    library.listen([this](const LibraryEvent& event) { return note(event); });
    first_ = library.generation();
    return library;
  }
  void put(const std::string& name) { replace("libsums.so", read(built(name))); }

  /// "before", "move 2", ...: a generation counts from the first one's; refuses what `refuse_` names.
  std::string note(const LibraryEvent& event) {
    constexpr const char* kKinds[] = {"before", "move", "after", "failed", "retired"};
    constexpr const char* kOutcomes[] = {"closed", "shared", "still mapped"};
    const std::string kind = kKinds[event.kind];
    std::string text = kind;
    if (event.kind == TENON_LIBRARY_FAILED) text += " " + event.error.substr(6, 5);
    if (event.kind == TENON_LIBRARY_RETIRED) text += std::string(" ") + kOutcomes[event.retired.outcome];
    if (event.kind == TENON_LIBRARY_RETIRED && event.retired.outcome == TENON_UNLOAD_STILL_MAPPED)
      text += ": " + event.retired.reason;
    events_.push_back(text);
    if (then_) then_(event);
    return kind == refuse_ ? "not now" : "";
  }
  static int generation(const Library& library) { return library.function<int()>("generation").value()(); }
  static std::string refusal(Library& library) {
    const auto done = library.reload();
    return done ? "" : said(done.error());
  }
  /// Updates until `done`, or for ten seconds.
  template <class Done>
  static bool update_until(Library& library, Done&& done) {
    for (const auto end = std::chrono::steady_clock::now() + 10s; std::chrono::steady_clock::now() < end;) {
      const std::uint32_t next = library.update().value();
      if (done()) return true;
      std::this_thread::sleep_for(std::min<std::chrono::milliseconds>(std::chrono::milliseconds(next), 5ms));
    }
    return false;
  }
  static void update_for(Library& library, std::chrono::milliseconds time) {
    const auto end = std::chrono::steady_clock::now() + time;
    update_until(library, [&] { return std::chrono::steady_clock::now() > end; });
  }

  std::vector<std::string> events_;
  std::string refuse_;
  std::function<void(const LibraryEvent&)> then_;
  std::uint64_t first_ = 0;
};

TEST_F(Reload, functions_and_variables_follow) {
  Library sums = open_first();
  const auto number = sums.function<int()>("generation").value();
  const auto count = sums.variable<int>("count").value();
  EXPECT_EQ(number(), 1);
  put("sums2");
  EXPECT_EQ(number(), 1);
  EXPECT_TRUE(sums.reload().value());
  EXPECT_EQ(number(), 2);
  EXPECT_EQ(count.get(), 42);
  EXPECT_GT(sums.generation(), first_);
}

TEST_F(Reload, the_host_is_told_before_and_after) {
  Library sums = open_first();
  put("sums2");
  ASSERT_TRUE(sums.reload().value());
  EXPECT_THAT(events_, ElementsAre("before", "move", "after", "retired closed"));
  EXPECT_EQ(in_process("sums.g").size(), 1U);
}

TEST_F(Reload, a_touched_file_is_no_new_build) {
  Library sums = open_first();
  put("sums");
  EXPECT_FALSE(sums.reload().value());
  EXPECT_THAT(events_, ElementsAre());
  EXPECT_EQ(sums.generation(), first_);
}

TEST_F(Reload, state_moves_while_both_builds_are_there) {
  Library sums = open_first();
  const auto count = sums.variable<int>("count").value();
  count.set(1000);
  then_ = [](const LibraryEvent& event) {
    if (event.kind == TENON_LIBRARY_MOVE)
      *event.new_build->variable<int>("count").value() = *event.old_build->variable<int>("count").value() + 1;
  };
  put("sums2");
  ASSERT_TRUE(sums.reload().value());
  EXPECT_EQ(count.get(), 1001);
}

TEST_F(Reload, while_state_moves_calls_reach_the_old_build_and_afterwards_the_new_one) {
  Library sums = open_first();
  const auto number = sums.function<int()>("generation").value();
  std::vector<int> seen;
  then_ = [&](const LibraryEvent&) { seen.push_back(number()); };
  put("sums2");
  ASSERT_TRUE(sums.reload().value());
  EXPECT_THAT(seen, ElementsAre(1, 1, 2, 2));
}

TEST_F(Reload, a_build_that_is_refused_before_never_runs) {
  install("sums", "libnoisy.so");
  Library noisy = Library::open(path("libnoisy.so")).value();
  noisy.listen([this](const LibraryEvent& event) { return note(event); });
  refuse_ = "before";
  unsetenv("TENON_TEST_CONSTRUCTOR");
  replace("libnoisy.so", read(built("noisy")));
  EXPECT_EQ(refusal(noisy), "E0527 the host refused the new build: not now");
  EXPECT_EQ(std::getenv("TENON_TEST_CONSTRUCTOR"), nullptr);
  EXPECT_THAT(events_, ElementsAre("before", "failed E0527"));
  refuse_ = "";
  EXPECT_TRUE(noisy.reload().value());
  EXPECT_STREQ(std::getenv("TENON_TEST_CONSTRUCTOR"), "ran");
}

TEST_F(Reload, a_build_whose_state_cannot_move_is_given_up) {
  Library sums = open_first();
  refuse_ = "move";
  put("sums2");
  EXPECT_EQ(refusal(sums), "E0527 the host refused the new build: not now");
  EXPECT_EQ(generation(sums), 1);
  EXPECT_EQ(in_process("sums.g").size(), 1U);
  EXPECT_THAT(events_, ElementsAre("before", "move", "failed E0527"));
}

TEST_F(Reload, what_a_listener_throws_refuses) {
  Library sums = open_first();
  sums.listen([](const LibraryEvent& event) -> std::string {
    if (event.kind == TENON_LIBRARY_MOVE) throw std::runtime_error("no room");
    return "";
  });
  put("sums2");
  EXPECT_EQ(refusal(sums), "E0527 the host refused the new build: no room");
  EXPECT_EQ(generation(sums), 1);
}

TEST_F(Reload, after_a_broken_build_the_old_one_goes_on_and_the_next_one_is_taken) {
  Library sums = open_first();
  const auto number = sums.function<int()>("generation").value();
  const std::string whole = read(built("sums2"));
  replace("libsums.so", whole.substr(0, whole.size() / 2));
  EXPECT_THAT(refusal(sums), testing::StartsWith("E0214"));
  replace("libsums.so", "");
  EXPECT_THAT(refusal(sums), testing::StartsWith("E0205"));
  fs::remove(path("libsums.so"));
  EXPECT_THAT(refusal(sums), testing::StartsWith("E0201"));
  EXPECT_EQ(number(), 1);
  put("sums2");
  EXPECT_TRUE(sums.reload().value());
  EXPECT_EQ(number(), 2);
  EXPECT_THAT(events_, ElementsAre("failed E0214", "failed E0205", "failed E0201", "before", "move", "after",
                                   "retired closed"));
}

TEST_F(Reload, a_file_that_is_open_for_writing_is_not_taken) {
  Library sums = open_first();
  put("sums2");
  {
    const std::ofstream writer(path("libsums.so"), std::ios::app);
    EXPECT_EQ(refusal(sums), "E0508 somebody has the file open for writing");
  }
  EXPECT_TRUE(sums.reload().value());
}

TEST_F(Reload, every_truncation_of_the_new_build_leaves_the_old_one) {
  Library sums = open_first();
  const auto number = sums.function<int()>("generation").value();
  const std::string whole = read(built("sums2"));
  for (std::size_t size = 0; size < whole.size(); size += 97) {
    write("libsums.so", whole.substr(0, size));
    ASSERT_THAT(refusal(sums), testing::StartsWith("E02")) << size;
    ASSERT_EQ(number(), 1);
  }
}

TEST_F(Reload, a_build_without_what_is_followed_is_refused_before_it_runs) {
  Library sums = open_first();
  const auto number = sums.function<int()>("generation").value();
  put("odd");
  EXPECT_EQ(refusal(sums), "E0521 the new build lacks what is followed: it exports no `generation`");
  put("resized");
  const auto count = sums.variable<int>("count").value();
  EXPECT_EQ(refusal(sums),
            "E0523 the new build lacks what is followed: `count` has 8 bytes, and the host wants 4 bytes");
  EXPECT_THAT(events_, ElementsAre("failed E0521", "failed E0523"));
  EXPECT_EQ(number(), 1);
}

TEST_F(Reload, bare_pointers_stay_good_under_a_pin) {
  Library sums = open_first();
  LibraryPin pin = sums.pin().value();
  int (*const number)() = pin.function<int()>("generation").value();
  int* const count = pin.variable<int>("count").value();
  put("sums2");
  ASSERT_TRUE(sums.reload().value());
  EXPECT_EQ(number(), 1);
  EXPECT_EQ(++*count, 42);
  EXPECT_EQ(generation(sums), 2);
  EXPECT_EQ(events_.back(), "retired shared");
  EXPECT_EQ(pin.close().value().outcome, TENON_UNLOAD_CLOSED);
}

TEST_F(Reload, an_empty_listener_ends_the_one_before) {
  Library sums = open("sums");
  int told = 0;
  sums.listen([&](const LibraryEvent&) { return ++told, ""; });
  sums.listen({});
  put("sums2");
  EXPECT_TRUE(sums.reload().value());
  EXPECT_EQ(told, 0);
}

TEST_F(Reload, a_listener_may_keep_a_build) {
  Library sums = open_first();
  std::optional<LibraryPin> old;
  then_ = [&](const LibraryEvent& event) {
    if (event.kind == TENON_LIBRARY_AFTER) old = event.old_build;
  };
  put("sums2");
  ASSERT_TRUE(sums.reload().value());
  EXPECT_EQ(old->function<int()>("generation").value()(), 1);
}

TEST_F(Reload, a_pin_does_not_follow) {
  Library sums = open_first();
  const LibraryPin pin = sums.pin().value();
  std::uint32_t reloaded = 9;
  tenon_error* error = tenon_library_reload(pin.get(), &reloaded);
  ASSERT_NE(error, nullptr);
  EXPECT_STREQ(tenon_error_message(error), "it can't be replaced: this handle stays with one build");
  tenon_error_delete(error);
}

TEST_F(Reload, a_call_ends_in_the_build_in_which_it_began) {
  Library sums = open_first();
  const auto call_back = sums.function<int(int (*)(void*), void*)>("call_back").value();
  std::function<void()> body = [&] {
    put("sums2");
    ASSERT_TRUE(sums.reload().value());
    EXPECT_EQ(generation(sums), 2);
    EXPECT_THAT(events_, ElementsAre("before", "move", "after"));  // not yet retired: we are inside of it
    put("sums3");
    ASSERT_TRUE(sums.reload().value());
    EXPECT_EQ(in_process("sums.g").size(), 2U);
  };
  const auto run = [](void* ctx) { return (*static_cast<std::function<void()>*>(ctx))(), 5; };
  EXPECT_EQ(call_back(run, &body), 501);  // 5 from us, 1 the generation
  EXPECT_EQ(generation(sums), 3);
  sums.update().value();
  EXPECT_EQ(events_.back(), "retired closed");
  EXPECT_EQ(in_process("sums.g").size(), 1U);
}

TEST_F(Reload, who_keeps_a_build_is_listed) {
  Library sums = open_first();
  EXPECT_TRUE(sums.holders().value().empty());
  const auto call_back = sums.function<int(int (*)(void*), void*)>("call_back").value();
  std::optional<LibraryPin> pin = sums.pin().value();
  std::vector<Holder> inside;
  std::function<void()> body = [&] {
    put("sums2");
    ASSERT_TRUE(sums.reload().value());
    inside = sums.holders().value();
  };
  call_back([](void* ctx) { return (*static_cast<std::function<void()>*>(ctx))(), 0; }, &body);
  ASSERT_EQ(inside.size(), 2U);
  EXPECT_EQ(inside[0].kind, TENON_HOLDER_CALL);
  EXPECT_EQ(inside[0].thread, gettid());
  EXPECT_GT(inside[0].waiting.count(), 0);
  EXPECT_EQ(inside[1].kind, TENON_HOLDER_HANDLE);
  for (const Holder& holder : inside)
    EXPECT_EQ(std::tuple(holder.count, holder.generation, holder.plugin),
              std::tuple(1U, pin->generation(), ""));
  sums.update().value();
  const auto after = sums.holders().value();
  ASSERT_EQ(after.size(), 1U);  // the pin
  EXPECT_EQ(std::tuple(after[0].kind, after[0].generation),
            std::tuple(TENON_HOLDER_HANDLE, pin->generation()));
  pin.reset();
  EXPECT_TRUE(sums.holders().value().empty());
}

TEST_F(Reload, a_library_is_not_closed_under_a_call) {
  Library sums = open_first();
  const auto call_back = sums.function<int(int (*)(void*), void*)>("call_back").value();
  const auto run = [](void* ctx) {
    tenon_error* error = tenon_library_close(static_cast<tenon_library*>(ctx), nullptr, nullptr);
    const int refused = error != nullptr && std::string(tenon_error_code(error)) == "E0528" ? 1 : 0;
    tenon_error_delete(error);
    return refused;
  };
  EXPECT_EQ(call_back(run, sums.get()), 101);
}

TEST_F(Reload, an_exception_ends_a_call) {
  Library mangled = open("mangled");
  const auto fail = mangled.function<void()>("fail").value();
  EXPECT_THROW(fail(), int);
  replace("libmangled.so", read(built("mangled_clang")));
  std::vector<std::uint32_t> kinds;
  mangled.listen([&](const LibraryEvent& event) { return kinds.push_back(event.kind), ""; });
  ASSERT_TRUE(mangled.reload().value());
  EXPECT_EQ(kinds.back(), TENON_LIBRARY_RETIRED);
}

TEST_F(Reload, a_reload_from_a_listener_is_refused) {
  Library sums = open_first();
  std::string nested;
  then_ = [&](const LibraryEvent& event) {
    if (event.kind == TENON_LIBRARY_MOVE) nested = refusal(sums);
  };
  put("sums2");
  ASSERT_TRUE(sums.reload().value());
  EXPECT_EQ(nested, "E0526 it can't be replaced: that is happening already");
}

TEST_F(Reload, what_is_no_copy_says_so_instead_of_never_reloading) {
  Library sums = open("sums", {.copy = TENON_COPY_NEVER});
  EXPECT_EQ(refusal(sums), "E0526 it can't be replaced: its file itself is loaded, not a private copy");
  EXPECT_FALSE(sums.watch());
  Library c = Library::open("libc.so.6", {.flags = TENON_LIBRARY_SYSTEM}).value();
  EXPECT_EQ(refusal(c), "E0526 it can't be replaced: the program itself is linked with it");
}

TEST_F(Reload, each_handle_follows_when_it_is_told_to) {
  Library one = open_first(), two = Library::open(path("libsums.so")).value();
  put("sums2");
  ASSERT_TRUE(one.reload().value());
  EXPECT_EQ(generation(one), 2);
  EXPECT_EQ(generation(two), 1);
  ASSERT_TRUE(two.reload().value());
  EXPECT_EQ(one.generation(), two.generation());
}

TEST_F(Reload, thread_local_variables_are_the_calling_threads) {
  Library sums = open_first();
  const auto mine = sums.variable<long>("per_thread").value();
  mine.set(1);
  std::thread([&] { EXPECT_EQ(mine.get(), 7); }).join();
  put("sums2");
  ASSERT_TRUE(sums.reload().value());
  EXPECT_EQ(mine.get(), 7);  // a new build's own
}

TEST_F(Reload, a_watched_file_is_taken_once_for_each_build) {
  Library sums = open_first();
  sums.watch().value();
  const auto number = sums.function<int()>("generation").value();
  update_for(sums, 50ms);
  EXPECT_THAT(events_, ElementsAre());
  put("sums2");
  EXPECT_TRUE(update_until(sums, [&] { return number() == 2; }));
  write("libsums.so", read(built("sums3")));  // in place
  EXPECT_TRUE(update_until(sums, [&] { return number() == 3; }));
  update_for(sums, 300ms);
  EXPECT_THAT(events_, ElementsAre("before", "move", "after", "retired closed", "before", "move", "after",
                                   "retired closed"));
}

TEST_F(Reload, a_change_between_opening_and_watching_is_seen) {
  Library sums = open_first();
  put("sums2");
  sums.watch().value();
  EXPECT_TRUE(update_until(sums, [&] { return generation(sums) == 2; }));
}

TEST_F(Reload, a_folder_that_cannot_be_watched_is_named_and_polled) {
  Library sums = open_first();
  EXPECT_THAT(sums.unwatched().value(), ElementsAre());
  constexpr auto kPassing = fs::perms::owner_write | fs::perms::owner_exec | fs::perms::others_exec;
  fs::permissions(folder_, kPassing);
  const bool root = geteuid() == 0;
  EXPECT_EQ(root ? seteuid(65534) : 0, 0);
  sums.watch(0, 50).value();
  EXPECT_EQ(root ? seteuid(0) : 0, 0);
  EXPECT_THAT(sums.unwatched().value(),
              ElementsAre(testing::FieldsAre(fs::canonical(folder_), "Permission denied")));
  write("libsums.so", read(built("sums2")));
  EXPECT_TRUE(update_until(sums, [&] { return generation(sums) == 2; }));
  fs::permissions(folder_, fs::perms::owner_all);
}

TEST_F(Reload, a_file_that_is_removed_and_made_anew_is_taken_as_one_change) {
  Library sums = open_first();
  sums.watch().value();
  update_for(sums, 20ms);
  fs::remove(path("libsums.so"));
  sums.update().value();
  put("sums2");
  EXPECT_TRUE(update_until(sums, [&] { return generation(sums) == 2; }));
  EXPECT_THAT(events_, ElementsAre("before", "move", "after", "retired closed"));
}

TEST_F(Reload, a_file_that_stays_away_is_told_and_its_successor_taken) {
  Library sums = open_first();
  sums.watch().value();
  update_for(sums, 20ms);
  fs::remove(path("libsums.so"));
  EXPECT_TRUE(update_until(sums, [&] { return !events_.empty(); }));
  EXPECT_THAT(events_, ElementsAre("failed E0529"));
  put("sums2");
  EXPECT_TRUE(update_until(sums, [&] { return generation(sums) == 2; }));
}

TEST_F(Reload, a_file_that_is_written_slowly_is_waited_for) {
  Library sums = open_first();
  sums.watch().value();
  const std::string whole = read(built("sums2"));
  for (const std::size_t size : {std::size_t{0}, whole.size() / 3, whole.size() / 2}) {
    write("libsums.so", whole.substr(0, size));
    update_for(sums, 150ms);
  }
  EXPECT_THAT(events_, ElementsAre());
  write("libsums.so", whole);
  EXPECT_TRUE(update_until(sums, [&] { return generation(sums) == 2; }));
  EXPECT_THAT(events_, ElementsAre("before", "move", "after", "retired closed"));
}

TEST_F(Reload, a_file_of_the_same_name_elsewhere_is_another_one) {
  install("sums2", "other/libsums.so");
  Library sums = open_first(), other = Library::open(path("other/libsums.so")).value();
  sums.watch().value();
  other.watch().value();
  replace("other/libsums.so", read(built("sums3")));
  EXPECT_TRUE(update_until(other, [&] { return generation(other) == 3; }));
  update_for(sums, 150ms);
  EXPECT_EQ(generation(sums), 1);
}

TEST_F(Reload, no_call_is_lost_or_torn_by_many_reloads) {
  Library sums = open_first();
  const auto swapped = sums.function<int(int, int)>("add").value();
  const auto number = sums.function<int()>("generation").value();
  std::atomic<bool> stop = false;
  std::atomic<std::uint64_t> calls = 0, wrong = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 3; i++)
    threads.emplace_back([&] {
      for (int n = 0; !stop; n++) {
        const int g = number();
        if (swapped(n, 1) != n + 1 || g < 1 || g > 3) wrong++;
        calls++;
      }
    });
  constexpr const char* kBuilds[] = {"sums2", "sums3", "sums"};
  std::string failed;
  for (int i = 0; i < 150 && failed.empty(); i++) {
    put(kBuilds[i % 3]);
    const auto done = sums.reload();
    if (!done || !*done) failed = std::to_string(i) + ": " + (done ? "nothing new" : said(done.error()));
  }
  stop = true;
  for (std::thread& t : threads) t.join();
  EXPECT_EQ(failed, "");
  EXPECT_EQ(wrong, 0U);
  EXPECT_GT(calls, 1000U);
  // A build whose address one of the threads had on its stack by chance is kept, and says so, and is tried
  // again with the next one.
  sums.update().value();
  const auto told = std::ranges::count_if(
      events_, [](const std::string& e) { return e.starts_with("retired still mapped: "); });
  EXPECT_LE(in_process("sums.g").size(), 1U + static_cast<std::size_t>(told))
      << testing::PrintToString(events_);
  put("sums2");
  ASSERT_TRUE(sums.reload().value());
  sums.update().value();
  EXPECT_EQ(in_process("sums.g").size(), 1U) << testing::PrintToString(events_);
}

TEST_F(Reload, rust_builds_replace_each_other) {
  Library rusty = open("rusty");
  const auto seen = rusty.function<std::size_t(int)>("rust_seen").value();
  EXPECT_EQ(seen(1), 1U);
  EXPECT_EQ(seen(1), 2U);
  replace("librusty.so", read(built("rusty2")));
  ASSERT_TRUE(rusty.reload().value());
  EXPECT_EQ(seen(1), 1U);
}

}  // namespace
}  // namespace tenon::test

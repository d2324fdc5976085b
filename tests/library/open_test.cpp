// SPDX-License-Identifier: MIT
//
// From a name to a handle.
#include <atomic>
#include <filesystem>
#include <thread>

#include "c_host.h"
#include "fixture.hpp"

namespace tenon::test {
namespace {

using testing::HasSubstr;
namespace fs = std::filesystem;

class Open : public LibraryTest {
 protected:
  static int generation(const Library& library) { return library.function<int()>("generation").value()(); }
};

TEST_F(Open, a_bare_name_is_decorated_as_the_platform_does) {
  install("sums");
  EXPECT_EQ(Library::open("sums", {.folders = {folder_}}).value().file(), path("libsums.so"));
}

TEST_F(Open, a_file_name_is_taken_as_it_is) {
  install("sums", "sums.so");
  install("sums2", "libsums.so.2");
  EXPECT_EQ(Library::open("sums", {.folders = {folder_}}).value().file(), path("sums.so"));
  EXPECT_EQ(Library::open("sums.so", {.folders = {folder_}}).value().file(), path("sums.so"));
  EXPECT_EQ(generation(Library::open("libsums.so.2", {.folders = {folder_}}).value()), 2);
}

TEST_F(Open, the_first_folder_that_has_it_wins) {
  install("sums", "a/libsums.so");
  install("sums2", "b/libsums.so");
  EXPECT_EQ(generation(Library::open("sums", {.folders = {path("none"), path("b"), path("a")}}).value()), 2);
}

TEST_F(Open, a_broken_one_in_the_first_folder_is_not_passed_over) {
  write("a/libsums.so", "");
  install("sums", "b/libsums.so");
  EXPECT_EQ(refused("sums", {.folders = {path("a"), path("b")}}), "E0205 an empty file");
}

TEST_F(Open, neither_the_current_folder_nor_the_programs_is_searched) {
  const fs::path before = fs::current_path();
  install("sums");
  fs::current_path(folder_);
  EXPECT_EQ(refused("sums"), "E0520 there is no library `sums`");
  EXPECT_EQ(refused("./libsums.so"), "");
  fs::current_path(before);
}

TEST_F(Open, an_unknown_name_is_told_with_what_was_tried_and_what_is_near) {
  install("sums");
  EXPECT_EQ(text("sum", {.folders = {folder_}}), "error[E0520]: there is no library `sum`\nnote: tried " +
                                                     path("libsum.so") + "\nnote: tried " + path("sum.so") +
                                                     "\nhelp: did you mean " + path("libsums.so") + "?\n");
}

TEST_F(Open, a_path_without_the_platforms_naming_is_told_the_right_one) {
  install("sums");
  EXPECT_THAT(text(path("sums")), HasSubstr("help: did you mean `" + path("libsums.so") + "`?\n"));
}

TEST_F(Open, the_systems_libraries_are_searched_where_the_host_allows_it) {
  EXPECT_EQ(refused("libm.so.6"), "E0520 there is no library `libm.so.6`");
  const Library math = Library::open("libm.so.6", {.flags = TENON_LIBRARY_SYSTEM}).value();
  EXPECT_EQ(math.function<double(double)>("sqrt").value()(9), 3);
}

TEST_F(Open, what_the_program_is_linked_with_is_not_doubled) {
  Library c = Library::open("libc.so.6", {.flags = TENON_LIBRARY_SYSTEM}).value();
  EXPECT_EQ(c.function<void*(std::size_t)>("malloc").value()(0) != nullptr, true);
  EXPECT_EQ(in_process("libc.so").size(), 1U);
  const Unloaded unloaded = c.close().value();
  EXPECT_EQ(unloaded.outcome, TENON_UNLOAD_STILL_MAPPED);
  EXPECT_EQ(unloaded.reason,
            "it was in the process before it was opened: the program, or a library of it, uses it");
}

TEST_F(Open, opening_twice_shares_code_and_variables) {
  const Library one = open("sums"), two = Library::open(path("libsums.so")).value();
  EXPECT_EQ(one.generation(), two.generation());
  one.variable<int>("count").value().set(77);
  EXPECT_EQ(two.variable<int>("count").value().get(), 77);
}

TEST_F(Open, by_another_path_it_is_the_same_build_with_a_path_of_its_own) {
  const Library one = open("sums");
  fs::create_symlink(path("libsums.so"), path("current.so"));
  const Library two = Library::open(path("current.so")).value();
  EXPECT_EQ(one.generation(), two.generation());
  EXPECT_EQ(two.file(), path("current.so"));
}

TEST_F(Open, new_content_is_loaded_beside_the_old) {
  const Library one = open("sums");
  replace("libsums.so", read(built("sums2")));
  const Library two = Library::open(path("libsums.so")).value();
  EXPECT_EQ(generation(one), 1);
  EXPECT_EQ(generation(two), 2);
  EXPECT_LT(one.generation(), two.generation());
}

TEST_F(Open, a_loaded_file_may_be_overwritten_in_place) {
  const Library sums = open("sums");
  write("libsums.so", std::string(50000, '\0'));
  EXPECT_EQ(generation(sums), 1);
}

TEST_F(Open, without_copies_the_file_itself_is_loaded) {
  const Library sums = open("sums", {.copy = TENON_COPY_NEVER});
  EXPECT_THAT(in_process("libsums"), testing::ElementsAre(path("libsums.so")));
}

TEST_F(Open, without_copies_an_older_build_in_the_process_is_noticed) {
  const Library sums = open("sums", {.copy = TENON_COPY_NEVER});
  replace("libsums.so", read(built("sums2")));
  EXPECT_EQ(refused(path("libsums.so"), {.copy = TENON_COPY_NEVER}),
            "E0508 another build of this file is in the process already, or it just changed");
  EXPECT_EQ(generation(Library::open(path("libsums.so")).value()), 2);
}

TEST_F(Open, a_library_finds_what_lies_beside_it) {
  write("lib/libpart.so", read(std::string(LIBRARY_TEST_LIBRARIES) + "/lib/libpart.so"));
  EXPECT_EQ(open("whole", {.copy = TENON_COPY_FILE}).function<int()>("whole").value()(), 42);
  EXPECT_EQ(open("whole", {.copy = TENON_COPY_ALWAYS}).function<int()>("whole").value()(), 42);
}

TEST_F(Open, it_says_where_it_came_from) {
  const Library sums = open("sums");
  EXPECT_EQ(sums.file(), path("libsums.so"));
  EXPECT_EQ(sums.folder(), folder_);
}

TEST_F(Open, twenty_threads_may_open_one_library) {
  install("sums");
  std::vector<std::thread> threads;
  std::atomic<int> sum = 0;
  for (int i = 0; i < 20; i++)
    threads.emplace_back([&] {
      const Library sums = Library::open(path("libsums.so")).value();
      sum += sums.function<int(int, int)>("add").value()(1, 1);
    });
  for (std::thread& t : threads) t.join();
  EXPECT_EQ(sum, 40);
}

TEST_F(Open, a_host_may_be_written_in_c) {
  install("sums");
  EXPECT_EQ(c_host_add(folder_.c_str(), "sums", 1, 2, 10), 13);
  EXPECT_EQ(c_host_add(folder_.c_str(), "none", 1, 2, 10), -1);
}

TEST_F(Open, a_plugin_is_a_library_too) {
  EXPECT_EQ(refused(LIBRARY_TEST_PLUGIN), "");
  EXPECT_EQ(Library::open(LIBRARY_TEST_PLUGIN).value().symbols().front().name, "tenon_entry");
}

}  // namespace
}  // namespace tenon::test

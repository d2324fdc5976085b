// SPDX-License-Identifier: MIT
#include <sys/stat.h>

#include <cstdlib>

#include "fixture.hpp"

namespace tenon::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

TEST_F(HostTest, a_catalog_lists_plugins_broken_files_and_others) {
  install("both");
  write("broken.so", read(built("first")).substr(0, 3000));
  write("notes.txt", "hello");
  install("plain", "libdependency.so");
  EXPECT_THAT(catalog(),
              ElementsAre("both.so: found first", "both.so: found second", "broken.so: broken E0214",
                          "libdependency.so: other E0216", "notes.txt: other E0106"));
}

TEST_F(HostTest, a_folder_that_is_not_there_is_no_error) {
  start();
  ASSERT_EQ(said(tenon_host_add_path(host_, "/no/such/folder")), "");
  EXPECT_THAT(catalog(), ElementsAre());
}

TEST_F(HostTest, within_a_folder_the_first_name_wins_between_equal_versions) {
  install("first", "b.so");
  install("first", "a.so");
  EXPECT_THAT(catalog(), ElementsAre("a.so: found first", "b.so: shadowed E0107"));
}

TEST_F(HostTest, the_first_search_path_wins) {
  install("first", "late/a.so");
  install("first", "b.so");
  start();
  ASSERT_EQ(said(tenon_host_add_path(host_, path("late").c_str())), "");
  EXPECT_THAT(catalog(), ElementsAre("b.so: found first", "a.so: shadowed E0107"));
  ASSERT_EQ(load("first"), "");
  EXPECT_STREQ(tenon_plugin_file(plugin_), path("b.so").c_str());
}

TEST_F(HostTest, an_exact_file_is_a_search_path_too) {
  tenon_host_create(nullptr, &host_);
  ASSERT_EQ(said(tenon_host_add_path(host_, install("first").c_str())), "");
  EXPECT_THAT(catalog(), ElementsAre("first.so: found first"));
}

TEST_F(HostTest, a_plain_library_given_exactly_is_broken) {
  tenon_host_create(nullptr, &host_);
  ASSERT_EQ(said(tenon_host_add_path(host_, install("plain").c_str())), "");
  EXPECT_THAT(catalog(), ElementsAre("plain.so: broken E0216"));
}

TEST_F(HostTest, a_pipe_does_not_hold_the_scan_up) {
  ASSERT_EQ(mkfifo(path("pipe.so").c_str(), 0600), 0);
  EXPECT_THAT(catalog(), ElementsAre("pipe.so: other E0204"));
}

TEST_F(HostTest, metadata_is_read_without_loading) {
  install("first");
  start();
  tenon_catalog* all = nullptr;
  char* json = nullptr;
  ASSERT_EQ(said(tenon_host_scan(host_, &all)), "");
  ASSERT_EQ(said(tenon_catalog_metadata(all, 0, &json)), "");
  EXPECT_STREQ(json, R"({"name":"first","meta":{"menu":"first"}})");
  EXPECT_EQ(said(tenon_catalog_metadata(all, 1, &json)), "E0101 the catalog has no entry 1");
  tenon_text_delete(json);
  tenon_catalog_delete(all);
}

TEST_F(HostTest, an_unknown_name_is_told_with_what_was_tried_and_what_is_near) {
  install("first");
  start();
  tenon_plugin* none = nullptr;
  EXPECT_EQ(text_of(tenon_plugin_load(host_, "frist", &kWorld, &none)),
            "error[E0105]: there is no plugin `frist`\nnote: looked in " + folder_ +
                "\nhelp: did you mean `first`?\n");
}

TEST_F(HostTest, a_file_name_in_place_of_a_plugins_is_told_how_paths_are_written) {
  install("first", "libfirst.so");
  start();
  EXPECT_THAT(text_of(tenon_plugin_load(host_, "libfirst.so", &kWorld, &plugin_)),
              HasSubstr("help: to load a file, write its path: `./libfirst.so`"));
}

TEST_F(HostTest, an_unknown_name_is_explained_by_a_broken_file_of_that_name) {
  write("libfirst.so", "");
  start();
  tenon_plugin* none = nullptr;
  EXPECT_THAT(text_of(tenon_plugin_load(host_, "first", &kWorld, &none)),
              HasSubstr("caused by error[E0205]: an empty file"));
}

}  // namespace
}  // namespace tenon::test

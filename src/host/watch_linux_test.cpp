// SPDX-License-Identifier: MIT
//
// The same with real files and real events; only the clock is made up. An event is there when the call
// that caused it returns, so nothing waits.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "host/watch.hpp"

namespace tenon::host {
namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;
using testing::ElementsAre;
using testing::FieldsAre;
using testing::IsEmpty;

/// Root may do everything, so somebody else for as long as it lives.
class NoRoot {
 public:
  explicit NoRoot(const fs::path& folder) : before_(geteuid()) {
    constexpr uid_t kNobody = 65534;
    if (before_ == 0 && (chown(folder.c_str(), kNobody, kNobody) != 0 || seteuid(kNobody) != 0))
      ADD_FAILURE() << "can't become nobody";
  }
  ~NoRoot() { EXPECT_EQ(seteuid(before_), 0); }

 private:
  uid_t before_;
};

class WatchLinux : public testing::Test {
 protected:
  WatchLinux() {
    std::string name = fs::temp_directory_path() / "tenon-watch-XXXXXX";
    folder_ = fs::canonical(mkdtemp(name.data()));
    start({});
  }
  ~WatchLinux() override { fs::remove_all(folder_); }

  void start(const Watch::Options& options) { watch_.emplace(options); }
  std::string path(const std::string& name) const { return folder_ / name; }
  void write(const std::string& name, const std::string& bytes = "bytes") {
    std::ofstream(path(name)) << bytes;
  }
  void add(const std::string& name) {
    watch_->add(path(name));
    EXPECT_THAT(watch_->step(now_), IsEmpty());
  }
  /// Whether events are there to be read.
  bool ready() const {
    pollfd p{watch_->descriptor(), POLLIN, 0};
    return poll(&p, 1, 0) == 1;
  }
  /// What is told when there is silence for 50 ms, too short a time for polling: "settled a.so", ...
  std::vector<std::string> told() {
    std::vector<std::string> all;
    for (int i = 0; i < 2; i++, now_ += milliseconds(50)) {
      for (const Watch::Change& c : watch_->step(now_)) {
        const char* kind = c.kind == Watch::Change::settled ? "settled " : "gone ";
        all.push_back(kind + fs::path(c.path).lexically_relative(folder_).string());
      }
    }
    return all;
  }
  void let_a_poll_pass() { now_ += milliseconds(1000); }

  fs::path folder_;
  std::optional<Watch> watch_;
  Watch::Clock::time_point now_{milliseconds(1'000'000)};
};

TEST_F(WatchLinux, a_file_that_is_written_settles) {
  write("a.so");
  add("a.so");
  EXPECT_FALSE(ready());
  write("a.so");
  EXPECT_TRUE(ready());
  EXPECT_THAT(told(), ElementsAre("settled a.so"));
  EXPECT_FALSE(ready());
}

TEST_F(WatchLinux, a_file_that_is_moved_into_place_settles) {
  add("a.so");
  write("b.so");
  fs::rename(path("b.so"), path("a.so"));
  EXPECT_THAT(told(), ElementsAre("settled a.so"));
}

TEST_F(WatchLinux, a_hard_link_that_is_made_anew_settles) {
  write("one");
  write("a.so");
  add("a.so");
  fs::remove(path("a.so"));
  fs::create_hard_link(path("one"), path("a.so"));
  EXPECT_THAT(told(), ElementsAre("settled a.so"));
}

TEST_F(WatchLinux, a_file_that_becomes_readable_settles) {
  write("a.so");
  add("a.so");
  fs::permissions(path("a.so"), fs::perms::owner_all);
  EXPECT_THAT(told(), ElementsAre("settled a.so"));
}

TEST_F(WatchLinux, a_file_that_is_open_for_writing_has_not_settled) {
  write("a.so");
  add("a.so");
  const int writer = open(path("a.so").c_str(), O_WRONLY | O_TRUNC);
  ASSERT_EQ(::write(writer, "x", 1), 1);
  EXPECT_THAT(told(), IsEmpty());
  fs::permissions(path("a.so"), fs::perms::owner_all);
  EXPECT_THAT(told(), IsEmpty());
  close(writer);
  EXPECT_THAT(told(), ElementsAre("settled a.so"));
}

TEST_F(WatchLinux, a_file_that_is_mapped_for_writing_has_not_settled) {
  write("a.so");
  add("a.so");
  const int writer = open(path("a.so").c_str(), O_RDWR);
  void* map = mmap(nullptr, 4, PROT_READ | PROT_WRITE, MAP_SHARED, writer, 0);
  close(writer);
  static_cast<char*>(map)[0] = 'x';
  fs::permissions(path("a.so"), fs::perms::owner_all);
  EXPECT_THAT(told(), IsEmpty());
  munmap(map, 4);
  EXPECT_THAT(told(), ElementsAre("settled a.so"));
}

TEST_F(WatchLinux, a_file_that_is_only_read_has_no_writer) {
  write("a.so");
  const int reader = open(path("a.so").c_str(), O_RDONLY);
  EXPECT_EQ(has_writer(reader), false);
  const int writer = open(path("a.so").c_str(), O_WRONLY);
  EXPECT_EQ(has_writer(reader), true);
  close(writer);
  EXPECT_EQ(has_writer(reader), false);
  close(reader);
}

TEST_F(WatchLinux, a_file_that_goes_is_gone) {
  write("a.so");
  add("a.so");
  fs::remove(path("a.so"));
  EXPECT_THAT(told(), ElementsAre("gone a.so"));
}

TEST_F(WatchLinux, a_folder_at_the_files_place_is_no_file) {
  add("a.so");
  fs::create_directory(path("a.so"));
  EXPECT_THAT(told(), IsEmpty());
}

TEST_F(WatchLinux, folders_that_are_made_one_by_one_are_followed) {
  add("x/y/a.so");
  fs::create_directory(path("x"));
  EXPECT_THAT(told(), IsEmpty());
  fs::create_directory(path("x/y"));
  EXPECT_THAT(told(), IsEmpty());
  write("x/y/a.so");
  EXPECT_THAT(told(), ElementsAre("settled x/y/a.so"));
}

TEST_F(WatchLinux, folders_that_are_made_at_once_are_followed) {
  add("x/y/z/a.so");
  fs::create_directories(path("x/y/z"));
  write("x/y/z/a.so");
  EXPECT_THAT(told(), ElementsAre("settled x/y/z/a.so"));
  write("x/y/z/a.so");
  EXPECT_THAT(told(), ElementsAre("settled x/y/z/a.so"));
}

TEST_F(WatchLinux, a_folder_that_goes_and_comes_back_is_watched_again) {
  fs::create_directories(path("x/y"));
  write("x/y/a.so");
  add("x/y/a.so");
  fs::remove_all(path("x"));
  EXPECT_THAT(told(), ElementsAre("gone x/y/a.so"));
  fs::create_directories(path("x/y"));
  write("x/y/a.so");
  EXPECT_THAT(told(), ElementsAre("settled x/y/a.so"));
  write("x/y/a.so");
  EXPECT_THAT(told(), ElementsAre("settled x/y/a.so"));
}

TEST_F(WatchLinux, a_parent_that_is_swapped_is_noticed) {
  fs::create_directories(path("x/y"));
  fs::create_directories(path("other/y"));
  write("x/y/a.so");
  write("other/y/a.so");
  add("x/y/a.so");
  fs::rename(path("x"), path("old"));
  fs::rename(path("other"), path("x"));
  EXPECT_THAT(told(), ElementsAre("settled x/y/a.so"));
  write("old/y/a.so");
  EXPECT_THAT(told(), IsEmpty());
  write("x/y/a.so");
  EXPECT_THAT(told(), ElementsAre("settled x/y/a.so"));
}

TEST_F(WatchLinux, a_folder_that_is_moved_away_and_back_is_noticed) {
  fs::create_directory(path("x"));
  write("x/a.so");
  add("x/a.so");
  fs::rename(path("x"), path("y"));
  EXPECT_THAT(told(), ElementsAre("gone x/a.so"));
  fs::rename(path("y"), path("x"));
  EXPECT_THAT(told(), ElementsAre("settled x/a.so"));
  write("x/a.so");
  EXPECT_THAT(told(), ElementsAre("settled x/a.so"));
}

TEST_F(WatchLinux, a_link_to_a_file_is_followed_when_either_changes) {
  fs::create_directory(path("store"));
  write("store/1.so");
  write("store/2.so");
  fs::create_symlink("store/1.so", path("a.so"));
  add("a.so");
  write("store/1.so");
  EXPECT_THAT(told(), ElementsAre("settled a.so"));
  fs::create_symlink("store/2.so", path("new"));
  fs::rename(path("new"), path("a.so"));
  EXPECT_THAT(told(), ElementsAre("settled a.so"));
  write("store/1.so");
  EXPECT_THAT(told(), IsEmpty());
  write("store/2.so");
  EXPECT_THAT(told(), ElementsAre("settled a.so"));
}

TEST_F(WatchLinux, a_link_to_a_folder_on_the_way_is_followed) {
  fs::create_directories(path("v1/lib"));
  fs::create_directories(path("v2/lib"));
  write("v1/lib/a.so");
  write("v2/lib/a.so");
  fs::create_directory_symlink(path("v1"), path("current"));
  add("current/lib/a.so");
  fs::create_directory_symlink(path("v2"), path("new"));
  fs::rename(path("new"), path("current"));
  EXPECT_THAT(told(), ElementsAre("settled current/lib/a.so"));
  write("v2/lib/a.so");
  EXPECT_THAT(told(), ElementsAre("settled current/lib/a.so"));
}

TEST_F(WatchLinux, a_link_whose_target_comes_later_is_followed) {
  fs::create_symlink("store/a.so", path("a.so"));
  add("a.so");
  fs::create_directory(path("store"));
  write("store/a.so");
  EXPECT_THAT(told(), ElementsAre("settled a.so"));
}

TEST_F(WatchLinux, links_in_a_circle_lead_nowhere) {
  fs::create_symlink("b.so", path("a.so"));
  fs::create_symlink("a.so", path("b.so"));
  add("a.so");
  fs::remove(path("b.so"));
  write("b.so");
  EXPECT_THAT(told(), ElementsAre("settled a.so"));
}

TEST_F(WatchLinux, a_route_names_what_the_path_depends_on) {
  fs::create_directories(path("v1/lib"));
  fs::create_directory_symlink("v1/./lib", path("current"));
  const std::vector<Step> route = route_of(path("v1/../current/a.so"));
  const std::vector<Step> last(route.end() - 4, route.end());
  EXPECT_THAT(last, ElementsAre(Step{folder_, "current"}, Step{path("v1"), ""}, Step{path("v1/lib"), ""},
                                Step{path("v1/lib"), "a.so"}));
}

TEST_F(WatchLinux, a_relative_path_begins_at_the_working_folder) {
  const fs::path before = fs::current_path();
  fs::current_path(folder_);
  watch_->add("a.so");
  EXPECT_THAT(watch_->step(now_), IsEmpty());
  write("a.so");
  EXPECT_EQ(told().size(), 1U);
  fs::current_path(before);
}

TEST_F(WatchLinux, more_events_than_the_system_keeps_lose_nothing) {
  write("a.so");
  add("a.so");
  std::size_t kept = 0;
  std::ifstream("/proc/sys/fs/inotify/max_queued_events") >> kept;
  ASSERT_GT(kept, 0U);
  write("x");
  write("y");
  for (std::size_t i = 0; i <= kept; i++)  // by turns, since equal neighbours are one
    close(open(path(i % 2 == 0 ? "x" : "y").c_str(), O_WRONLY));
  write("a.so");
  EXPECT_THAT(told(), ElementsAre("settled a.so"));
}

TEST_F(WatchLinux, without_events_polling_finds_all_of_it) {
  start({.events = false});
  EXPECT_EQ(watch_->descriptor(), -1);
  write("a.so", "1");
  add("a.so");
  EXPECT_THAT(watch_->unwatched(), ElementsAre(FieldsAre(folder_.string(), "only polling is asked for")));
  write("a.so", "22");
  EXPECT_THAT(told(), IsEmpty());
  let_a_poll_pass();
  EXPECT_THAT(told(), ElementsAre("settled a.so"));
  fs::remove(path("a.so"));
  let_a_poll_pass();
  EXPECT_THAT(told(), ElementsAre("gone a.so"));
}

TEST_F(WatchLinux, without_a_descriptor_for_events_files_are_polled_and_the_reason_is_named) {
  rlimit before{};
  getrlimit(RLIMIT_NOFILE, &before);
  const rlimit none{0, before.rlim_max};
  setrlimit(RLIMIT_NOFILE, &none);
  std::unique_ptr<Files> files = make_files(true);  // alone: UBSan's own checks need descriptors
  setrlimit(RLIMIT_NOFILE, &before);
  watch_.emplace(Watch::Options{}, std::move(files));
  write("a.so", "1");
  add("a.so");
  EXPECT_THAT(watch_->unwatched(),
              ElementsAre(FieldsAre(folder_.string(), testing::StartsWith("no inotify instance is left"))));
  write("a.so", "22");
  let_a_poll_pass();
  EXPECT_THAT(told(), ElementsAre("settled a.so"));
}

TEST_F(WatchLinux, a_folder_that_cannot_be_read_is_polled_and_named) {
  const NoRoot guard(folder_);
  fs::create_directory(path("x"));
  write("x/a.so", "1");
  fs::permissions(path("x"), fs::perms::owner_write | fs::perms::owner_exec);
  add("x/a.so");
  EXPECT_THAT(watch_->unwatched(), ElementsAre(FieldsAre(path("x"), "Permission denied")));
  write("x/a.so", "22");
  EXPECT_THAT(told(), IsEmpty());
  let_a_poll_pass();
  EXPECT_THAT(told(), ElementsAre("settled x/a.so"));
  fs::permissions(path("x"), fs::perms::owner_all);
}

}  // namespace
}  // namespace tenon::host

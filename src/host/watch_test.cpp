// SPDX-License-Identifier: MIT
//
// When a change has settled, told with files, events and a clock that are made up.
#include "host/watch.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <deque>
#include <map>
#include <utility>

namespace tenon::host {
namespace {

using std::chrono::milliseconds;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr const char* kFile = "/plugins/a.so";

/// One folder, /plugins. A file is a number, its content.
class FakeFiles final : public Files {
 public:
  std::map<std::string, std::uint64_t> contents;
  std::set<std::string> written;
  std::string refusal, distrust;  ///< of every folder
  Hints next;
  std::deque<std::vector<Step>> next_routes;  ///< before the usual one
  std::map<int, std::string> watched;

  std::optional<image::Identity> state(const std::string& path) override {
    if (!contents.contains(path)) return std::nullopt;
    return image::Identity{.size = contents[path]};
  }
  std::vector<Step> route(const std::string& path) override {
    if (!next_routes.empty()) {
      std::vector<Step> next_route = next_routes.front();
      next_routes.pop_front();
      return next_route;
    }
    return {{"/plugins", ""}, {"/plugins", path.substr(path.rfind('/') + 1)}};
  }
  bool is_being_written(const std::string& path) override { return written.contains(path); }
  std::expected<int, std::string> watch(const std::string& folder, bool) override {
    if (!refusal.empty()) return std::unexpected(refusal);
    for (const auto& [id, known] : watched)
      if (known == folder) return id;
    watched[++last_] = folder;
    return last_;
  }
  std::string doubt(const std::string&) override { return distrust; }
  void unwatch(int id) override { watched.erase(id); }
  Hints hints() override { return std::exchange(next, {}); }
  int descriptor() const override { return -1; }

  /// As if the system had ended every watch.
  void end_watches() {
    for (const auto& [id, folder] : watched) next.hints.push_back({id, ""});
    watched.clear();
  }

 private:
  int last_ = 0;
};

class WatchTest : public testing::Test {
 protected:
  WatchTest() { start(); }

  void start() {
    auto made = std::make_unique<FakeFiles>();
    files_ = made.get();
    files_->contents[kFile] = 1;
    watch_.emplace(Watch::Options{}, std::move(made));
  }
  /// With nothing but polling, which begins with the first step.
  void start_polling() {
    files_->refusal = "no events here";
    watch_->add(kFile);
    EXPECT_THAT(at(0), IsEmpty());
  }
  void start_watching() {
    watch_->add(kFile);
    EXPECT_THAT(at(0), IsEmpty());
  }

  /// Writes without an event, or with one.
  void write(std::uint64_t content) { files_->contents[kFile] = content; }
  void event(const std::string& name = "a.so") {
    for (const auto& [id, folder] : files_->watched) files_->next.hints.push_back({id, name});
  }
  void change(std::uint64_t content) {
    write(content);
    event();
  }
  void erase() {
    files_->contents.erase(kFile);
    event();
  }

  static Watch::Clock::time_point time(int ms) {
    return Watch::Clock::time_point(milliseconds(1'000'000 + ms));
  }
  /// What is told that many milliseconds after the start: "settled", ...
  std::vector<std::string> at(int ms) {
    std::vector<std::string> told;
    for (const Watch::Change& c : watch_->step(time(ms))) {
      EXPECT_EQ(c.path, kFile);
      told.emplace_back(c.kind == Watch::Change::settled ? "settled"
                        : c.kind == Watch::Change::gone  ? "gone"
                                                         : "busy");
    }
    return told;
  }
  bool incomplete(int ms) { return watch_->incomplete(kFile, time(ms)); }
  /// Milliseconds after the start.
  int next() {
    return static_cast<int>(std::chrono::duration_cast<milliseconds>(watch_->next() - time(0)).count());
  }

  FakeFiles* files_ = nullptr;
  std::optional<Watch> watch_;
};

TEST_F(WatchTest, a_file_as_it_was_added_is_no_change) {
  start_watching();
  for (int ms = 0; ms < 20000; ms += 500) EXPECT_THAT(at(ms), IsEmpty());
}

TEST_F(WatchTest, a_change_is_told_once_after_the_silence) {
  start_watching();
  change(2);
  EXPECT_THAT(at(10), IsEmpty());
  EXPECT_EQ(next(), 60);
  EXPECT_THAT(at(59), IsEmpty());
  EXPECT_THAT(at(60), ElementsAre("settled"));
  EXPECT_THAT(at(500), IsEmpty());
}

TEST_F(WatchTest, every_hint_begins_the_silence_anew) {
  start_watching();
  for (int ms = 10; ms < 300; ms += 40) {
    change(2);
    EXPECT_THAT(at(ms), IsEmpty());
  }
  EXPECT_THAT(at(339), IsEmpty());
  EXPECT_THAT(at(340), ElementsAre("settled"));
}

TEST_F(WatchTest, a_file_that_grows_without_hints_has_not_settled) {
  start_watching();
  change(2);
  EXPECT_THAT(at(10), IsEmpty());
  write(3);
  EXPECT_THAT(at(60), IsEmpty());
  EXPECT_THAT(at(110), ElementsAre("settled"));
}

TEST_F(WatchTest, hints_without_end_do_not_put_it_off_for_ever) {
  start_watching();
  int told = -1;
  for (int ms = 10; ms < 20000 && told < 0; ms += 40) {
    event();
    if (!at(ms).empty()) told = ms;
  }
  EXPECT_EQ(told, 10010);
}

TEST_F(WatchTest, an_event_counts_where_nothing_seems_changed) {
  start_watching();
  event();
  EXPECT_THAT(at(10), IsEmpty());
  EXPECT_THAT(at(60), ElementsAre("settled"));
}

TEST_F(WatchTest, other_names_in_the_folder_do_not_count) {
  start_watching();
  event("b.so");
  EXPECT_THAT(at(10), IsEmpty());
  EXPECT_THAT(at(100), IsEmpty());
}

TEST_F(WatchTest, a_file_that_is_replaced_was_never_gone) {
  start_watching();
  erase();
  EXPECT_THAT(at(10), IsEmpty());
  change(2);
  EXPECT_THAT(at(30), IsEmpty());
  EXPECT_THAT(at(80), ElementsAre("settled"));
}

TEST_F(WatchTest, a_file_that_stays_away_is_told_once_and_its_return_too) {
  start_watching();
  erase();
  EXPECT_THAT(at(10), IsEmpty());
  EXPECT_THAT(at(60), ElementsAre("gone"));
  EXPECT_THAT(at(5000), IsEmpty());
  change(1);
  EXPECT_THAT(at(5010), IsEmpty());
  EXPECT_THAT(at(5060), ElementsAre("settled"));
}

TEST_F(WatchTest, a_file_that_is_not_there_yet_is_told_when_it_comes) {
  files_->contents.clear();
  start_watching();
  change(1);
  EXPECT_THAT(at(10), IsEmpty());
  EXPECT_THAT(at(60), ElementsAre("settled"));
}

TEST_F(WatchTest, a_file_that_somebody_writes_has_not_settled) {
  start_watching();
  files_->written = {kFile};
  change(2);
  EXPECT_THAT(at(10), IsEmpty());
  EXPECT_THAT(at(60), IsEmpty());
  files_->written.clear();
  event();
  EXPECT_THAT(at(400), IsEmpty());
  EXPECT_THAT(at(450), ElementsAre("settled"));
}

TEST_F(WatchTest, a_writer_that_ends_without_an_event_is_noticed_within_a_second) {
  start_watching();
  files_->written = {kFile};
  change(2);
  EXPECT_THAT(at(10), IsEmpty());
  EXPECT_THAT(at(60), IsEmpty());
  files_->written.clear();
  EXPECT_THAT(at(1060), ElementsAre("settled"));
}

TEST_F(WatchTest, a_writer_that_does_not_end_is_told_once) {
  start_watching();
  files_->written = {kFile};
  change(2);
  std::vector<int> busy;
  for (int ms = 10; ms < 30000; ms += 50)
    if (!at(ms).empty()) busy.push_back(ms);
  EXPECT_THAT(busy, ElementsAre(10060));
  files_->written.clear();
  event();
  EXPECT_THAT(at(30010), ElementsAre("settled"));
}

TEST_F(WatchTest, an_incomplete_file_is_told_every_second_until_patience_is_over) {
  start_watching();
  change(2);
  EXPECT_THAT(at(10), IsEmpty());
  EXPECT_THAT(at(60), ElementsAre("settled"));
  EXPECT_FALSE(incomplete(60));
  std::vector<int> told, over;
  for (int ms = 60; ms < 30000; ms += 50) {
    if (at(ms).empty()) continue;
    told.push_back(ms);
    if (incomplete(ms)) over.push_back(ms);
  }
  EXPECT_THAT(told, ElementsAre(1060, 2060, 3060, 4060, 5060, 6060, 7060, 8060, 9060, 10060));
  EXPECT_THAT(over, ElementsAre(10060));
}

TEST_F(WatchTest, an_incomplete_file_is_told_again_with_the_next_hint) {
  start_watching();
  change(2);
  at(10);
  EXPECT_THAT(at(60), ElementsAre("settled"));
  EXPECT_FALSE(incomplete(60));
  change(3);
  EXPECT_THAT(at(200), IsEmpty());
  EXPECT_THAT(at(250), ElementsAre("settled"));
}

TEST_F(WatchTest, patience_begins_anew_when_a_file_was_whole_in_between) {
  start_watching();
  change(2);
  at(10);
  EXPECT_THAT(at(60), ElementsAre("settled"));
  EXPECT_FALSE(incomplete(60));
  EXPECT_THAT(at(1060), ElementsAre("settled"));  // whole
  change(3);
  at(20000);
  EXPECT_THAT(at(20050), ElementsAre("settled"));
  EXPECT_FALSE(incomplete(20050));
}

TEST_F(WatchTest, after_lost_events_everything_is_looked_at) {
  start_watching();
  files_->next.lost = true;
  EXPECT_THAT(at(10), IsEmpty());
  EXPECT_THAT(at(60), ElementsAre("settled"));
}

TEST_F(WatchTest, hints_that_are_left_are_fetched_at_once) {
  start_watching();
  files_->next.more = true;
  at(10);
  EXPECT_LT(next(), 10);
}

TEST_F(WatchTest, an_ended_watch_is_renewed_and_its_files_are_looked_at) {
  start_watching();
  files_->end_watches();
  EXPECT_THAT(at(10), IsEmpty());
  EXPECT_THAT(at(60), ElementsAre("settled"));
  change(2);
  EXPECT_THAT(at(100), IsEmpty());
  EXPECT_THAT(at(150), ElementsAre("settled"));
}

TEST_F(WatchTest, a_folder_that_takes_the_place_of_another_is_watched_instead) {
  start_watching();
  const int before = files_->watched.begin()->first;
  files_->watched[before] = "/old";  // moved, and its watch with it
  files_->next.hints.push_back({before, ""});
  EXPECT_THAT(at(10), IsEmpty());
  EXPECT_THAT(files_->watched, ElementsAre(testing::Pair(before + 1, "/plugins")));
}

TEST_F(WatchTest, a_path_that_changes_while_it_is_followed_is_followed_again) {
  files_->next_routes = {{{"/", "plugins"}}};  // made just after it was missed
  start_watching();
  change(2);
  at(10);
  EXPECT_THAT(at(60), ElementsAre("settled"));
  EXPECT_EQ(files_->watched.size(), 1U);
}

TEST_F(WatchTest, polling_finds_a_change_without_events) {
  start_polling();
  write(2);
  EXPECT_THAT(at(999), IsEmpty());
  EXPECT_THAT(at(1000), IsEmpty());
  EXPECT_EQ(next(), 1050);
  EXPECT_THAT(at(1050), ElementsAre("settled"));
}

TEST_F(WatchTest, polling_also_finds_what_events_missed) {
  start_watching();
  write(2);
  EXPECT_THAT(at(1000), IsEmpty());
  EXPECT_THAT(at(1050), ElementsAre("settled"));
}

// Times may be as coarse as 2 s: what was read and then written once more within that looks the same.
TEST_F(WatchTest, what_polling_found_is_told_once_more_later) {
  start_polling();
  write(2);
  std::vector<int> told;
  for (int ms = 50; ms < 20000; ms += 50)
    if (!at(ms).empty()) told.push_back(ms);
  EXPECT_THAT(told, ElementsAre(1050, 5050));
}

TEST_F(WatchTest, where_events_cannot_be_relied_on_a_change_is_told_once_more) {
  files_->distrust = "what others change on NFS gives no event";
  start_watching();
  change(2);
  std::vector<int> told;
  for (int ms = 50; ms < 20000; ms += 50)
    if (!at(ms).empty()) told.push_back(ms);
  EXPECT_THAT(told, ElementsAre(100, 4050));
}

TEST_F(WatchTest, folders_that_are_only_polled_are_named) {
  EXPECT_THAT(watch_->unwatched(), IsEmpty());
  start_polling();
  EXPECT_THAT(watch_->unwatched(), ElementsAre(testing::FieldsAre("/plugins", "no events here")));
}

TEST_F(WatchTest, a_folder_that_can_be_watched_later_is) {
  start_polling();
  files_->refusal.clear();
  EXPECT_THAT(at(1000), IsEmpty());
  EXPECT_THAT(watch_->unwatched(), IsEmpty());
  EXPECT_THAT(at(1050), ElementsAre("settled"));  // it may have changed just before
}

TEST_F(WatchTest, nothing_is_told_of_a_removed_file) {
  start_watching();
  change(2);
  EXPECT_THAT(at(10), IsEmpty());
  watch_->remove(kFile);
  EXPECT_THAT(at(60), IsEmpty());
  EXPECT_THAT(files_->watched, IsEmpty());
  EXPECT_EQ(watch_->next(), Watch::Clock::time_point::max());
  EXPECT_FALSE(incomplete(60));
}

TEST_F(WatchTest, two_files_in_a_folder_are_told_apart) {
  files_->contents["/plugins/b.so"] = 1;
  watch_->add("/plugins/b.so");
  start_watching();
  change(2);
  at(10);
  EXPECT_THAT(at(60), ElementsAre("settled"));
  watch_->remove("/plugins/b.so");
  change(3);
  at(100);
  EXPECT_THAT(at(150), ElementsAre("settled"));
}

}  // namespace
}  // namespace tenon::host

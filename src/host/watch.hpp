#pragma once
// SPDX-License-Identifier: MIT
//
// Says when a file may have new content that is worth reading.
//
//   Watch watch({});
//   watch.add("/opt/app/plugins/libshout.so");  // first, then load it
//   poll(watch.descriptor(), until watch.next())
//   for (const Watch::Change& change : watch.step(now)) ...
//
// What decides is the content, read by the consumer: it opens the file once, copies all of it, asks
// `has_writer` and whether the file's times are as before, verifies the copy and compares it with what
// is loaded. Events, times and inode numbers are hints. So `settled` may come for a file that is as it
// was, and doesn't miss one that isn't: what changes while it is read is told again.
//
// A change has settled when for some time there was no hint, the file looks as it did, and nobody has
// it open for writing. That last is known where the file is this user's, on file systems with leases.
// What remains is a writer that opens the file several times, with longer pauses than `settle`: then
// the consumer finds a file that isn't whole, says `incomplete`, and gets it again.
//
// Not thread-safe. No clock is read: the caller says what time it is.
#include <chrono>
#include <list>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "host/watch_files.hpp"
#include "host/watch_folders.hpp"

namespace tenon::host {

class Watch {
 public:
  using Clock = std::chrono::steady_clock;

  struct Options {
    std::chrono::milliseconds settle{50};       ///< silence before a change counts
    std::chrono::milliseconds poll{1000};       ///< between looks at all files, beside events or instead
    std::chrono::milliseconds patience{10000};  ///< for a file that isn't whole or doesn't come to rest
    bool events = true;                         ///< false: polling only
  };

  struct Change {
    enum Kind {
      settled,  ///< look at it now
      gone,     ///< there was a file, and there is none; told once, until there is one again
      busy      ///< somebody has had it open for writing for `patience`; told once, until it settles
    };
    std::string path;
    Kind kind = settled;
    bool operator==(const Change&) const = default;
  };

  explicit Watch(const Options& options);
  Watch(const Options& options, std::unique_ptr<Files> files);
  Watch(const Watch&) = delete;
  Watch& operator=(const Watch&) = delete;
  ~Watch();

  /// From now on, changes of this file are told; as it is now, it isn't one. Twice is once.
  /// `path` is absolute, or the working folder stays what it is; neither file nor folder need be there.
  void add(const std::string& path);
  /// Nothing more is told of it. Does nothing if it wasn't added.
  void remove(const std::string& path);

  /// Readable when `step` should be called before `next`; -1 where there are no events. The Watch's own.
  int descriptor() const { return files_->descriptor(); }
  /// When to call `step` at the latest.
  Clock::time_point next() const;
  /// What has come to rest. Never blocks. Out of memory, it has to be called again by `next`, and loses
  /// nothing.
  std::vector<Change> step(Clock::time_point now);
  /// A change was told and couldn't be used: all files count as changed at the next step.
  void look_again() noexcept { lost_ = true; }

  /// The consumer's answer to `settled`: the file isn't whole, or it changed while it was read. It is told
  /// again with the next hint, and until `patience` is over every second. True when it is over: say so to
  /// people; it comes once, until the file was told again and found whole.
  bool incomplete(const std::string& path, Clock::time_point now);

  /// Folders that are only polled, or can't be relied on to give all events. Sorted.
  std::vector<Unwatched> unwatched() const { return folders_.unwatched(); }

 private:
  struct Item;

  void follow(Item& item);
  void hint(Item& item, Clock::time_point now);
  void take_hints(Clock::time_point now);
  void look_at_all(Clock::time_point now);
  std::optional<Change::Kind> settle(Item& item, Clock::time_point now);
  static std::optional<Change::Kind> missing(Item& item);
  static Change::Kind settled(Item& item);
  std::vector<Change> settle_all(Clock::time_point now);
  Item* find(const std::string& path);

  Options options_;
  std::unique_ptr<Files> files_;
  WatchedFolders folders_;
  std::list<Item> items_;
  std::optional<Clock::time_point> next_poll_;  ///< none before the first step
  bool more_ = false;                           ///< hints are left
  bool lost_ = false;                           ///< hints are, or changes
};

}  // namespace tenon::host

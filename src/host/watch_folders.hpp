#pragma once
// SPDX-License-Identifier: MIT
//
// Which folders are watched so that nothing is missed of some routes, each as little as will do: a
// folder that a route only passes tells of its own fate, one whose names matter tells of these too.
#include <map>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "host/watch_files.hpp"

namespace tenon::host {

/// A folder that doesn't tell of all changes of its names, and why.
struct Unwatched {
  std::string folder;
  std::string reason;
};

/// Not thread-safe.
class WatchedFolders {
 public:
  explicit WatchedFolders(Files& files) : files_(files) {}

  /// Watches what a route needs. What is watched already is asked for again: another folder may have
  /// taken its place.
  void watch(const std::vector<Step>& route);
  /// Ends what only this route needed.
  void release(std::span<const Step> route) noexcept;
  /// Asks once more for the folders that couldn't be watched; those that can now.
  std::set<std::string> retry();

  /// The folders that a hint is about; there may be several paths to one.
  std::set<std::string> at(int id) const;
  /// Whether a change of a name on this route may go by without a hint.
  bool misses(const std::vector<Step>& route) const;
  /// Of the folders whose names matter. Sorted.
  std::vector<Unwatched> unwatched() const;

 private:
  struct Folder {
    int id = -1;
    int names = 0, passed = 0;  ///< steps of routes that need it
    std::string reason;         ///< why it can't be relied on, or ""
  };
  void watch(const Step& step);
  void ask(const std::string& path, Folder& folder);
  void ask_for_less(const std::string& path, Folder& folder) noexcept;
  void end(int id) noexcept;

  Files& files_;
  std::map<std::string, Folder> folders_;
};

}  // namespace tenon::host

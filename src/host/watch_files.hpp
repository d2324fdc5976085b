#pragma once
// SPDX-License-Identifier: MIT
//
// What a platform tells of files and folders, behind an interface, so that the watch (watch.hpp) is
// the same everywhere and its tests need neither files nor time.
//
// Everything told here is a hint. Linux, for example, reports linkers as DELETE, CREATE, CLOSE_WRITE,
// cargo's hard link without CLOSE_WRITE, a writer through mmap without MODIFY and lld with a rename
// before the last write; ld gives a new file the inode number of the old one.
#include <compare>
#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "image/bytes.hpp"

namespace tenon::host {

/// One name that a path depends on. If anything happens to `name` in `folder`, the path may lead to
/// another file. Without a name: the folder is passed on the way, and only its own fate matters.
struct Step {
  std::string folder;  ///< absolute, without symbolic links
  std::string name;
  auto operator<=>(const Step&) const = default;
};

/// Follows a path as the system does, through symbolic links, as far as it leads; the last step is the
/// file, or the name that is missing.
std::vector<Step> route_of(const std::string& path);

/// Something happened to `name` in a watched folder. Without a name: to the folder itself, or the watch
/// has ended.
struct Hint {
  int watch = 0;
  std::string name;
  bool moved = true;  ///< the name may lead to another file now; else it is the same, written or touched
};

/// Not thread-safe.
class Files {
 public:
  virtual ~Files() = default;

  /// Nothing where no file can be reached.
  virtual std::optional<image::Identity> state(const std::string& path) = 0;
  /// `route_of`.
  virtual std::vector<Step> route(const std::string& path) = 0;
  /// Whether somebody has the file open for writing now. False also where that can't be told.
  virtual bool is_being_written(const std::string& path) = 0;

  /// Asks for hints about a folder: about names in it, or only about its own fate. Asked again for the
  /// same folder, the new wish counts; the same folder has the same id, whatever path leads there.
  /// Else why there won't be any.
  virtual std::expected<int, std::string> watch(const std::string& folder, bool names) = 0;
  /// Why a folder that gives hints can't be relied on to give all of them, or "".
  virtual std::string doubt(const std::string& folder) = 0;
  virtual void unwatch(int id) = 0;

  struct Hints {
    std::vector<Hint> hints;
    bool lost = false;  ///< there were more than were kept: everything may have changed
    bool more = false;  ///< there are more, which the next call gets
  };
  /// What has come in. Never blocks.
  virtual Hints hints() = 0;
  /// Readable when there are hints, or -1. It stays this object's.
  virtual int descriptor() const = 0;
};

/// The real ones. Without `events` no folder gives hints.
std::unique_ptr<Files> make_files(bool events);

/// As `Files::is_being_written`, for a file that is open already for reading; nothing where it can't
/// be told (another user's file, a file system without leases).
std::optional<bool> has_writer(int descriptor);

}  // namespace tenon::host

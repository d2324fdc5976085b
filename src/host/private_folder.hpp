#pragma once
// SPDX-License-Identifier: MIT
//
// A folder that only this user can look into, where libraries get names that were never used before.
//
// Why names: the dynamic linker takes two libraries for one if their paths are equal, so the path of
// an old build must never come back for a new one. Why a mirror: a library may look for its own
// dependencies beside itself (`$ORIGIN`), and must find there what lies beside the original.
//
// Made when first needed, and anew if it is gone; removed with its host or at exit. A folder left behind by a
// process that died is recognised by its name, its mode, its mark and its lock, which nobody holds, and
// removed by the next one.
#include <cstdint>
#include <map>
#include <string>

#include "host/error.hpp"

namespace tenon::host {

/// A number for what is loaded next: greater than all before it in this process.
std::uint64_t next_generation();
/// "shout.g7.so" for "libshout.so" in generation 7.
std::string generation_name(const std::string& file, std::uint64_t generation);

/// Not thread-safe: used under its host's lock.
class PrivateFolder {
 public:
  PrivateFolder() = default;
  PrivateFolder(const PrivateFolder&) = delete;
  PrivateFolder& operator=(const PrivateFolder&) = delete;
  ~PrivateFolder();

  /// Where it is; made if it isn't there yet.
  Result<std::string> path();
  /// A folder with what `origin` holds; and its parents, as far up as `search_path` leads.
  Result<std::string> mirror(const std::string& origin, const std::string& search_path);

 private:
  Result<void> make();
  int make_in(const std::string& place);
  void forget() noexcept;
  bool is_ours() const;
  bool is_there() const;

  std::string path_;
  int lock_ = -1;  ///< the folder
  int owner_ = 0;  ///< process that made it: a child after fork must not remove it
  std::map<std::string, std::string> mirrors_;
};

}  // namespace tenon::host

#pragma once
// SPDX-License-Identifier: MIT
//
// A folder that a command makes: beside its place, and renamed when all of it is there. Nobody sees half of
// it, and what goes wrong leaves nothing.
//
//   NewFolder folder("deep/shout");
//   if (auto failed = folder.taken()) ...
//   write_file(folder.path() / "tenon.toml", text);
//   if (auto failed = folder.finish()) ...
#include <filesystem>
#include <optional>
#include <string>

#include "project/problems.hpp"

namespace tenon::cli {

class NewFolder {
 public:
  explicit NewFolder(const std::string& place);
  ~NewFolder();
  NewFolder(const NewFolder&) = delete;
  NewFolder& operator=(const NewFolder&) = delete;

  /// Where it will be, without a slash in the end.
  const std::filesystem::path& place() const { return place_; }
  /// Where it is until it is finished.
  const std::filesystem::path& path() const { return path_; }

  /// E0904 if something is there already.
  std::optional<project::Problems> taken() const;
  std::optional<project::Problems> finish();

 private:
  std::filesystem::path place_, path_;
};

}  // namespace tenon::cli

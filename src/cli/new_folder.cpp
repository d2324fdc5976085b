// SPDX-License-Identifier: MIT
#include "cli/new_folder.hpp"

#include <unistd.h>

#include <system_error>

namespace tenon::cli {

namespace fs = std::filesystem;

NewFolder::NewFolder(const std::string& place) : place_(fs::path(place).lexically_normal()) {
  if (!place_.has_filename()) place_ = place_.parent_path();
  path_ = place_.string() + "." + std::to_string(getpid()) + ".new";
}

NewFolder::~NewFolder() {
  std::error_code error;
  fs::remove_all(path_, error);
}

std::optional<project::Problems> NewFolder::taken() const {
  std::error_code error;
  if (!fs::exists(fs::symlink_status(place_, error))) return std::nullopt;
  return project::problem("E0904", "`" + place_.string() + "` is there already",
                          "choose another name, or remove it");
}

std::optional<project::Problems> NewFolder::finish() {
  std::error_code error;
  fs::rename(path_, place_, error);
  if (!error) return std::nullopt;
  return project::system_problem("E0901", "`" + place_.string() + "` can't be written", error.value());
}

}  // namespace tenon::cli

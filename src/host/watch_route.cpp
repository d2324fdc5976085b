// SPDX-License-Identifier: MIT
//
// path_resolution(7), step by step. Other than realpath(3) it goes as far as it can, and tells of the
// links on its way.
#include <deque>
#include <filesystem>

#include "host/watch_files.hpp"

namespace tenon::host {
namespace {

namespace fs = std::filesystem;

constexpr int kMostLinks = 40;  // as in Linux

void put_in_front(std::deque<std::string>& todo, const fs::path& path) {
  std::deque<std::string> parts;
  for (const fs::path& part : path.relative_path()) parts.push_back(part.string());
  todo.insert(todo.begin(), parts.begin(), parts.end());
}

}  // namespace

std::vector<Step> route_of(const std::string& path) {
  std::vector<Step> route;
  std::deque<std::string> todo;
  std::error_code failed;
  put_in_front(todo, fs::absolute(path, failed));
  fs::path at = "/";
  for (int links = 0; !todo.empty();) {
    const std::string name = todo.front();
    todo.pop_front();
    if (name.empty() || name == ".") continue;
    if (name == "..") {
      at = at.parent_path();
      continue;
    }
    std::error_code error;
    const fs::file_type type = fs::symlink_status(at / name, error).type();
    if (type == fs::file_type::directory) {
      at /= name;
      route.push_back({at.string(), ""});
      continue;
    }
    route.push_back({at.string(), name});
    if (type != fs::file_type::symlink || ++links > kMostLinks) return route;
    const fs::path target = fs::read_symlink(at / name, error);
    if (error) return route;
    if (target.is_absolute()) at = "/";
    put_in_front(todo, target);
  }
  return route;
}

}  // namespace tenon::host

// SPDX-License-Identifier: MIT
#include "host/watch_folders.hpp"

#include <algorithm>
#include <utility>

namespace tenon::host {

void WatchedFolders::watch(const std::vector<Step>& route) {
  for (const Step& step : route) {
    Folder& folder = folders_[step.folder];
    (step.name.empty() ? folder.passed : folder.names)++;
    ask(step.folder, folder);
  }
}

void WatchedFolders::release(const std::vector<Step>& route) {
  for (const Step& step : route) {
    const auto it = folders_.find(step.folder);
    Folder& folder = it->second;
    const int left = step.name.empty() ? --folder.passed : --folder.names;
    if (left > 0) continue;
    if (folder.names + folder.passed > 0) {
      ask(it->first, folder);
      continue;
    }
    const int id = folder.id;
    folders_.erase(it);
    end(id);
  }
}

void WatchedFolders::ask(const std::string& path, Folder& folder) {
  const auto id = files_.watch(path, folder.names > 0);
  const int before = std::exchange(folder.id, id.value_or(-1));
  folder.reason = id ? files_.doubt(path) : id.error();
  if (before != folder.id) end(before);
}

void WatchedFolders::end(int id) {
  if (id >= 0 && at(id).empty()) files_.unwatch(id);
}

std::set<std::string> WatchedFolders::retry() {
  std::set<std::string> watched;
  for (auto& [path, folder] : folders_) {
    if (folder.id >= 0) continue;
    ask(path, folder);
    if (folder.id >= 0) watched.insert(path);
  }
  return watched;
}

std::set<std::string> WatchedFolders::at(int id) const {
  std::set<std::string> paths;
  for (const auto& [path, folder] : folders_)
    if (folder.id == id) paths.insert(path);
  return paths;
}

bool WatchedFolders::misses(const std::vector<Step>& route) const {
  return std::ranges::any_of(route, [&](const Step& step) {
    return !step.name.empty() && !folders_.at(step.folder).reason.empty();
  });
}

std::vector<Unwatched> WatchedFolders::unwatched() const {
  std::vector<Unwatched> all;
  for (const auto& [path, folder] : folders_)
    if (folder.names > 0 && !folder.reason.empty()) all.push_back({path, folder.reason});
  return all;
}

}  // namespace tenon::host

// SPDX-License-Identifier: MIT
#include "host/watch_folders.hpp"

#include <algorithm>
#include <utility>

namespace tenon::host {

void WatchedFolders::watch(const std::vector<Step>& route) {
  for (std::size_t i = 0; i < route.size(); i++) {
    try {
      watch(route[i]);
    } catch (...) {
      release(std::span(route).first(i));
      throw;
    }
  }
}

void WatchedFolders::watch(const Step& step) {
  Folder& folder = folders_[step.folder];
  (step.name.empty() ? folder.passed : folder.names)++;
  try {
    ask(step.folder, folder);
  } catch (...) {
    release({&step, 1});
    throw;
  }
}

void WatchedFolders::release(std::span<const Step> route) noexcept {
  for (const Step& step : route) {
    const auto it = folders_.find(step.folder);
    if (it == folders_.end()) continue;
    Folder& folder = it->second;
    const int left = step.name.empty() ? --folder.passed : --folder.names;
    if (left > 0) continue;
    if (folder.names + folder.passed > 0) {
      ask_for_less(it->first, folder);
      continue;
    }
    const int id = folder.id;
    folders_.erase(it);
    end(id);
  }
}

void WatchedFolders::ask_for_less(const std::string& path, Folder& folder) noexcept {
  try {
    ask(path, folder);
  } catch (const std::bad_alloc&) {  // it tells more than is needed
  }
}

void WatchedFolders::ask(const std::string& path, Folder& folder) {
  const auto id = files_.watch(path, folder.names > 0);
  const int before = std::exchange(folder.id, id.value_or(-1));
  if (before != folder.id) end(before);
  folder.reason = id ? files_.doubt(path) : id.error();
}

void WatchedFolders::end(int id) noexcept {
  const bool used = std::ranges::any_of(folders_, [id](const auto& one) { return one.second.id == id; });
  if (id >= 0 && !used) files_.unwatch(id);
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

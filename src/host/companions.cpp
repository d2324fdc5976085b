// SPDX-License-Identifier: MIT
#include "host/companions.hpp"

#include <algorithm>
#include <deque>

#include "host/hash.hpp"
#include "host/names.hpp"
#include "host/search_path.hpp"

namespace tenon::host {
namespace {

constexpr std::size_t kMost = 256;

struct Needing {
  std::string path, search_path;
  std::vector<std::string> needed;
};

bool is_beside(const std::string& search_path) { return search_path.find("ORIGIN") != search_path.npos; }

class Search {
 public:
  explicit Search(Needing first) {
    waiting_.push_back(std::move(first));
    for (; !waiting_.empty(); waiting_.pop_front()) follow(waiting_.front());
  }

  std::vector<Companion> found;

 private:
  void follow(const Needing& library) {
    const std::string origin = folder_of(library.path);
    for (const std::string& name : library.needed) {
      if (found.size() == kMost) return;
      if (std::ranges::find(found, name, &Companion::name) != found.end()) continue;
      for (const std::string& folder : search_folders(library.search_path, origin))
        if (take(name, folder + "/" + name)) break;
    }
  }

  bool take(const std::string& name, const std::string& path) {
    const auto file = image::File::open(path);
    if (!file) return false;
    found.push_back({name, path, sha256_of(*file).value_or("")});
    if (auto facts = image::read_facts(*file); facts && is_beside(facts->search_path))
      waiting_.push_back({path, std::move(facts->search_path), std::move(facts->needed)});
    return true;
  }

  std::deque<Needing> waiting_;
};

}  // namespace

std::vector<Companion> companions_of(const image::Image& library, const std::string& path) {
  if (!is_beside(library.search_path)) return {};
  return std::move(Search({path, library.search_path, library.needed}).found);
}

Result<void> check_same(const std::vector<Companion>& before, const std::vector<Companion>& now,
                        const std::string& path) {
  for (const Companion& companion : now) {
    const auto old = std::ranges::find(before, companion.name, &Companion::name);
    if (old == before.end() || old->sha256 == companion.sha256) continue;
    return fail(
               TENON_STAGE_RELOAD, "E1009",
               "its own library `" + companion.name + "` has changed, too, and the old one is in the process")
        .at(path)
        .note(companion.path)
        .help(
            "unload all plugins that use it and load them again; or link it statically, or give it a new "
            "soname "
            "with each change");
  }
  return {};
}

}  // namespace tenon::host

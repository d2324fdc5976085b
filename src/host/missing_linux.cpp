// SPDX-License-Identifier: MIT
#include <dlfcn.h>
#include <link.h>

#include <algorithm>
#include <deque>
#include <fstream>
#include <iterator>
#include <optional>
#include <set>
#include <vector>

#include "host/missing.hpp"
#include "host/names.hpp"
#include "host/search_path.hpp"
#include "image/image.hpp"

namespace tenon::host {
namespace {

constexpr std::size_t kMostLibraries = 256;  // looked at for one report
constexpr std::size_t kMostNamed = 10;       // symbols in one report

/// What the program's own search takes: LD_LIBRARY_PATH as it was at start, and the system's folders.
std::vector<std::string> system_folders() {
  void* program = dlopen(nullptr, RTLD_LAZY);
  Dl_serinfo head;
  std::vector<std::string> out;
  if (program == nullptr || dlinfo(program, RTLD_DI_SERINFOSIZE, &head) != 0) return out;
  std::vector<char> buffer(head.dls_size);
  auto* info = reinterpret_cast<Dl_serinfo*>(buffer.data());
  if (dlinfo(program, RTLD_DI_SERINFOSIZE, info) == 0 && dlinfo(program, RTLD_DI_SERINFO, info) == 0) {
    for (unsigned i = 0; i < info->dls_cnt; i++) out.emplace_back(info->dls_serpath[i].dls_name);
  }
  dlclose(program);
  return out;
}

/// ld.so's cache holds names and paths as zero-terminated strings; the path ends in "/name".
class Cache {
 public:
  std::string find(const std::string& name) const {
    const std::string wanted = "/" + name + '\0';
    for (std::size_t at = 0; (at = text_.find(wanted, at)) != text_.npos; at++) {
      const std::size_t begin = text_.rfind('\0', at) + 1;
      std::string path = text_.substr(begin, at + name.size() + 1 - begin);
      if (image::File::open(path)) return path;
    }
    return {};
  }

 private:
  static std::string read() {
    std::ifstream in("/etc/ld.so.cache", std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  std::string text_ = read();
};

/// One library of those that would be loaded.
struct Node {
  std::string path;
  image::Facts facts;
};

class LibrarySearch {
 public:
  /// `first` is read from `bytes`: its own file may have changed since.
  LibrarySearch(const std::string& path, image::Facts facts) { reach({path, std::move(facts)}); }

  const std::vector<std::string>& missing() const { return missing_; }
  bool defines(const std::string& symbol) const {
    return exported_.contains(symbol) || dlsym(RTLD_DEFAULT, symbol.c_str()) != nullptr;
  }

 private:
  void reach(Node first) {
    waiting_.push_back(std::move(first));
    for (; !waiting_.empty() && seen_.size() < kMostLibraries; waiting_.pop_front()) follow(waiting_.front());
  }

  void follow(const Node& node) {
    exported_.insert(node.facts.exported.begin(), node.facts.exported.end());
    const std::vector<std::string> needed = node.facts.needed;
    for (const std::string& name : needed) {
      if (seen_.size() >= kMostLibraries) return;
      if (seen_.insert(name).second) look_for(name, node.path, node.facts.search_path);
    }
  }

  void look_for(const std::string& name, const std::string& needed_by, const std::string& search_path) {
    const std::string path = find(name, folder_of(needed_by), search_path);
    if (path.empty()) {
      missing_.push_back("`" + name + "` is missing, needed by " + needed_by);
      return;
    }
    auto file = image::File::open(path);
    if (!file) return;
    if (auto facts = image::read_facts(*file)) waiting_.push_back({path, std::move(*facts)});
  }

  std::string find(const std::string& name, const std::string& origin, const std::string& search_path) const {
    if (name.find('/') != name.npos) return image::File::open(name) ? name : "";
    std::vector<std::string> folders = search_folders(search_path, origin);
    folders.insert(folders.end(), system_.begin(), system_.end());
    for (const std::string& folder : folders) {
      std::string path = folder + "/" + name;
      if (image::File::open(path)) return path;
    }
    return cache_.find(name);
  }

  const std::vector<std::string> system_ = system_folders();
  const Cache cache_;
  std::deque<Node> waiting_;
  std::set<std::string> seen_, exported_;
  std::vector<std::string> missing_;
};

void name_undefined(const LibrarySearch& search, const std::vector<std::string>& wanted, Failure& out) {
  std::vector<std::string> undefined;
  for (const std::string& symbol : wanted) {
    if (!search.defines(symbol)) undefined.push_back(symbol);
  }
  for (std::size_t i = 0; i < std::min(undefined.size(), kMostNamed); i++)
    out.note("nothing defines `" + undefined[i] + "`");
  if (undefined.size() > kMostNamed)
    out.note("and " + std::to_string(undefined.size() - kMostNamed) + " more symbols");
  if (!undefined.empty())
    out.help("link it with the library that has them; `-Wl,-z,defs` finds this when it is built");
}

}  // namespace

std::string find_in_system(const std::string& name) {
  for (const std::string& folder : system_folders()) {
    std::string path = folder + "/" + name;
    if (image::File::open(path)) return path;
  }
  return Cache().find(name);
}

Failure explain_refusal(std::string text, const std::string& loaded_as, const std::string& path,
                        const image::File& bytes) {
  replace_all(text, loaded_as, path);
  Failure out = fail(TENON_STAGE_LOAD, "E0502", "the dynamic linker refuses it: " + text).at(path);
  auto facts = image::read_facts(bytes);
  if (!facts) return out;
  const std::vector<std::string> wanted = facts->undefined;
  const LibrarySearch search(path, std::move(*facts));
  for (const std::string& missing : search.missing()) out.note(missing);
  if (search.missing().empty()) {
    name_undefined(search, wanted, out);
  } else {
    out.help("install them, or put them beside the library and link it with `-Wl,-rpath,'$ORIGIN'`");
  }
  return out;
}

}  // namespace tenon::host

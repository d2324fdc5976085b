// SPDX-License-Identifier: MIT
//
// From a library's name to its file.
#include <algorithm>

#include "host/folder.hpp"
#include "host/host.hpp"
#include "host/missing.hpp"
#include "host/names.hpp"
#include "host/plain.hpp"

namespace tenon::host {
namespace {

/// `foo.so` and `libfoo.so.1` are names of files, `foo` is not.
bool is_file_name(const std::string& name) { return name.ends_with(".so") || name.find(".so.") != name.npos; }

std::vector<std::string> file_names(const std::string& name) {
  if (is_file_name(name)) return {name};
  return {"lib" + name + ".so", name + ".so"};
}

/// Something is there, be it no library: the open says what it is.
bool is_there(const std::string& path) {
  const auto file = image::File::open(path);
  return file || file.error().code != "E0201";
}

/// What `name` is compared with: `libfoo.so.1` as `foo`.
std::string plain_name(std::string_view file) {
  if (file.starts_with("lib")) file.remove_prefix(3);
  return std::string(file.substr(0, file.find(".so")));
}

std::string near_library(const std::string& name, const std::vector<std::string>& folders) {
  std::vector<std::string> names, paths;
  for (const std::string& folder : folders) {
    const auto open = Folder::open(folder);
    if (!open) continue;
    for (const std::string& file : open->files()) {
      if (!is_file_name(file)) continue;
      names.push_back(plain_name(file));
      paths.push_back(folder + "/" + file);
    }
  }
  const std::string near = nearest(plain_name(name), names);
  return near.empty() ? "" : paths[static_cast<std::size_t>(std::ranges::find(names, near) - names.begin())];
}

Failure not_found(const std::string& name, const std::vector<std::string>& folders,
                  const std::vector<std::string>& tried, bool system) {
  Failure out = fail(TENON_STAGE_SCAN, "E0520", "there is no library `" + name + "`");
  for (const std::string& path : tried) out.note("tried " + path);
  if (system) out.note("tried where the dynamic linker looks");
  const std::string near = near_library(name, folders);
  if (!near.empty()) {
    out.help("did you mean " + near + "?");
  } else if (folders.empty() && !system) {
    out.help("give a path, folders to look in, or TENON_LIBRARY_SYSTEM");
  }
  return out;
}

}  // namespace

Result<std::string> find_plain(const std::string& name, const std::vector<std::string>& folders,
                               bool system) {
  if (name.find('/') != name.npos) return absolute_path(name);
  std::vector<std::string> tried;
  for (const std::string& folder : folders) {
    for (const std::string& file : file_names(name)) {
      tried.push_back(folder + "/" + file);
      if (is_there(tried.back())) return tried.back();
    }
  }
  for (const std::string& file : system ? file_names(name) : std::vector<std::string>()) {
    const std::string found = find_in_system(file);
    if (!found.empty()) return found;
  }
  return not_found(name, folders, tried, system);
}

}  // namespace tenon::host

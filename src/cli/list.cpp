// SPDX-License-Identifier: MIT
//
// tenon list: which plugins are here?
#include <fmt/core.h>

#include <algorithm>
#include <filesystem>

#include "cli/commands.hpp"
#include "cli/product.hpp"
#include "cli/runtime_error.hpp"
#include "project/files.hpp"

namespace tenon::cli {
namespace {

constexpr const char* kStates[] = {"found", "shadowed", "broken", "other"};

std::string why(const tenon_catalog_entry& e) {
  return e.why ? fmt::format(": {} [{}]", tenon_error_message(e.why), tenon_error_code(e.why)) : "";
}

std::string line_of(const tenon_catalog_entry& e) {
  if (e.state == TENON_ENTRY_BROKEN || e.state == TENON_ENTRY_OTHER)
    return fmt::format("{}: {}{}\n", e.file, e.state == TENON_ENTRY_BROKEN ? "broken" : "no plugin", why(e));
  std::string line =
      fmt::format("{} {}  {}  {}  {}", e.name, e.version, e.world, language_text(e.language), e.file);
  if (e.state == TENON_ENTRY_SHADOWED && e.why) line += fmt::format("  (shadowed{})", why(e));
  return line + "\n";
}

Json json_of(const tenon_catalog_entry& e) {
  Json out = {{"file", e.file}, {"state", kStates[e.state]}};
  if (e.why) out["why"] = to_json(*e.why);
  if (e.state == TENON_ENTRY_BROKEN || e.state == TENON_ENTRY_OTHER) return out;
  out["library"] = e.library;
  out["name"] = e.name;
  out["version"] = e.version;
  out["world"] = e.world;
  out["language"] = language_text(e.language);
  return out;
}

// The runtime takes a folder that isn't there for an empty one; a person has mistyped it.
int check_folders(const ListOptions& options, Output& output) {
  for (const std::string& folder : options.folders) {
    std::error_code error;
    if (std::filesystem::exists(folder, error)) continue;
    return output.problems(project::missing(folder, "the folder"));
  }
  return kFine;
}

// As in a host: a search path is one folder. Who has the plugins a level below gets to know.
std::string hint_for_folders(const std::vector<std::string>& folders) {
  std::vector<std::string> found;
  for (const std::string& folder : folders) {
    std::error_code error;
    for (std::filesystem::directory_iterator it(folder, error), end; !error && it != end; it.increment(error))
      if (it->is_directory(error)) found.push_back(it->path().lexically_normal().string());
  }
  std::ranges::sort(found);
  return found.empty() ? "" : "folders in it are not searched; try `tenon list " + found[0] + "`";
}

void show(const tenon_catalog* catalog, const ListOptions& options, Output& output) {
  output.document()["plugins"] = Json::array();
  std::size_t shown = 0;
  for (std::size_t i = 0; i < tenon_catalog_size(catalog); ++i) {
    const tenon_catalog_entry& entry = *tenon_catalog_entry_at(catalog, i);
    if (entry.state == TENON_ENTRY_OTHER && !options.all) continue;
    output.text(line_of(entry));
    output.document()["plugins"].push_back(json_of(entry));
    ++shown;
  }
  if (shown > 0) return;
  const std::string hint = hint_for_folders(options.folders);
  output.progress(hint.empty() ? "no plugins\n" : "no plugins\nhelp: " + hint + "\n");
}

}  // namespace

int list(const ListOptions& options, Output& output) {
  if (const int failed = check_folders(options, output)) return failed;
  tenon_host* host = nullptr;
  RuntimeError error(tenon_host_create(nullptr, &host));
  for (const std::string& folder : options.folders)
    if (!error) error.reset(tenon_host_add_path(host, folder.c_str()));
  tenon_catalog* catalog = nullptr;
  if (!error) error.reset(tenon_host_scan(host, &catalog));
  if (error) return cli::show(*error, output);
  show(catalog, options, output);
  tenon_catalog_delete(catalog);
  error.reset(tenon_host_destroy(host));
  return error ? cli::show(*error, output) : kFine;
}

}  // namespace tenon::cli

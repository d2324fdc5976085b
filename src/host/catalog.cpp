// SPDX-License-Identifier: MIT
#include "host/catalog.hpp"

#include <algorithm>
#include <cerrno>
#include <map>

#include "host/folder.hpp"
#include "host/library.hpp"
#include "host/names.hpp"
#include "image/image.hpp"

namespace tenon::host {
namespace {

void complete(Entry& entry, std::uint32_t state) {
  entry.view.size = sizeof entry.view;
  entry.view.state = state;
  entry.view.file = entry.file.c_str();
  entry.view.why = entry.why.get();
  entry.view.origin = entry.linked ? TENON_ORIGIN_STATIC : TENON_ORIGIN_FILE;
  if (entry.name.empty()) return;
  entry.view.library = entry.library.c_str();
  entry.view.name = entry.name.c_str();
  entry.view.version = entry.version.c_str();
  entry.view.world = entry.world.c_str();
}

void explain(Entry& entry, Failure failure, std::uint32_t state) {
  entry.why.reset(give(failure.take()));
  complete(entry, state);
}

/// Paths by number; entries are added in place, since their views point into them.
class Scan {
 public:
  /// `exact`: the search path is a file, which then can't be there for another purpose.
  Scan(std::size_t path, bool exact, Entries& out) : path_(path), exact_(exact), out_(out) {}

  void add(std::string file, std::expected<image::File, image::Error> opened) {
    if (!opened) return refuse(std::move(file), opened.error());
    auto index = image::find_note(*opened);
    if (!index) return refuse(std::move(file), index.error());
    auto manifest = abi::read_index(index->bytes, index->size);
    if (!manifest) return refuse(std::move(file), manifest.error());
    for (abi::ManifestPlugin& plugin : manifest->plugins) add(start(file), *manifest, std::move(plugin));
  }

  void add(const std::shared_ptr<Library>& linked) {
    for (const abi::ManifestPlugin& plugin : linked->noted.plugins) {
      Entry& entry = start(linked->file);
      entry.linked = linked;
      add(entry, linked->noted, plugin);
    }
  }

  void skip(std::string file, Failure failure) {
    explain(start(std::move(file)), std::move(failure), TENON_ENTRY_OTHER);
  }
  void refuse(std::string file, const image::Error& error) {
    const std::uint32_t state = error.foreign && !exact_ ? TENON_ENTRY_OTHER : TENON_ENTRY_BROKEN;
    explain(start(file), fail(error, file), state);
  }

 private:
  Entry& start(std::string file) {
    Entry& entry = out_.emplace_back();
    entry.file = std::move(file);
    entry.path = path_;
    return entry;
  }

  void refuse(std::string file, const abi::ManifestError& error) {
    explain(start(file), fail(error, file), TENON_ENTRY_BROKEN);
  }

  static void add(Entry& entry, const abi::Manifest& manifest, abi::ManifestPlugin plugin) {
    entry.library = manifest.library;
    entry.name = std::move(plugin.name);
    entry.version = std::move(plugin.version);
    entry.world = std::move(plugin.world);
    entry.view.language = manifest.language;
    entry.view.flags = manifest.flags | plugin.flags;
    complete(entry, TENON_ENTRY_FOUND);
  }

  std::size_t path_;
  bool exact_;
  Entries& out_;
};

std::string advice_for(std::string_view name) {
  if (name.ends_with(".rlib"))
    return "a Rust plugin needs `crate-type = [\"cdylib\"]` under `[lib]` in Cargo.toml";
  if (name.ends_with(".a") || name.ends_with(".o")) return "link it with `-shared` to a `.so`";
  return "";
}

void scan_folder(const Folder& folder, const std::string& path, Scan& scan) {
  for (const std::string& name : folder.files()) {
    std::string file = path + "/" + name;
    if (is_library_name(name)) {
      scan.add(std::move(file), image::File::open_at(folder.descriptor(), name.c_str()));
    } else {
      Failure failure = fail(TENON_STAGE_SCAN, "E0106", "not named `*.so`, so not looked at");
      failure.at(file).help(advice_for(name));
      scan.skip(std::move(file), std::move(failure));
    }
  }
}

/// Why `first` comes before `second`, which has the same name.
std::string why_first(const Entry& first, const Entry& second) {
  if (first.path != second.path && first.linked) return "which was registered first";
  if (first.path != second.path) return "whose search path comes first";
  if (compare_versions(first.version, second.version) > 0)
    return "which has the higher version " + first.version;
  return "which has the same version, and a name that comes first";
}

bool wins(const Entry& a, const Entry& b) {
  if (a.path != b.path) return a.path < b.path;
  if (const int order = compare_versions(a.version, b.version); order != 0) return order > 0;
  return a.file < b.file;
}

void shadow(Entry& loser, const Entry& winner) {
  const std::string name = winner.linked ? winner.file : "`" + winner.file + "`";
  Failure failure = fail(TENON_STAGE_SCAN, "E0107", "hidden by " + name + ", " + why_first(winner, loser));
  explain(loser, std::move(failure.at(loser.file)), TENON_ENTRY_SHADOWED);
}

}  // namespace

void scan_place(const Place& place, std::size_t number, Entries& out) {
  const std::string& path = place.path;
  if (place.library) return Scan(number, true, out).add(place.library);
  auto folder = Folder::open(path);
  Scan scan(number, !folder, out);
  if (folder) return scan_folder(*folder, path, scan);
  if (folder.error() == ENOTDIR) return scan.add(path, image::File::open(path));
  if (folder.error() != ENOENT)
    scan.refuse(path, {"E0104", "this folder can't be read: " + system_text(folder.error()),
                       "change its mode, or leave it out", false, false});
}

void mark_shadowed(Entries& entries) {
  std::map<std::string_view, Entry*> best;
  const auto found = [](const Entry& e) { return e.view.state == TENON_ENTRY_FOUND; };
  for (Entry& entry : entries) {
    if (!found(entry)) continue;
    const auto [place, fresh] = best.try_emplace(entry.name, &entry);
    if (!fresh && wins(entry, *place->second)) place->second = &entry;
  }
  for (Entry& entry : entries) {
    if (!found(entry)) continue;
    if (const Entry* winner = best.find(entry.name)->second; winner != &entry) shadow(entry, *winner);
  }
}

Result<abi::Manifest> read_index(const image::Bytes& file, const std::string& path) {
  auto index = image::find_note(file);
  if (!index) return fail(index.error(), path);
  auto manifest = abi::read_index(index->bytes, index->size);
  if (!manifest) return fail(manifest.error(), path);
  return std::move(*manifest);
}

namespace {

const Entry* entry_named(const Entries& entries, const std::string& name) {
  for (const Entry& e : entries) {
    if (e.view.state == TENON_ENTRY_FOUND && e.name == name) return &e;
  }
  return nullptr;
}

/// Why the plugin may be absent: a broken file that looks as if it should have been it, or a search path
/// that can't be read.
const Entry* broken_candidate(const Entries& entries, const std::string& name) {
  const Entry* unreadable = nullptr;
  for (const Entry& e : entries) {
    if (e.view.state != TENON_ENTRY_BROKEN) continue;
    const std::string_view file = base_name(e.file);
    if (file == "lib" + name + ".so" || file == name + ".so") return &e;
    if (unreadable == nullptr && e.why->code == "E0104") unreadable = &e;
  }
  return unreadable;
}

Error copy_of(const tenon_error& error) {
  Failure copy = fail(error.stage, error.code, error.message);
  copy.at(error.file).help(error.help);
  for (const std::string& note : error.notes) copy.note(note);
  return copy.take();
}

Failure not_found(const std::vector<Place>& places, const Entries& entries, const std::string& name) {
  Failure failure = fail(TENON_STAGE_SCAN, "E0105", "there is no plugin `" + name + "`");
  for (const Place& place : places) failure.note("looked in " + place.path);
  if (places.empty()) failure.note("the host has no search path");
  std::vector<std::string> known;
  for (const Entry& e : entries) {
    if (!e.name.empty()) known.push_back(e.name);
  }
  if (const std::string near = nearest(name, known); !near.empty())
    failure.help("did you mean `" + near + "`?");
  if (is_library_name(name)) failure.help("to load a file, write its path: `./" + name + "`");
  if (const Entry* broken = broken_candidate(entries, name)) failure.cause(copy_of(*broken->why));
  return failure;
}

}  // namespace

Result<Found> find_plugin(const std::vector<Place>& places, const std::string& name) {
  Entries entries;
  for (std::size_t i = 0; i < places.size(); i++) {
    scan_place(places[i], i, entries);
    mark_shadowed(entries);
    if (const Entry* entry = entry_named(entries, name)) return Found{entry->file, entry->linked};
  }
  return not_found(places, entries, name);
}

}  // namespace tenon::host

namespace {

using namespace tenon::host;

Result<void> scan_host(tenon_host* host, tenon_catalog** out) {
  if (host == nullptr || out == nullptr) return usage("an argument of tenon_host_scan is NULL");
  std::vector<Place> places;
  {
    const std::lock_guard lock(host->mutex);
    places = host->places;
  }
  auto catalog = std::make_unique<tenon_catalog>();
  for (std::size_t i = 0; i < places.size(); i++) scan_place(places[i], i, catalog->entries);
  mark_shadowed(catalog->entries);
  *out = catalog.release();
  return {};
}

Result<void> metadata_of(const tenon_catalog* catalog, size_t index, char** json) {
  if (catalog == nullptr || json == nullptr) return usage("an argument of tenon_catalog_metadata is NULL");
  if (index >= catalog->entries.size()) return usage("the catalog has no entry " + std::to_string(index));
  const Entry& entry = catalog->entries[index];
  if (entry.name.empty()) return usage("entry " + std::to_string(index) + " of the catalog is no plugin");
  if (entry.linked) {
    *json = new_text(tenon::abi::plugin_metadata(entry.linked->noted.metadata, entry.name));
    return {};
  }
  auto file = tenon::image::File::open(entry.file);
  if (!file) return fail(file.error(), entry.file);
  auto image = tenon::image::verify(*file);
  if (!image) return fail(image.error(), entry.file);
  auto manifest = tenon::abi::read_manifest(image->note);
  if (!manifest) return fail(manifest.error(), entry.file);
  *json = new_text(tenon::abi::plugin_metadata(manifest->metadata, entry.name));
  return {};
}

}  // namespace

tenon_error* tenon_host_scan(tenon_host* host, tenon_catalog** out) {
  return guard([&] { return scan_host(host, out); });
}

size_t tenon_catalog_size(const tenon_catalog* catalog) { return catalog->entries.size(); }

const tenon_catalog_entry* tenon_catalog_entry_at(const tenon_catalog* catalog, size_t index) {
  return index < catalog->entries.size() ? &catalog->entries[index].view : nullptr;
}

tenon_error* tenon_catalog_metadata(const tenon_catalog* catalog, size_t index, char** json) {
  return guard([&] { return metadata_of(catalog, index, json); });
}

void tenon_catalog_delete(tenon_catalog* catalog) { delete catalog; }
void tenon_text_delete(char* text) { delete[] text; }

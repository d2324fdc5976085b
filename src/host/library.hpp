#pragma once
// SPDX-License-Identifier: MIT
//
// A loaded library, and the handles to its plugins.
#include <tenon/host/instance.h>
#include <tenon/host/plugin.h>

#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "abi/manifest.hpp"
#include "host/copy.hpp"
#include "host/host.hpp"
#include "host/module.hpp"
#include "host/record.hpp"

namespace tenon::host {

/// Kept by its host while handles to it are open. `records` of instances that are gone stay while
/// objects may still use them.
class Library {
 public:
  Library(Source from, abi::Manifest manifest, std::string path)
      : source(std::move(from)), noted(std::move(manifest)), file(std::move(path)) {}
  /// One that is part of the program.
  Library(abi::Manifest manifest, std::string place) : noted(std::move(manifest)), file(std::move(place)) {}

  bool is_static() const { return !source; }

  std::optional<Source> source;  ///< nothing in static libraries
  abi::Manifest noted;
  std::string file;    ///< as it was asked for, absolute; of a static library how messages call it
  std::string folder;  ///< that it came from: `plugin_dir`
  Module module;
  const tenon_library_descriptor* descriptor = nullptr;
  image::Identity origin;  ///< of the file when it was loaded
  std::size_t handles = 0;
  /// One `create` at a time (it may create further instances); also guards `records` and the counts
  /// of instances.
  std::shared_ptr<std::recursive_mutex> creating = std::make_shared<std::recursive_mutex>();
  std::list<std::unique_ptr<Record>> records;

  /// Ends the records of the plugin's past instances, unless its objects may still use them.
  void forget_records(const tenon_plugin_descriptor& plugin);

  const abi::ManifestPlugin* plugin(const std::string& name) const;
  const tenon_plugin_descriptor* descriptor_of(const std::string& name) const;
};

/// Objects of the plugin that are alive, by type, as "2 of `text:api/doc#document`"; empty if none.
std::string live_objects(const tenon_plugin_descriptor& plugin);

}  // namespace tenon::host

/// One handle. `world` is constant data of the host's.
struct tenon_plugin {
  tenon_host* host = nullptr;
  std::shared_ptr<tenon::host::Library> library;
  const tenon_plugin_descriptor* descriptor = nullptr;
  const tenon_world* world = nullptr;
  std::vector<std::size_t> imports;  ///< for each import of the plugin its place in the world
  std::vector<std::size_t> exports;  ///< for each export of the world its place in the plugin, or kAbsent
  mutable std::once_flag metadata_asked_for;
  mutable std::string metadata;  ///< made when it is first asked for: parsing costs as much as a check
  std::size_t instances = 0;

  static constexpr std::size_t kAbsent = SIZE_MAX;
};

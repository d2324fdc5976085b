#pragma once
// SPDX-License-Identifier: MIT
//
// A loaded library, and the handles to its plugins.
#include <tenon/host/instance.h>
#include <tenon/host/plugin.h>

#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "abi/manifest.hpp"
#include "host/account.hpp"
#include "host/closing.hpp"
#include "host/companions.hpp"
#include "host/copy.hpp"
#include "host/host.hpp"
#include "host/module.hpp"
#include "host/record.hpp"
#include "host/target.hpp"
#include "host/thread_exit.hpp"

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
  ThreadExit thread_exit;
  const tenon_library_descriptor* descriptor = nullptr;
  image::Identity origin;  ///< of the file when it was loaded
  std::vector<Companion> companions;
  std::uint64_t generation = 0;
  std::size_t handles = 0;
  bool had_objects = false;  ///< when it was to be unloaded
  // Under the host's `reloading`:
  mutable bool announced = false;  ///< BEFORE was told of the build that is tried, which may be put off
  mutable bool begun = false;      ///< and no end of it
  /// One `create` at a time (it may create further instances); also guards `records`, and what handles of
  /// the library have as instances and are bound to. All builds of a file that a host loads share it.
  std::shared_ptr<std::recursive_mutex> creating = std::make_shared<std::recursive_mutex>();
  std::list<std::unique_ptr<Record>> records;
  Accounts accounts;
  KeptPlace kept_place;  ///< for its end

  /// Ends the records of the plugin's past instances, unless its objects may still use them.
  void forget_records(const tenon_plugin_descriptor& plugin);

  const abi::ManifestPlugin* plugin(const std::string& name) const;
  const tenon_plugin_descriptor* descriptor_of(const std::string& name) const;
};

/// `visit(resource, count)` for each resource of which the plugin has objects alive.
template <class Visit>
void visit_live_objects(const tenon_plugin_descriptor& plugin, Visit&& visit) {
  for (std::uint32_t i = 0; i < plugin.resource_count; i++) {
    const std::uint64_t live = plugin.resources[i]->live();
    if (live != 0) visit(*plugin.resources[i], live);
  }
}

/// Whether objects of the plugin are alive. Once nothing but its objects can make others, "no" stays true.
bool has_objects(const tenon_plugin_descriptor& plugin);
bool has_objects(const Library& library);
/// An object counts itself out before the last instructions of its drop, and objects are dropped without
/// pins: a thread gets this long for them once they are seen to be gone.
inline constexpr Clock::duration kLastSteps = std::chrono::milliseconds(10);

/// Objects of the plugin that are alive, by type, as "2 of `text:api/doc#document`"; empty if none.
std::string live_objects(const tenon_plugin_descriptor& plugin);

}  // namespace tenon::host

namespace tenon::host {

/// One plugin of one build of a library.
struct Bound {
  std::shared_ptr<Library> library;
  const tenon_plugin_descriptor* descriptor = nullptr;
};

/// How it serves a host's world.
struct Binding : Bound {
  std::vector<std::size_t> imports;      ///< for each import of the plugin its place in the world
  std::vector<std::size_t> exports;      ///< for each export of the world its place in the plugin, or kAbsent
  const std::string* version = nullptr;  ///< of the plugin; kept by the handle

  static constexpr std::size_t kAbsent = SIZE_MAX;
};
/// `library` has a plugin of the handle's name.
Binding bind(std::shared_ptr<Library> library, tenon_plugin& handle);

}  // namespace tenon::host

/// One handle. `world` is constant data of the host's.
struct tenon_plugin {
  tenon_host* host = nullptr;
  const tenon_world* world = nullptr;
  bool reloadable = false;
  std::string name;
  std::string file;

  std::vector<tenon::host::Instance*> instances;  ///< under the library's `creating`, as what follows
  int busy = 0;         ///< its code makes or ends an instance: who finds that is called by it
  bool moving = false;  ///< a reload is at it: who finds that is called by it

  mutable std::mutex mutex;  ///< for what follows; `now` also changes under `creating` only
  tenon::host::Binding now;
  // Texts that were given out stay.
  std::set<std::string> versions;
  /// By generation, made when it is first asked for: parsing costs as much as a check.
  mutable std::map<std::uint64_t, std::string> metadata;
};

namespace tenon::host {

/// As it is now; a reload may change it right away, unless the library's `creating` is held.
inline Bound bound_to(const tenon_plugin& plugin) {
  const std::lock_guard lock(plugin.mutex);
  return plugin.now;
}

/// Holds `creating` of the library that the plugin is bound to.
class Creating {
 public:
  explicit Creating(const tenon_plugin& plugin)
      : mutex_(bound_to(plugin).library->creating), lock_(*mutex_) {}

 private:
  std::shared_ptr<std::recursive_mutex> mutex_;
  std::lock_guard<std::recursive_mutex> lock_;
};

}  // namespace tenon::host

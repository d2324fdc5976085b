#pragma once
// SPDX-License-Identifier: MIT
//
// A host: its options, its search paths, and what it has loaded.
#include <tenon/host/plugin.h>
#include <tenon/host/reload.h>

#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "host/error.hpp"
#include "host/private_folder.hpp"

namespace tenon::host {
class Library;
class Reloader;
struct Retiring;
struct Target;
}  // namespace tenon::host

namespace tenon::host {
inline constexpr tenon_reload_options kReloadDefaults = {
    sizeof(tenon_reload_options), TENON_WATCH_NONE, 50, 1000, 10'000, 1000, 0, 0, nullptr, nullptr};

/// One step of the search for plugins.
struct Place {
  std::string path;                  ///< absolute; of a static library how messages call it
  std::shared_ptr<Library> library;  ///< of a static library
};
}  // namespace tenon::host

/// Thread-safe. The lock is recursive because a veto, a constructor of a library or a plugin's
/// `create` may call back into the host.
struct tenon_host {
  std::uint32_t copy = TENON_COPY_AUTO;
  std::uint32_t account = 0;  ///< TENON_ACCOUNT_...
  bool reserve = false;       ///< keep the addresses of unloaded libraries empty
  tenon_veto veto = nullptr;
  void* veto_ctx = nullptr;

  std::recursive_mutex mutex;
  std::vector<tenon::host::Place> places;  ///< in the order of the search
  std::vector<std::shared_ptr<tenon::host::Library>> libraries;
  std::vector<tenon_plugin*> handles;  ///< that are open
  std::list<std::shared_ptr<tenon::host::Retiring>> retiring;
  tenon::host::PrivateFolder folder;

  /// One reload at a time. Taken before a library's `creating`, and that before `mutex`.
  std::recursive_mutex reloading;
  bool is_reloading = false;
  tenon_reload_options reload = tenon::host::kReloadDefaults;  ///< constant once something is reloadable
  std::unique_ptr<tenon::host::Reloader> reloader;             ///< from then on

  /// What instances are, now and in builds that retire: for those who ask. The lock is the innermost.
  std::mutex targets_mutex;
  std::vector<std::shared_ptr<tenon::host::Target>> targets;

  tenon_host();
  ~tenon_host();
};

namespace tenon::host {
std::string absolute_path(const std::string& path);
}  // namespace tenon::host

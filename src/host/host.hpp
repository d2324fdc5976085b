#pragma once
// SPDX-License-Identifier: MIT
//
// A host: its options, its search paths, and what it has loaded.
#include <tenon/host/plugin.h>

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "host/error.hpp"
#include "host/private_folder.hpp"

namespace tenon::host {
class Library;
}

namespace tenon::host {
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
  tenon_veto veto = nullptr;
  void* veto_ctx = nullptr;

  std::recursive_mutex mutex;
  std::vector<tenon::host::Place> places;  ///< in the order of the search
  std::vector<std::shared_ptr<tenon::host::Library>> libraries;
  std::vector<tenon_plugin*> handles;  ///< that are open
  tenon::host::PrivateFolder folder;
};

namespace tenon::host {
std::string absolute_path(const std::string& path);
}  // namespace tenon::host

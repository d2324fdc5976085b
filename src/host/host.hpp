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

/// Thread-safe. The lock is recursive because a veto, a constructor of a library or a plugin's
/// `create` may call back into the host.
struct tenon_host {
  std::uint32_t copy = TENON_COPY_AUTO;
  tenon_veto veto = nullptr;
  void* veto_ctx = nullptr;

  std::recursive_mutex mutex;
  std::vector<std::string> paths;  ///< absolute
  std::vector<std::shared_ptr<tenon::host::Library>> libraries;
  std::vector<tenon_plugin*> handles;  ///< that are open
  tenon::host::PrivateFolder folder;
};

namespace tenon::host {
std::string absolute_path(const std::string& path);
}  // namespace tenon::host

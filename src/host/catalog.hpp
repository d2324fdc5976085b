#pragma once
// SPDX-License-Identifier: MIT
//
// What lies under the search paths and in static libraries. Of files it reads the index of each
// library's note and nothing else.
#include <tenon/host/catalog.h>

#include <deque>
#include <string>
#include <vector>

#include "abi/manifest.hpp"
#include "host/error.hpp"
#include "host/host.hpp"

namespace tenon::host {

/// One plugin, or one file without any.
struct Entry {
  tenon_catalog_entry view{};  ///< points into what follows
  std::string file, library, name, version, world;
  std::shared_ptr<Library> linked;  ///< of a static library's plugin
  Error why;
  std::size_t path = 0;  ///< which step of the search
};

using Entries = std::deque<Entry>;

/// Everything in one place, in order; shadows are not yet marked. A path that isn't there gives nothing.
void scan_place(const Place& place, std::size_t number, Entries& out);

/// Decides between plugins of one name: the first place wins, in it the higher version, then the file
/// name.
void mark_shadowed(Entries& entries);

/// The index of the file's manifest.
Result<abi::Manifest> read_index(const image::Bytes& file, const std::string& path);

/// Where the plugin `name` is, by the same rules, as in `Entry`; fails naming every path that was tried.
struct Found {
  std::string file;
  std::shared_ptr<Library> linked;
};
Result<Found> find_plugin(const std::vector<Place>& places, const std::string& name);

}  // namespace tenon::host

struct tenon_catalog {
  tenon::host::Entries entries;
};

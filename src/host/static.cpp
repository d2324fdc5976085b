// SPDX-License-Identifier: MIT
//
// Libraries that are part of the program. All that is missing between them and a file's is the file.
#include <tenon/host/static.h>

#include <algorithm>
#include <map>

#include "host/descriptor.hpp"
#include "host/library.hpp"
#include "host/module.hpp"
#include "host/names.hpp"

namespace tenon::host {
namespace {

/// The contract allows one `create` at a time for a library, and several hosts may have registered it.
std::shared_ptr<std::recursive_mutex> creating_of(const tenon_library_descriptor* descriptor) {
  static auto* const guard = new std::mutex;
  static auto* const all = new std::map<const void*, std::shared_ptr<std::recursive_mutex>>;
  const std::lock_guard lock(*guard);
  std::shared_ptr<std::recursive_mutex>& mutex = (*all)[descriptor];
  if (mutex == nullptr) mutex = std::make_shared<std::recursive_mutex>();
  return mutex;
}

/// Its bytes may not even have a name.
std::string nameless(const tenon_host& host) {
  const auto known = std::ranges::count_if(host.places, [](const Place& p) { return p.library != nullptr; });
  return "static library number " + std::to_string(known + 1) + " of this host";
}

Result<std::shared_ptr<Library>> read_static(const tenon_host& host,
                                             const tenon_library_descriptor* descriptor,
                                             std::span<const std::uint8_t> bytes) {
  auto manifest = abi::read_manifest(bytes);
  if (!manifest) return fail(manifest.error(), nameless(host));
  const std::string place = "static library `" + manifest->library + "`";
  if (auto same = check_descriptor(descriptor, *manifest, place); !same)
    return std::unexpected(std::move(same.error()));
  auto library = std::make_shared<Library>(std::move(*manifest), place);
  library->descriptor = descriptor;
  library->creating = creating_of(descriptor);
  library->generation = next_generation();
  const std::string file = file_with(descriptor);
  library->folder = file.empty() ? "" : folder_of(file);
  return library;
}

Result<void> add(tenon_host* host, const tenon_library_descriptor* descriptor, const void* manifest,
                 std::size_t size) {
  if (host == nullptr) return usage("`host` of tenon_host_register is NULL");
  if (descriptor == nullptr) return usage("`descriptor` of tenon_host_register is NULL");
  if (manifest == nullptr) return usage("`manifest` of tenon_host_register is NULL");
  const std::lock_guard lock(host->mutex);
  auto library = read_static(*host, descriptor, {static_cast<const std::uint8_t*>(manifest), size});
  if (!library) return std::unexpected(std::move(library.error()));
  const std::string& place = (*library)->file;
  const auto known = std::ranges::find(host->places, place, &Place::path);
  if (known == host->places.end()) {
    host->places.push_back({place, std::move(*library)});
    return {};
  }
  if (known->library->descriptor == descriptor) return {};
  return fail(TENON_STAGE_USAGE, "E0111", "another " + place + " is registered already")
      .at(place)
      .help("give one of them another `name` under `[library]`");
}

}  // namespace
}  // namespace tenon::host

tenon_error* tenon_host_register(tenon_host* host, const tenon_library_descriptor* descriptor,
                                 const void* manifest, size_t size) {
  return tenon::host::guard([&] { return tenon::host::add(host, descriptor, manifest, size); });
}

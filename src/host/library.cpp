// SPDX-License-Identifier: MIT
#include "host/library.hpp"

#include <algorithm>

namespace tenon::host {

const abi::ManifestPlugin* Library::plugin(const std::string& name) const {
  const auto found = std::ranges::find(noted.plugins, name, &abi::ManifestPlugin::name);
  return found == noted.plugins.end() ? nullptr : &*found;
}

// Note and descriptor have the same plugins in the same order: check_descriptor has seen to it.
const tenon_plugin_descriptor* Library::descriptor_of(const std::string& name) const {
  const auto found = std::ranges::find(noted.plugins, name, &abi::ManifestPlugin::name);
  return found == noted.plugins.end() ? nullptr : descriptor->plugins[found - noted.plugins.begin()];
}

void Library::forget_records(const tenon_plugin_descriptor& plugin) {
  if (!live_objects(plugin).empty()) return;
  std::erase_if(records, [&](const auto& r) { return r->finished && r->plugin == &plugin; });
}

std::string live_objects(const tenon_plugin_descriptor& plugin) {
  std::string out;
  for (std::uint32_t i = 0; i < plugin.resource_count; i++) {
    const std::uint64_t live = plugin.resources[i]->live();
    if (live == 0) continue;
    out += (out.empty() ? "" : ", ") + std::to_string(live) + " of `" + plugin.resources[i]->type + "`";
  }
  return out;
}

}  // namespace tenon::host

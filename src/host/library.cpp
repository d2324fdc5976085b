// SPDX-License-Identifier: MIT
#include "host/library.hpp"

#include <algorithm>
#include <span>

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
  if (has_objects(plugin)) return;
  std::erase_if(records, [&](const auto& r) { return r->finished && r->plugin == &plugin; });
}

bool has_objects(const tenon_plugin_descriptor& plugin) {
  bool alive = false;
  const auto look = [&] {
    visit_live_objects(plugin, [&](const tenon_resource_descriptor&, std::uint64_t) { alive = true; });
  };
  // Types are looked at one after the other, so that an object which makes one of another type and ends may
  // escape a single look.
  for (int looks = 0; looks < 2; looks++) look();
  return alive;
}

bool has_objects(const Library& library) {
  const std::span plugins(library.descriptor->plugins, library.descriptor->plugin_count);
  return std::ranges::any_of(plugins, [](const auto* plugin) { return has_objects(*plugin); });
}

std::string live_objects(const tenon_plugin_descriptor& plugin) {
  std::string out;
  visit_live_objects(plugin, [&](const tenon_resource_descriptor& resource, std::uint64_t live) {
    out += (out.empty() ? "" : ", ") + std::to_string(live) + " of `" + resource.type + "`";
  });
  return out;
}

namespace {

std::size_t place_of(const tenon_interface_descriptor* const* all, std::uint32_t count, std::string_view id) {
  for (std::uint32_t i = 0; i < count; i++) {
    if (id == all[i]->id) return i;
  }
  return Binding::kAbsent;
}

}  // namespace

Binding bind(std::shared_ptr<Library> library, tenon_plugin& handle) {
  Binding out;
  const tenon_world& world = *handle.world;
  const tenon_plugin_descriptor& d = *library->descriptor_of(handle.name);
  for (std::uint32_t i = 0; i < d.import_count; i++)
    out.imports.push_back(place_of(world.imports, world.import_count, d.imports[i]->id));
  for (std::uint32_t i = 0; i < world.export_count; i++)
    out.exports.push_back(place_of(d.exports, d.export_count, world.exports[i]->id));
  out.descriptor = &d;
  const std::lock_guard lock(handle.mutex);
  out.version = &*handle.versions.insert(library->plugin(handle.name)->version).first;
  out.library = std::move(library);
  return out;
}

}  // namespace tenon::host

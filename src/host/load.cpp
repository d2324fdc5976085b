// SPDX-License-Identifier: MIT
//
// From a name to a handle. Every step refuses with its own stage; nothing of the plugin runs before
// the last ones.
#include <fcntl.h>

#include <tenon/host/reload.h>
#include <unistd.h>

#include <algorithm>

#include "host/catalog.hpp"
#include "host/check.hpp"
#include "host/library.hpp"
#include "host/loading.hpp"
#include "host/names.hpp"
#include "host/reloader.hpp"
#include "host/unload.hpp"
#include "image/image.hpp"

namespace tenon::host {
namespace {

/// What is to be loaded: a library, and the plugin in it; no name: its only one.
struct WantedPlugin {
  std::string file;
  std::string plugin;
  std::shared_ptr<Library> linked;  ///< a static library, which has no file
};

Result<WantedPlugin> find_target(tenon_host& host, const std::string& name) {
  if (name.find('/') == name.npos) {
    auto found = find_plugin(host.places, name);
    if (!found) return std::unexpected(std::move(found.error()));
    return WantedPlugin{std::move(found->file), name, std::move(found->linked)};
  }
  const std::size_t sign = name.rfind('#');
  const bool named =
      sign != name.npos && sign > name.rfind('/') && faccessat(AT_FDCWD, name.c_str(), F_OK, 0) != 0;
  if (!named) return WantedPlugin{absolute_path(name), "", nullptr};
  return WantedPlugin{absolute_path(name.substr(0, sign)), name.substr(sign + 1), nullptr};
}

std::string list_of(const std::vector<abi::ManifestPlugin>& plugins) {
  std::string out;
  for (const abi::ManifestPlugin& p : plugins) out += (out.empty() ? "`" : ", `") + p.name + "`";
  return out;
}

Result<std::string> choose(const abi::Manifest& manifest, const WantedPlugin& target) {
  const auto& plugins = manifest.plugins;
  if (target.plugin.empty() && plugins.size() == 1) return plugins.front().name;
  if (target.plugin.empty()) {
    return fail(TENON_STAGE_USAGE, "E0108", "the library has several plugins: " + list_of(plugins))
        .at(target.file)
        .help("say which: `" + target.file + "#" + plugins.front().name + "`");
  }
  if (std::ranges::find(plugins, target.plugin, &abi::ManifestPlugin::name) != plugins.end())
    return target.plugin;
  return fail(TENON_STAGE_USAGE, "E0109",
              "the library has no plugin `" + target.plugin + "`, only " + list_of(plugins))
      .at(target.file);
}

std::unique_ptr<tenon_plugin> make_handle(tenon_host& host, std::shared_ptr<Library> library,
                                          const std::string& name, const tenon_world& world) {
  auto handle = std::make_unique<tenon_plugin>();
  handle->host = &host;
  handle->world = &world;
  handle->name = name;
  handle->file = library->file;
  handle->now = bind(library, *handle);
  host.handles.push_back(handle.get());
  library->handles++;
  return handle;
}

/// Its manifest and code were read when it was registered; what is left are the host's own questions.
Result<void> load_static(tenon_host& host, const WantedPlugin& target, const tenon_world& world,
                         tenon_plugin** out) {
  const Library& library = *target.linked;
  const abi::ManifestPlugin& plugin = *library.plugin(target.plugin);
  if (auto ok = check_fit(world, library.noted, plugin, target.file); !ok) return ok;
  if (auto ok = ask_veto(host, nullptr, library.noted, plugin, target.file); !ok) return ok;
  *out = make_handle(host, target.linked, target.plugin, world).release();
  return {};
}

/// A further handle to what is loaded already. World and plugin may be others than before, so the host
/// is asked again; `file` has the library's bytes.
Result<void> load_again(tenon_host& host, const std::shared_ptr<Library>& library, const image::File& file,
                        const WantedPlugin& target, const tenon_world& world, tenon_plugin** out) {
  auto name = choose(library->noted, target);
  if (!name) return std::unexpected(std::move(name.error()));
  const abi::ManifestPlugin& plugin = *library->plugin(*name);
  if (auto ok = check_fit(world, library->noted, plugin, target.file); !ok) return ok;
  if (auto ok = ask_veto(host, &file, library->noted, plugin, target.file); !ok) return ok;
  *out = make_handle(host, library, *name, world).release();
  return {};
}

/// What is no plugin is refused before anything of it is copied.
Result<void> refuse_early(const image::File& file, const std::string& path) {
  if (image::find_note(file)) return {};
  auto prepared = prepare(file, path);
  if (!prepared) return std::unexpected(std::move(prepared.error()));
  return {};
}

Result<void> load_new(tenon_host& host, image::File file, const WantedPlugin& target,
                      const tenon_world& world, bool reloadable, tenon_plugin** out) {
  const image::Identity origin = file.identity();
  if (auto ok = refuse_early(file, target.file); !ok) return ok;
  auto source = choose_source(host, std::move(file), target.file, reloadable);
  if (!source) return std::unexpected(std::move(source.error()));
  auto prepared = prepare(source->bytes(), target.file);
  if (!prepared) return std::unexpected(std::move(prepared.error()));
  auto name = choose(prepared->manifest, target);
  if (!name) return std::unexpected(std::move(name.error()));
  const auto plugin = *std::ranges::find(prepared->manifest.plugins, *name, &abi::ManifestPlugin::name);
  if (auto ok = check_fit(world, prepared->manifest, plugin, target.file); !ok) return ok;
  if (auto ok = ask_veto(host, &source->bytes(), prepared->manifest, plugin, target.file); !ok) return ok;
  auto library = load_library(host, std::move(*source), std::move(*prepared), target.file, origin);
  if (!library) return std::unexpected(std::move(library.error()));
  try {
    *out = make_handle(host, *library, *name, world).release();
  } catch (...) {
    std::erase(host.libraries, *library);
    close_library(*library);
    throw;
  }
  return {};
}

Result<void> check_reloadable(const tenon_host& host, const WantedPlugin& target) {
  if (target.linked) {
    return fail(TENON_STAGE_USAGE, "E1003", "a static plugin can't be loaded as reloadable: it has no file")
        .at(target.file)
        .help("use tenon_plugin_load");
  }
  if (host.copy == TENON_COPY_NEVER) {
    return fail(TENON_STAGE_USAGE, "E1003",
                "with TENON_COPY_NEVER nothing is reloadable: a build would be overwritten while it runs")
        .at(target.file)
        .help("create the host with TENON_COPY_AUTO");
  }
  return {};
}

Result<void> check_arguments(tenon_host* host, const char* name, const tenon_world* world) {
  if (host == nullptr) return usage("`host` is NULL");
  if (name == nullptr || *name == '\0') return usage("the plugin's name is empty");
  return check_world(world);
}

Result<void> load(tenon_host* host, const char* name, const tenon_world* world, bool reloadable,
                  tenon_plugin** out) {
  if (auto ok = check_arguments(host, name, world); !ok) return ok;
  if (out == nullptr) return usage("`out` of tenon_plugin_load is NULL");
  const std::lock_guard lock(host->mutex);
  auto target = find_target(*host, name);
  if (!target) return std::unexpected(std::move(target.error()));
  if (reloadable) {
    if (auto ok = check_reloadable(*host, *target); !ok) return ok;
    if (auto ok = start_reloader(*host); !ok) return ok;
  }
  if (target->linked) return load_static(*host, *target, *world, out);
  auto file = open_library(target->file);
  if (!file) return std::unexpected(std::move(file.error()));
  const auto loaded = reloadable ? find_loaded_copy(*host, *file, target->file) : find_loaded(*host, *file);
  auto ok = loaded ? load_again(*host, loaded, *file, *target, *world, out)
                   : load_new(*host, std::move(*file), *target, *world, reloadable, out);
  if (!ok || !reloadable) return ok;
  try {
    follow_reloads(**out);
  } catch (...) {
    end_handle(std::exchange(*out, nullptr));
    throw;
  }
  return {};
}

Result<void> check(tenon_host* host, const char* name, const tenon_world* world) {
  if (auto ok = check_arguments(host, name, world); !ok) return ok;
  const std::lock_guard lock(host->mutex);
  auto target = find_target(*host, name);
  if (!target) return std::unexpected(std::move(target.error()));
  if (target->linked) {
    const abi::Manifest& noted = target->linked->noted;
    return check_fit(*world, noted, *target->linked->plugin(target->plugin), target->file);
  }
  auto file = open_library(target->file);
  if (!file) return std::unexpected(std::move(file.error()));
  auto prepared = prepare(*file, target->file);
  if (!prepared) return std::unexpected(std::move(prepared.error()));
  auto chosen = choose(prepared->manifest, *target);
  if (!chosen) return std::unexpected(std::move(chosen.error()));
  const auto plugin = std::ranges::find(prepared->manifest.plugins, *chosen, &abi::ManifestPlugin::name);
  return check_fit(*world, prepared->manifest, *plugin, target->file);
}

}  // namespace
}  // namespace tenon::host

tenon_error* tenon_plugin_check(tenon_host* host, const char* name, const tenon_world* world) {
  return tenon::host::guard([&] { return tenon::host::check(host, name, world); });
}

tenon_error* tenon_plugin_load(tenon_host* host, const char* name, const tenon_world* world,
                               tenon_plugin** out) {
  return tenon::host::guard([&] { return tenon::host::load(host, name, world, false, out); });
}

tenon_error* tenon_plugin_load_reloadable(tenon_host* host, const char* name, const tenon_world* world,
                                          tenon_plugin** out) {
  return tenon::host::guard([&] { return tenon::host::load(host, name, world, true, out); });
}

const char* tenon_plugin_name(const tenon_plugin* plugin) { return plugin->name.c_str(); }
const char* tenon_plugin_file(const tenon_plugin* plugin) { return plugin->file.c_str(); }

// Locks that another thread had are never given back in a child that was forked meanwhile.
const char* tenon_plugin_version(const tenon_plugin* plugin) {
  if (tenon::host::was_forked_at_work()) return "";
  const tenon::host::AtWork at_work;
  const std::lock_guard lock(plugin->mutex);
  return plugin->now.version->c_str();
}

const char* tenon_plugin_metadata(const tenon_plugin* plugin) {
  if (tenon::host::was_forked_at_work()) return nullptr;
  const tenon::host::AtWork at_work;
  const tenon::host::Bound now = tenon::host::bound_to(*plugin);
  try {
    const std::lock_guard lock(plugin->mutex);
    std::string& text = plugin->metadata[now.library->generation];
    if (text.empty()) text = tenon::abi::plugin_metadata(now.library->noted.metadata, plugin->name);
    return text.c_str();
  } catch (const std::bad_alloc&) {
    return nullptr;
  }
}

const tenon_plugin_descriptor* tenon_plugin_descriptor_of(const tenon_plugin* plugin) {
  if (tenon::host::was_forked_at_work()) return nullptr;
  const tenon::host::AtWork at_work;
  return tenon::host::bound_to(*plugin).descriptor;
}

uint64_t tenon_plugin_generation(const tenon_plugin* plugin) {
  if (tenon::host::was_forked_at_work()) return 0;
  const tenon::host::AtWork at_work;
  return tenon::host::bound_to(*plugin).library->generation;
}

// SPDX-License-Identifier: MIT
//
// From a name to a handle. Every step refuses with its own stage; nothing of the plugin runs before
// the last ones.
#include <fcntl.h>

#include <sodium.h>
#include <tenon/abi/version.h>
#include <unistd.h>

#include <algorithm>
#include <array>

#include "host/catalog.hpp"
#include "host/check.hpp"
#include "host/descriptor.hpp"
#include "host/library.hpp"
#include "host/names.hpp"
#include "host/open.hpp"
#include "image/image.hpp"

namespace tenon::host {
namespace {

/// What is to be loaded: a library, and the plugin in it; no name: its only one.
struct Target {
  std::string file;
  std::string plugin;
  std::shared_ptr<Library> linked;  ///< a static library, which has no file
};

Result<Target> find_target(tenon_host& host, const std::string& name) {
  if (name.find('/') == name.npos) {
    auto found = find_plugin(host.places, name);
    if (!found) return std::unexpected(std::move(found.error()));
    return Target{std::move(found->file), name, std::move(found->linked)};
  }
  const std::size_t sign = name.rfind('#');
  const bool named =
      sign != name.npos && sign > name.rfind('/') && faccessat(AT_FDCWD, name.c_str(), F_OK, 0) != 0;
  if (!named) return Target{absolute_path(name), "", nullptr};
  return Target{absolute_path(name.substr(0, sign)), name.substr(sign + 1), nullptr};
}

std::string list_of(const std::vector<abi::ManifestPlugin>& plugins) {
  std::string out;
  for (const abi::ManifestPlugin& p : plugins) out += (out.empty() ? "`" : ", `") + p.name + "`";
  return out;
}

Result<std::string> choose(const abi::Manifest& manifest, const Target& target) {
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

/// A library before it is loaded: its bytes are whole and its manifest is read.
struct Prepared {
  image::Image image;
  abi::Manifest manifest;
};

bool needs_rust_runtime(const std::string& needed) {
  return needed.starts_with("libstd-") && needed.ends_with(".so");
}

Result<Prepared> prepare(const image::File& bytes, const std::string& path) {
  auto image = image::verify(bytes);
  if (!image) return fail(image.error(), path);
  auto manifest = abi::read_manifest(image->note);
  if (!manifest) return fail(manifest.error(), path);
  if (std::ranges::any_of(image->needed, needs_rust_runtime)) {
    return fail(
               TENON_STAGE_LOAD, "E0507",
               "linked with Rust's shared standard library, which crashes when a thread ends after unloading")
        .at(path)
        .help("build it without `-C prefer-dynamic`");
  }
  return Prepared{std::move(*image), std::move(*manifest)};
}

Result<image::File> open_library(const std::string& path) {
  auto file = image::File::open(path);
  if (!file) return fail(file.error(), path);
  return std::move(*file);
}

Result<std::string> sha256_of(const image::File& bytes, const std::string& path) {
  crypto_hash_sha256_state state;
  crypto_hash_sha256_init(&state);
  std::vector<std::uint8_t> block(64 * 1024);
  for (std::uint64_t at = 0; at < bytes.size(); at += block.size()) {
    const std::size_t size = std::min<std::uint64_t>(block.size(), bytes.size() - at);
    if (!bytes.read(at, {block.data(), size}))
      return fail(TENON_STAGE_LOAD, "E0508", "the file changed while it was read").at(path);
    crypto_hash_sha256_update(&state, block.data(), size);
  }
  std::array<unsigned char, crypto_hash_sha256_BYTES> hash;
  crypto_hash_sha256_final(&state, hash.data());
  std::string text(2 * hash.size() + 1, '\0');
  sodium_bin2hex(text.data(), text.size(), hash.data(), hash.size());
  text.pop_back();
  return text;
}

/// `bytes`: nullptr if the library is part of the program.
Result<void> ask_veto(tenon_host& host, const image::File* bytes, const abi::Manifest& manifest,
                      const abi::ManifestPlugin& plugin, const std::string& path) {
  if (host.veto == nullptr) return {};
  auto sha256 = bytes != nullptr ? sha256_of(*bytes, path) : "";
  if (!sha256) return std::unexpected(std::move(sha256.error()));
  const std::uint32_t origin = bytes != nullptr ? TENON_ORIGIN_FILE : TENON_ORIGIN_STATIC;
  const std::string metadata = abi::plugin_metadata(manifest.metadata, plugin.name);
  const tenon_candidate candidate{sizeof candidate,     manifest.language,
                                  path.c_str(),         manifest.library.c_str(),
                                  plugin.name.c_str(),  plugin.version.c_str(),
                                  plugin.world.c_str(), metadata.c_str(),
                                  sha256->c_str(),      origin};
  const char* reason = host.veto(host.veto_ctx, &candidate);
  if (reason == nullptr) return {};
  return fail(TENON_STAGE_VETO, "E0501", "the host refused `" + plugin.name + "`: " + reason).at(path);
}

std::shared_ptr<Library> find_loaded(const tenon_host& host, const image::File& file) {
  const auto found = std::ranges::find_if(
      host.libraries, [&](const auto& l) { return l->source && l->source->holds(file, l->origin); });
  return found == host.libraries.end() ? nullptr : *found;
}

Result<Source> choose_source(tenon_host& host, image::File file, const std::string& path) {
  // A name that the dynamic linker knows already would give the old code.
  const bool copy = wants_copy(host.copy, path) || (host.copy == TENON_COPY_AUTO && Module::is_loaded(path));
  if (copy) return Source::copy(file, path, host.folder);
  return Source(std::move(file), path);
}

Result<void> enter(Library& library) {
  const tenon_entry_function entry = library.module.entry();
  if (entry == nullptr) {
    return fail(TENON_STAGE_LOAD, "E0504", "it has a note, but exports no `tenon_entry` of its own")
        .at(library.file)
        .help("link it with the version script that `tenon build` makes");
  }
  library.descriptor = entry(TENON_CONTRACT);
  return check_descriptor(library.descriptor, library.noted, library.file);
}

Result<void> open_module(tenon_host& host, Library& library, const image::Image& image) {
  auto module = open_source(*library.source, host.folder, image, library.origin, library.file);
  if (!module) return std::unexpected(std::move(module.error()));
  library.module = std::move(*module);
  if (auto ok = enter(library); !ok) {
    library.module.close();
    return ok;
  }
  library.source->settle();
  return {};
}

Result<std::shared_ptr<Library>> load_library(tenon_host& host, Source source, Prepared prepared,
                                              const std::string& path, const image::Identity& origin) {
  auto library = std::make_shared<Library>(std::move(source), std::move(prepared.manifest), path);
  library->folder = folder_of(path);
  library->origin = origin;
  if (auto ok = open_module(host, *library, prepared.image); !ok)
    return std::unexpected(std::move(ok.error()));
  host.libraries.push_back(library);
  return library;
}

std::size_t place_of(const tenon_interface_descriptor* const* all, std::uint32_t count, std::string_view id) {
  for (std::uint32_t i = 0; i < count; i++) {
    if (id == all[i]->id) return i;
  }
  return tenon_plugin::kAbsent;
}

std::unique_ptr<tenon_plugin> make_handle(tenon_host& host, std::shared_ptr<Library> library,
                                          const std::string& name, const tenon_world& world) {
  auto handle = std::make_unique<tenon_plugin>();
  const tenon_plugin_descriptor& d = *library->descriptor_of(name);
  for (std::uint32_t i = 0; i < d.import_count; i++) {
    handle->imports.push_back(place_of(world.imports, world.import_count, d.imports[i]->id));
  }
  for (std::uint32_t i = 0; i < world.export_count; i++) {
    handle->exports.push_back(place_of(d.exports, d.export_count, world.exports[i]->id));
  }
  handle->descriptor = &d;
  handle->world = &world;
  handle->host = &host;
  library->handles++;
  host.handles.push_back(handle.get());
  handle->library = std::move(library);
  return handle;
}

/// Its manifest and code were read when it was registered; what is left are the host's own questions.
Result<void> load_static(tenon_host& host, const Target& target, const tenon_world& world,
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
                        const Target& target, const tenon_world& world, tenon_plugin** out) {
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

Result<void> load_new(tenon_host& host, image::File file, const Target& target, const tenon_world& world,
                      tenon_plugin** out) {
  const image::Identity origin = file.identity();
  if (auto ok = refuse_early(file, target.file); !ok) return ok;
  auto source = choose_source(host, std::move(file), target.file);
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
  *out = make_handle(host, std::move(*library), *name, world).release();
  return {};
}

Result<void> check_arguments(tenon_host* host, const char* name, const tenon_world* world) {
  if (host == nullptr) return usage("`host` is NULL");
  if (name == nullptr || *name == '\0') return usage("the plugin's name is empty");
  return check_world(world);
}

Result<void> load(tenon_host* host, const char* name, const tenon_world* world, tenon_plugin** out) {
  if (auto ok = check_arguments(host, name, world); !ok) return ok;
  if (out == nullptr) return usage("`out` of tenon_plugin_load is NULL");
  const std::lock_guard lock(host->mutex);
  auto target = find_target(*host, name);
  if (!target) return std::unexpected(std::move(target.error()));
  if (target->linked) return load_static(*host, *target, *world, out);
  auto file = open_library(target->file);
  if (!file) return std::unexpected(std::move(file.error()));
  if (const auto loaded = find_loaded(*host, *file))
    return load_again(*host, loaded, *file, *target, *world, out);
  return load_new(*host, std::move(*file), *target, *world, out);
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
  return tenon::host::guard([&] { return tenon::host::load(host, name, world, out); });
}

const char* tenon_plugin_name(const tenon_plugin* plugin) { return plugin->descriptor->name; }
const char* tenon_plugin_version(const tenon_plugin* plugin) { return plugin->descriptor->version; }
const char* tenon_plugin_file(const tenon_plugin* plugin) { return plugin->library->file.c_str(); }
const char* tenon_plugin_metadata(const tenon_plugin* plugin) {
  std::call_once(plugin->metadata_asked_for, [plugin] {
    plugin->metadata = tenon::abi::plugin_metadata(plugin->library->noted.metadata, plugin->descriptor->name);
  });
  return plugin->metadata.c_str();
}
const tenon_plugin_descriptor* tenon_plugin_descriptor_of(const tenon_plugin* plugin) {
  return plugin->descriptor;
}

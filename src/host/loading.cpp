// SPDX-License-Identifier: MIT
#include "host/loading.hpp"

#include <tenon/abi/version.h>

#include <algorithm>

#include "host/descriptor.hpp"
#include "host/hash.hpp"
#include "host/names.hpp"
#include "host/open.hpp"
#include "image/image.hpp"

namespace tenon::host {
namespace {

bool needs_rust_runtime(const std::string& needed) {
  return needed.starts_with("libstd-") && needed.ends_with(".so");
}

/// "plugin `shout`" or "plugins `left`, `right`".
std::string names_of(const std::vector<abi::ManifestPlugin>& plugins) {
  std::string out;
  for (const abi::ManifestPlugin& p : plugins) out += (out.empty() ? " `" : ", `") + p.name + "`";
  return (plugins.size() == 1 ? "plugin" : "plugins") + out;
}

Result<void> enter(Library& library) {
  const tenon_entry_function entry = library.module.entry();
  if (entry == nullptr) {
    return fail(TENON_STAGE_LOAD, "E0504", "it has a note, but exports no `tenon_entry` of its own")
        .at(library.file)
        .help("link it with the version script that `tenon build` makes");
  }
  library.descriptor = entry(TENON_CONTRACT);
  if (auto ok = check_descriptor(library.descriptor, library.noted, library.file); !ok) return ok;
  library.thread_exit = ThreadExit::adopt(library.descriptor->thread_exit);
  return {};
}

Result<void> open_module(tenon_host& host, Library& library, const image::Image& image) {
  library.companions = companions_of(image, library.file);
  auto module = open_source(*library.source, host.folder, image, library.origin, library.file);
  if (!module) return std::unexpected(std::move(module.error()));
  library.module = std::move(*module);
  ClosedUnless entered(library.module);
  if (auto ok = enter(library); !ok) return ok;
  entered.keep();
  library.source->settle();
  return {};
}

}  // namespace

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

Result<void> ask_veto(tenon_host& host, const image::File* bytes, const abi::Manifest& manifest,
                      const abi::ManifestPlugin& plugin, const std::string& path) {
  if (host.veto == nullptr) return {};
  const auto sha256 = bytes != nullptr ? sha256_of(*bytes) : "";
  if (!sha256) return fail(TENON_STAGE_LOAD, "E0508", "the file changed while it was read").at(path);
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

std::shared_ptr<Library> find_loaded_copy(const tenon_host& host, const image::File& file,
                                          const std::string& path) {
  const auto found = std::ranges::find_if(host.libraries, [&](const auto& l) {
    return l->source && l->source->is_copy() && l->file == path && l->source->holds(file, l->origin);
  });
  return found == host.libraries.end() ? nullptr : *found;
}

Result<Source> choose_source(tenon_host& host, image::File file, const std::string& path, bool private_copy) {
  // A name that the dynamic linker knows already would give the old code.
  const bool copy = private_copy || wants_copy(host.copy, path) ||
                    (host.copy == TENON_COPY_AUTO && Module::is_loaded(path));
  if (copy) return Source::copy(file, path, host.folder, host.copy == TENON_COPY_FILE);
  return Source(std::move(file), path);
}

Result<std::shared_ptr<Library>> load_library(tenon_host& host, Source source, Prepared prepared,
                                              const std::string& path, const image::Identity& origin) {
  auto library = std::make_shared<Library>(std::move(source), std::move(prepared.manifest), path);
  library->folder = folder_of(path);
  library->origin = origin;
  library->generation = library->source->generation();
  const auto older = std::ranges::find(host.libraries, path, &Library::file);
  if (older != host.libraries.end()) library->creating = (*older)->creating;
  const std::string what = names_of(library->noted.plugins) + " of " + path;
  host.libraries.reserve(host.libraries.size() + 1);
  if (auto ok = open_module(host, *library, prepared.image); !ok)
    return std::unexpected(std::move(ok.error()));
  // From here on nothing takes memory: it would stay open.
  library->module.describe(what, library->generation, host.reserve);
  host.libraries.push_back(library);
  return library;
}

}  // namespace tenon::host

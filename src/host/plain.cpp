// SPDX-License-Identifier: MIT
//
// Opening and closing; the C functions.
#include "host/plain.hpp"

#include <algorithm>

#include "host/closing.hpp"
#include "host/host.hpp"
#include "host/names.hpp"
#include "host/open.hpp"

namespace tenon::host {

Plain& plain() {
  static auto* const all = new Plain;
  return *all;
}

namespace {

std::shared_ptr<Build> find_open(const image::File& file) {
  const auto& builds = plain().builds;
  const auto found =
      std::ranges::find_if(builds, [&](const auto& b) { return b->source.holds(file, b->origin); });
  return found == builds.end() ? nullptr : *found;
}

/// Whether an earlier content of this very file is mapped without a copy: then the dynamic linker would give
/// that for the new one.
bool older_content_is_mapped(const image::File& file) {
  return std::ranges::any_of(plain().builds, [&](const auto& b) {
    return !b->source.is_copy() && b->origin.device == file.identity().device &&
           b->origin.inode == file.identity().inode;
  });
}

/// A library that the program was linked with is in the process from its own file; a copy would be a second
/// one beside it.
bool is_in_process(const image::File& file, const std::string& path) {
  if (!Module::is_loaded(path) || older_content_is_mapped(file)) return false;
  auto module = Module::open(path);
  if (!module) return false;
  const bool same = module->is_mapped_from(file.identity().inode);
  module->close();
  return same;
}

/// A name that the dynamic linker knows already would give the old code.
bool is_copied(std::uint32_t copy, const std::string& path, bool in_process) {
  if (in_process) return false;
  return wants_copy(copy, path) || (copy == TENON_COPY_AUTO && Module::is_loaded(path));
}

/// `dir/foo` where `dir/libfoo.so` is meant.
std::string path_that_was_meant(const std::string& path) {
  const std::string full = folder_of(path) + "/lib" + std::string(base_name(path)) + ".so";
  return image::File::open(full) ? full : "";
}

Result<image::File> open_file(const std::string& path) {
  auto file = image::File::open(path);
  if (file) return std::move(*file);
  Failure out = fail(file.error(), path);
  const std::string meant = file.error().code == "E0201" ? path_that_was_meant(path) : "";
  if (!meant.empty()) out.help("did you mean `" + meant + "`?");
  return out;
}

Result<std::shared_ptr<Build>> load_build(image::File file, const std::string& path, std::uint32_t copy) {
  const image::Identity origin = file.identity();
  if (auto whole = image::verify_plain(file); !whole) return fail(whole.error(), path);
  const bool in_process = copy != TENON_COPY_ALWAYS && is_in_process(file, path);
  auto source = is_copied(copy, path, in_process) ? Source::copy(file, path, plain().folder)
                                                  : Result<Source>(Source(std::move(file), path));
  if (!source) return std::unexpected(std::move(source.error()));
  auto image = image::verify_plain(source->bytes());
  if (!image) return fail(image.error(), path);
  auto symbols = image::read_symbols(source->bytes());
  if (!symbols) return fail(symbols.error(), path);
  auto build = std::make_shared<Build>(std::move(*source), path, origin);
  build->symbols = std::move(*symbols);
  build->was_there = in_process;
  auto module = open_source(build->source, plain().folder, *image, origin, path);
  if (!module) return std::unexpected(std::move(module.error()));
  build->module = std::move(*module);
  build->source.settle();
  plain().builds.push_back(build);
  return build;
}

}  // namespace

Build::Build(Source from, std::string path, const image::Identity& was)
    : source(std::move(from)),
      file(std::move(path)),
      folder(folder_of(file)),
      origin(was),
      generation(source.generation()) {}

Result<std::shared_ptr<Build>> open_build(const std::string& path, std::uint32_t copy) {
  auto file = open_file(path);
  if (!file) return std::unexpected(std::move(file.error()));
  if (auto build = find_open(*file)) return build;
  return load_build(std::move(*file), path, copy);
}

Outcome close_build(const std::shared_ptr<Build>& build) {
  std::erase(plain().builds, build);
  const std::optional<image::Facts> facts = build->source.facts();
  const std::string unsafe =
      facts ? image::why_keep_plain(*facts)
            : "kept on purpose: its file has changed, so that nothing says whether its code "
              "may still run at a thread's end";
  Outcome out = close_module(build->module, build, facts, build->was_there ? "" : unsafe);
  if (out.state == TENON_UNLOAD_STILL_MAPPED && build->was_there)
    out.reason = "it was in the process before it was opened: the program, or a library of it, uses it";
  return out;
}

namespace {

constexpr std::uint32_t kFlags = TENON_LIBRARY_DEPENDENCIES | TENON_LIBRARY_SYSTEM;

Result<void> check_options(const tenon_library_options& options) {
  if (options.size < sizeof options) {
    return usage("`tenon_library_options.size` is " + std::to_string(options.size) + ", and " +
                 std::to_string(sizeof options) + " is the least")
        .help("set it to `sizeof(tenon_library_options)`");
  }
  if (options.copy > TENON_COPY_NEVER) return usage("`tenon_library_options.copy` is no TENON_COPY_ value");
  if ((options.flags & ~kFlags) != 0)
    return usage("`tenon_library_options.flags` has a bit that is no TENON_LIBRARY_ value");
  if (options.folder_count != 0 && options.folders == nullptr)
    return usage("`tenon_library_options.folders` is NULL");
  for (std::uint32_t i = 0; i < options.folder_count; i++) {
    if (options.folders[i] == nullptr || *options.folders[i] == '\0')
      return usage("`tenon_library_options.folders` has an empty one");
  }
  return {};
}

std::vector<std::string> folders_of(const tenon_library_options& options) {
  std::vector<std::string> out;
  for (std::uint32_t i = 0; i < options.folder_count; i++) out.push_back(absolute_path(options.folders[i]));
  return out;
}

Result<void> open(const char* name, const tenon_library_options* given, tenon_library** out) {
  if (name == nullptr || *name == '\0') return usage("`name` of tenon_library_open is empty");
  if (out == nullptr) return usage("`out` of tenon_library_open is NULL");
  const tenon_library_options none = {sizeof none, TENON_COPY_AUTO, 0, 0, nullptr};
  const tenon_library_options& options = given == nullptr ? none : *given;
  if (auto ok = check_options(options); !ok) return ok;
  const std::lock_guard lock(plain().mutex);
  auto path = find_plain(name, folders_of(options), (options.flags & TENON_LIBRARY_SYSTEM) != 0);
  if (!path) return std::unexpected(std::move(path.error()));
  auto build = open_build(*path, options.copy);
  if (!build) return std::unexpected(std::move(build.error()));
  (*build)->handles++;
  *out = new tenon_library{std::move(*build), options.flags};
  return {};
}

Result<void> close(tenon_library* library, std::uint32_t* state, char** reason) {
  if (library == nullptr) return {};
  const std::lock_guard lock(plain().mutex);
  const std::shared_ptr<Build> build = std::move(library->build);
  delete library;
  const Outcome outcome = --build->handles == 0 ? close_build(build) : Outcome{TENON_UNLOAD_SHARED, ""};
  if (state != nullptr) *state = outcome.state;
  if (reason != nullptr) *reason = outcome.reason.empty() ? nullptr : new_text(outcome.reason);
  return {};
}

Result<void*> find(const tenon_library* library, const char* name, bool function, std::size_t size,
                   const void* out) {
  if (library == nullptr) return usage("`library` is NULL");
  if (name == nullptr || *name == '\0') return usage("the symbol's name is empty");
  if (out == nullptr) return usage("`out` is NULL");
  const bool dependencies = (library->flags & TENON_LIBRARY_DEPENDENCIES) != 0;
  return find_symbol(*library->build, {name, function, size, dependencies});
}

constexpr std::uint32_t kKinds[] = {TENON_SYMBOL_FUNCTION, TENON_SYMBOL_VARIABLE, TENON_SYMBOL_THREAD_LOCAL};

tenon_symbol symbol_of(const Build& build, std::size_t index) {
  const image::Symbol& s = build.symbols[index];
  return {sizeof(tenon_symbol),
          kKinds[static_cast<std::size_t>(s.kind)],
          s.name.c_str(),
          build.readable(index).c_str(),
          s.version.c_str(),
          s.is_default ? 1U : 0U,
          0,
          s.size};
}

}  // namespace
}  // namespace tenon::host

tenon_error* tenon_library_open(const char* name, const tenon_library_options* options, tenon_library** out) {
  return tenon::host::guard([&] { return tenon::host::open(name, options, out); });
}

tenon_error* tenon_library_function(const tenon_library* library, const char* name, tenon_code* out) {
  return tenon::host::guard([&]() -> tenon::host::Result<void> {
    auto found = tenon::host::find(library, name, true, 0, out);
    if (!found) return std::unexpected(std::move(found.error()));
    *out = reinterpret_cast<tenon_code>(*found);
    return {};
  });
}

tenon_error* tenon_library_variable(const tenon_library* library, const char* name, size_t size, void** out) {
  return tenon::host::guard([&]() -> tenon::host::Result<void> {
    auto found = tenon::host::find(library, name, false, size, out);
    if (!found) return std::unexpected(std::move(found.error()));
    *out = *found;
    return {};
  });
}

void tenon_library_symbols(const tenon_library* library, int (*visit)(void*, const tenon_symbol*),
                           void* ctx) {
  for (std::size_t i = 0; i < library->build->symbols.size(); i++) {
    const tenon_symbol symbol = tenon::host::symbol_of(*library->build, i);
    if (visit(ctx, &symbol) != 0) return;
  }
}

const char* tenon_library_file(const tenon_library* library) { return library->build->file.c_str(); }
const char* tenon_library_folder(const tenon_library* library) { return library->build->folder.c_str(); }
uint64_t tenon_library_generation(const tenon_library* library) { return library->build->generation; }

tenon_error* tenon_library_close(tenon_library* library, uint32_t* outcome, char** reason) {
  return tenon::host::guard([&] { return tenon::host::close(library, outcome, reason); });
}

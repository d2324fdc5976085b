// SPDX-License-Identifier: MIT
//
// Builds: from a file to a library in the process, and the end of it.
#include <algorithm>

#include "host/names.hpp"
#include "host/open.hpp"
#include "host/plain.hpp"
#include "host/reserve.hpp"
#include "host/undying.hpp"

namespace tenon::host {

Plain& plain() {
  static const Undying<Plain> all;
  return *all;
}

namespace {

std::shared_ptr<Build> find_open(const image::File& file, bool private_copy) {
  const auto& builds = plain().builds;
  const auto found = std::ranges::find_if(builds, [&](const auto& b) {
    return (b->source.is_copy() || !private_copy) && b->source.holds(file, b->origin);
  });
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

Reading reading_of(const Build& build) {
  std::optional<image::Facts> facts = build.source.facts();
  return {facts, facts ? image::why_keep_plain(*facts)
                       : "kept on purpose: its file has changed, so that nothing says whether its code "
                         "may still run at a thread's end"};
}

Outcome close_build(const std::shared_ptr<Build>& build) noexcept {
  std::erase(plain().builds, build);
  // Others decide when it goes, and all threads may be inside of it.
  if (build->was_there) {
    if (build->module.close()) return {};
    return still_mapped(
        "it was in the process before it was opened: the program, or a library of it, uses it");
  }
  return close_module(std::move(build->kept_place), build->module, build,
                      [&it = *build] { return reading_of(it); });
}

}  // namespace

Build::Build(Source from, std::string path, const image::Identity& was)
    : source(std::move(from)), file(std::move(path)), origin(was), generation(source.generation()) {}

Hold::Hold(std::shared_ptr<Build> build) : build_(std::move(build)) {
  const std::lock_guard lock(plain().mutex);
  build_->holds++;
}

Hold& Hold::operator=(Hold&& other) noexcept {
  if (this == &other) return *this;
  release();
  build_ = std::move(other.build_);
  return *this;
}

Outcome Hold::release() noexcept {
  const std::shared_ptr<Build> build = std::exchange(build_, nullptr);
  if (build == nullptr) return {};
  const std::lock_guard lock(plain().mutex);
  if (--build->holds != 0) return {TENON_UNLOAD_SHARED, ""};
  return close_build(build);
}

Result<image::File> open_plain(const std::string& path) {
  auto file = image::File::open(path);
  if (file) return std::move(*file);
  Failure out = fail(file.error(), path);
  const std::string meant = file.error().code == "E0201" ? path_that_was_meant(path) : "";
  if (!meant.empty()) out.help("did you mean `" + meant + "`?");
  return out;
}

Result<Fresh> prepare_build(image::File file, const std::string& path, std::uint32_t copy) {
  const bool may_share = copy == TENON_COPY_AUTO || copy == TENON_COPY_NEVER;
  if (auto build = find_open(file, !may_share)) return Fresh{build, {}, Hold(build)};
  const image::Identity origin = file.identity();
  if (auto whole = image::verify_plain(file); !whole) return fail(whole.error(), path);
  const bool in_process = may_share && is_in_process(file, path);
  auto source = is_copied(copy, path, in_process)
                    ? Source::copy(file, path, plain().folder, copy == TENON_COPY_FILE)
                    : Result<Source>(Source(std::move(file), path));
  if (!source) return std::unexpected(std::move(source.error()));
  auto image = image::verify_plain(source->bytes());
  if (!image) return fail(image.error(), path);
  auto symbols = image::read_symbols(source->bytes());
  if (!symbols) return fail(symbols.error(), path);
  auto build = std::make_shared<Build>(std::move(*source), path, origin);
  build->symbols = std::move(*symbols);
  build->was_there = in_process;
  build->companions = companions_of(*image, path);
  return Fresh{std::move(build), std::move(*image), {}};
}

Result<Hold> enter_build(Fresh fresh) {
  if (fresh.loaded) return std::move(fresh.loaded);
  const std::shared_ptr<Build>& build = fresh.build;
  const std::string what = "library " + build->file;
  plain().builds.reserve(plain().builds.size() + 1);
  auto module = open_source(build->source, plain().folder, fresh.image, build->origin, build->file);
  if (!module) return std::unexpected(std::move(module.error()));
  build->module = std::move(*module);  // from here on nothing takes memory: it would stay open
  if (!build->was_there) build->module.describe(what, build->generation, wants_reserve(TENON_RESERVE_AUTO));
  build->source.settle();
  plain().builds.push_back(build);
  return Hold(build);
}

}  // namespace tenon::host

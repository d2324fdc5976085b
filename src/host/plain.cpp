// SPDX-License-Identifier: MIT
//
// Handles: tenon/host/library.h.
#include "host/plain.hpp"

#include <algorithm>

#include "host/gate.hpp"
#include "host/host.hpp"
#include "host/names.hpp"

namespace tenon::host {

// Taking a pin changes slots of the thread, and nothing of the handle.
Look::Look(const tenon_library& library) : call_(tenon_call_begin(const_cast<tenon_library*>(&library))) {}

const std::shared_ptr<Build>& Look::shared() const {
  return static_cast<const Reach*>(call_.target)->hold.build();
}

void publish(tenon_library& library, Hold hold, std::vector<SymbolPlace> places) {
  auto reach = std::make_unique<Reach>();
  reach->hold = std::move(hold);
  reach->places = std::move(places);
  reach->generation = reach->hold->generation;
  for (const SymbolPlace& place : reach->places) reach->references.push_back({nullptr, place.address});
  reach->exports = reach->references.data();
  library.reaches.push_back(std::move(reach));
  switch_to(library, library.reaches.back().get());
  if (library.reaches.size() > 1)  // from now on its end waits for those inside of it
    library.reaches.rbegin()[1]->waited_for_since = Clock::now().time_since_epoch().count();
}

std::unique_ptr<tenon_library> make_handle(Hold hold, const std::string& path, std::uint32_t flags,
                                           bool pinned) {
  auto library = std::make_unique<tenon_library>();
  library->file = path;
  library->folder = folder_of(path);
  library->flags = flags;
  library->pinned = pinned;
  publish(*library, std::move(hold), {});
  return library;
}

namespace {

constexpr std::uint32_t kFlags = TENON_LIBRARY_DEPENDENCIES | TENON_LIBRARY_SYSTEM;

Result<void> check_options(const tenon_library_options& options) {
  if (options.size < sizeof options) {
    return usage("`tenon_library_options.size` is " + std::to_string(options.size) + ", and " +
                 std::to_string(sizeof options) + " is the least")
        .help("set it to `sizeof(tenon_library_options)`");
  }
  if (options.copy > TENON_COPY_FILE) return usage("`tenon_library_options.copy` is no TENON_COPY_ value");
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

Result<void> open_named(const char* name, const tenon_library_options* given, tenon_library** out) {
  if (name == nullptr || *name == '\0') return usage("`name` of tenon_library_open is empty");
  if (out == nullptr) return usage("`out` of tenon_library_open is NULL");
  const tenon_library_options none = {sizeof none, TENON_COPY_AUTO, 0, 0, nullptr};
  const tenon_library_options& options = given == nullptr ? none : *given;
  if (auto ok = check_options(options); !ok) return ok;
  const std::lock_guard lock(plain().mutex);
  auto path = find_plain(name, folders_of(options), (options.flags & TENON_LIBRARY_SYSTEM) != 0);
  if (!path) return std::unexpected(std::move(path.error()));
  auto file = open_plain(*path);
  if (!file) return std::unexpected(std::move(file.error()));
  auto fresh = prepare_build(std::move(*file), *path, options.copy);
  if (!fresh) return std::unexpected(std::move(fresh.error()));
  auto hold = enter_build(std::move(*fresh));
  if (!hold) return std::unexpected(std::move(hold.error()));
  *out = make_handle(std::move(*hold), *path, options.flags, false).release();
  (*out)->copy = options.copy;
  return {};
}

Result<void> pin(const tenon_library* library, tenon_library** out) {
  if (library == nullptr) return usage("`library` of tenon_library_pin is NULL");
  if (out == nullptr) return usage("`out` of tenon_library_pin is NULL");
  const Look inside(*library);
  *out = make_handle(Hold(inside.shared()), library->file, library->flags, true).release();
  return {};
}

/// Takes no memory, unless it refuses.
Result<void> refuse_while_inside(const tenon_library& library) {
  Inside inside;
  for (const auto& reach : library.reaches) {
    const Target* const target[] = {reach.get()};
    if (!inside) inside = find_inside(target);
  }
  if (!inside && !library.busy) return {};
  const std::string who = inside.thread == 0 ? "a call" : "thread " + std::to_string(inside.thread);
  return fail(TENON_STAGE_UNLOAD, "E0528", library.busy ? "it is being reloaded" : who + " is inside of it")
      .at(library.file)
      .help("close it when that has ended");
}

Result<void> close_plain(tenon_library* library, std::uint32_t* state, char** reason) {
  if (library == nullptr) return {};
  Outcome outcome;
  {
    const std::lock_guard lock(library->mutex);
    if (auto ok = refuse_while_inside(*library); !ok) return ok;
    retire_some(*library);
    outcome = library->reaches.back()->hold.release();
  }
  delete library;
  if (state != nullptr) *state = outcome.state;
  if (reason != nullptr) *reason = new_reason(outcome);
  return {};
}

Result<void*> find(const tenon_library* library, const char* name, bool function, std::size_t size,
                   const void* out) {
  if (library == nullptr) return usage("`library` is NULL");
  if (name == nullptr || *name == '\0') return usage("the symbol's name is empty");
  if (out == nullptr) return usage("`out` is NULL");
  const bool dependencies = (library->flags & TENON_LIBRARY_DEPENDENCIES) != 0;
  const Look inside(*library);
  auto found = find_symbol(inside.build(), {name, function, size, dependencies});
  if (!found) return std::unexpected(std::move(found.error()));
  return address_of(inside.build(), *found);
}

constexpr std::uint32_t kKinds[] = {TENON_SYMBOL_FUNCTION, TENON_SYMBOL_VARIABLE, TENON_SYMBOL_THREAD_LOCAL};

/// As the linker knows it where there is no memory for more.
const char* readable_name(const Build& build, std::size_t index) noexcept {
  try {
    return build.readable(index).c_str();
  } catch (const std::bad_alloc&) {
    return build.symbols[index].name.c_str();
  }
}

tenon_symbol symbol_of(const Build& build, std::size_t index) {
  const image::Symbol& s = build.symbols[index];
  return {sizeof(tenon_symbol),
          kKinds[static_cast<std::size_t>(s.kind)],
          s.name.c_str(),
          readable_name(build, index),
          s.version.c_str(),
          s.is_default ? 1U : 0U,
          0,
          s.size};
}

}  // namespace
}  // namespace tenon::host

tenon_error* tenon_library_open(const char* name, const tenon_library_options* options, tenon_library** out) {
  return tenon::host::guard([&] { return tenon::host::open_named(name, options, out); });
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
  const tenon::host::Look inside(*library);
  for (std::size_t i = 0; i < inside.build().symbols.size(); i++) {
    const tenon_symbol symbol = tenon::host::symbol_of(inside.build(), i);
    if (visit(ctx, &symbol) != 0) return;
  }
}

const char* tenon_library_file(const tenon_library* library) { return library->file.c_str(); }
const char* tenon_library_folder(const tenon_library* library) { return library->folder.c_str(); }
uint64_t tenon_library_generation(const tenon_library* library) {
  return tenon::host::Look(*library).build().generation;
}

tenon_error* tenon_library_pin(const tenon_library* library, tenon_library** out) {
  return tenon::host::guard([&] { return tenon::host::pin(library, out); });
}

tenon_error* tenon_library_close(tenon_library* library, uint32_t* outcome, char** reason) {
  return tenon::host::guard([&] { return tenon::host::close_plain(library, outcome, reason); });
}

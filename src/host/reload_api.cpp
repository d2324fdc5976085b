// SPDX-License-Identifier: MIT
//
// tenon/host/reload.h, but for what is in load.cpp.
#include <algorithm>

#include "host/events.hpp"
#include "host/gate.hpp"
#include "host/making.hpp"
#include "host/reload.hpp"
#include "host/reloader.hpp"
#include "host/retire.hpp"

namespace tenon::host {
namespace {

void fill_in(std::uint32_t& value, std::uint32_t by_default) {
  if (value == 0) value = by_default;
}

constexpr std::size_t kReloadOptionsSize = sizeof(tenon_reload_options);

Result<void> set_reload(tenon_host* host, const tenon_reload_options* options) {
  if (host == nullptr) return usage("`host` of tenon_host_set_reload is NULL");
  if (options == nullptr) return usage("`options` of tenon_host_set_reload is NULL");
  if (options->size < kReloadOptionsSize) {
    return usage("`tenon_reload_options.size` is " + std::to_string(options->size) + ", and " +
                 std::to_string(kReloadOptionsSize) + " is the least")
        .help("set it to `sizeof(tenon_reload_options)`");
  }
  if (options->watch > TENON_WATCH_THREAD)
    return usage("`tenon_reload_options.watch` is no TENON_WATCH_ value");
  const std::lock_guard lock(host->mutex);
  if (host->reloader != nullptr)
    return usage("tenon_host_set_reload came after the first reloadable plugin was loaded");
  host->reload = *options;
  fill_in(host->reload.settle_ms, kReloadDefaults.settle_ms);
  fill_in(host->reload.poll_ms, kReloadDefaults.poll_ms);
  fill_in(host->reload.patience_ms, kReloadDefaults.patience_ms);
  fill_in(host->reload.quiet_ms, kReloadDefaults.quiet_ms);
  return {};
}

Failure put_off(const Library& library, const char* from) {
  return fail(TENON_STAGE_RELOAD, "E1001", "a reload was asked for from inside of " + std::string(from))
      .at(library.file)
      .help("it is done once that has ended");
}

std::unexpected<Error> told_put_off(tenon_host& host, const Library& library, const char* from) {
  Error error = put_off(library, from).take();
  error->text = render(*error);
  tell_failure(host, TENON_RELOAD_PUT_OFF, library, *error, Clock::now());
  host.reloader->try_again(library.file);
  return std::unexpected(std::move(error));
}

/// In the host's turn. What fails is told.
Result<Reloaded> reload_and_tell(tenon_host& host, const std::shared_ptr<Library>& old) {
  const auto begin = Clock::now();
  try {
    auto done = reload(host, old, false);
    if (done) return done;
    const tenon_error& error = *done.error();
    done.error()->text = render(error);
    tell_end(host, is_put_off(error) ? TENON_RELOAD_PUT_OFF : TENON_RELOAD_FAILED, *old, error, begin);
    if (is_put_off(error)) host.reloader->try_again(old->file);
    return done;
  } catch (const std::bad_alloc&) {
    tell_end(host, TENON_RELOAD_FAILED, *old, *out_of_memory(), begin);
    throw;
  }
}

Result<Reloaded> reload_in_turn(const tenon_plugin& plugin) {
  tenon_host& host = *plugin.host;
  std::shared_ptr<Library> old = bound_to(plugin).library;
  if (is_own_thread_inside(*old)) return told_put_off(host, *old, "a call of the library");
  if (is_making(host)) return told_put_off(host, *old, "a plugin's `create` or `destroy`");
  const Turn turn(host);
  if (turn.nested()) return told_put_off(host, *old, "another reload");
  old = bound_to(plugin).library;  // another reload may have come before
  return reload_and_tell(host, old);
}

Result<void> reload_now(tenon_plugin* plugin, std::uint32_t* outcome) {
  if (plugin == nullptr) return usage("`plugin` of tenon_plugin_reload is NULL");
  if (!plugin->reloadable) {
    return fail(TENON_STAGE_USAGE, "E1003", "`" + plugin->name + "` wasn't loaded as reloadable")
        .at(plugin->file)
        .help("load it with tenon_plugin_load_reloadable");
  }
  auto done = reload_in_turn(*plugin);
  if (!done) return std::unexpected(std::move(done.error()));
  if (outcome != nullptr) *outcome = *done == Reloaded::replaced ? TENON_RELOADED : TENON_UNCHANGED;
  return {};
}

/// Nothing where there is none yet, or a thread of its own drives it.
Reloader* reloader_to_drive(tenon_host& host) {
  const std::lock_guard lock(host.mutex);
  return host.reload.watch == TENON_WATCH_THREAD ? nullptr : host.reloader.get();
}

Result<void> update(tenon_host* host, std::uint32_t* next_ms) {
  if (host == nullptr) return usage("`host` of tenon_host_update is NULL");
  constexpr std::uint32_t kSoon = 10, kLate = 1000;
  std::uint32_t next = kLate;
  if (Reloader* const reloader = reloader_to_drive(*host)) {
    const std::unique_lock turn(host->reloading, std::try_to_lock);
    next = kSoon;
    if (turn && !host->is_reloading && !is_making(*host)) {
      const Turn own(*host);
      const auto left = std::chrono::ceil<std::chrono::milliseconds>(reloader->step() - Clock::now());
      next = static_cast<std::uint32_t>(std::clamp<std::int64_t>(left.count(), 0, kLate));
    }
  }
  if (next_ms != nullptr) *next_ms = next;
  return {};
}

std::vector<Unwatched> unwatched_of(tenon_host& host) {
  const std::lock_guard lock(host.mutex);
  return host.reloader == nullptr ? std::vector<Unwatched>() : host.reloader->unwatched();
}

Result<void> unwatched(tenon_host* host, tenon_unwatched_visitor visit, void* ctx) {
  if (host == nullptr) return usage("`host` of tenon_host_unwatched is NULL");
  if (visit == nullptr) return usage("`visit` of tenon_host_unwatched is NULL");
  for (const Unwatched& one : unwatched_of(*host)) visit(ctx, one.folder.c_str(), one.reason.c_str());
  return {};
}

}  // namespace
}  // namespace tenon::host

tenon_error* tenon_host_set_reload(tenon_host* host, const tenon_reload_options* options) {
  return tenon::host::guard([&] { return tenon::host::set_reload(host, options); });
}

tenon_error* tenon_plugin_reload(tenon_plugin* plugin, uint32_t* outcome) {
  return tenon::host::guard([&] { return tenon::host::reload_now(plugin, outcome); });
}

tenon_error* tenon_host_update(tenon_host* host, uint32_t* next_ms) {
  return tenon::host::guard([&] { return tenon::host::update(host, next_ms); });
}

tenon_error* tenon_host_unwatched(tenon_host* host, tenon_unwatched_visitor visit, void* ctx) {
  return tenon::host::guard([&] { return tenon::host::unwatched(host, visit, ctx); });
}

int tenon_host_update_descriptor(tenon_host* host) {
  if (host == nullptr || tenon::host::was_forked_at_work()) return -1;
  const tenon::host::AtWork at_work;
  const std::lock_guard lock(host->mutex);
  return host->reloader == nullptr || host->reload.watch != TENON_WATCH_UPDATE ? -1
                                                                               : host->reloader->descriptor();
}

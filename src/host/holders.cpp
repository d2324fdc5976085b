// SPDX-License-Identifier: MIT
//
// Who is in the way of a reload, or of an old build's end.
#include <tenon/host/library_reload.h>
#include <tenon/host/reload.h>

#include <algorithm>
#include <map>
#include <string_view>

#include "host/events.hpp"
#include "host/gate.hpp"
#include "host/plain.hpp"
#include "host/retire.hpp"
#include "host/threads.hpp"

namespace tenon::host {
namespace {

using Visit = void (*)(void* ctx, const tenon_holder* holder);

std::uint64_t waiting(Clock::rep since) {
  if (since == 0) return 0;
  return nanoseconds(Clock::now().time_since_epoch() - Clock::duration(since));
}

tenon_holder holder_of(std::uint32_t kind, std::uint64_t generation, const char* plugin) {
  tenon_holder out{};
  out.size = sizeof out;
  out.kind = kind;
  out.count = 1;
  out.plugin = plugin;
  out.generation = generation;
  return out;
}

tenon_holder holder_of(std::uint32_t kind, const Target& target) {
  tenon_holder out =
      holder_of(kind, target.generation, target.descriptor == nullptr ? nullptr : target.descriptor->name);
  out.instance = target.instance;
  out.waiting_ns = waiting(target.waited_for_since);
  return out;
}

/// Slots are read while their threads go on, so only targets that are known are looked into.
std::vector<std::shared_ptr<Target>> targets_of(tenon_host& host, const std::string& file) {
  const std::lock_guard lock(host.targets_mutex);
  std::vector<std::shared_ptr<Target>> out;
  for (const auto& target : host.targets)
    if (target->library->file == file) out.push_back(target);
  return out;
}

/// `targets`: pointers to Targets of some kind.
template <class Pointers>
void visit_threads(const Pointers& targets, Visit visit, void* ctx) {
  visit_pins([&](const Pinned& pin) {
    const auto known =
        std::ranges::find(targets, pin.target, [](const auto& target) { return target.get(); });
    if (known == targets.end()) return true;
    tenon_holder holder = holder_of(pin.held ? TENON_HOLDER_PIN : TENON_HOLDER_CALL, **known);
    holder.thread = pin.thread;
    visit(ctx, &holder);
    return true;
  });
  for (const auto& target : targets) {
    tenon_holder holder = holder_of(TENON_HOLDER_COUNTED, *target);
    holder.count = target->counted.load(std::memory_order_relaxed);
    if (holder.count != 0) visit(ctx, &holder);
  }
}

void visit_objects(const Library& library, std::uint64_t waited, Visit visit, void* ctx) {
  for (std::uint32_t i = 0; i < library.descriptor->plugin_count; i++) {
    const tenon_plugin_descriptor& plugin = *library.descriptor->plugins[i];
    visit_live_objects(plugin, [&](const tenon_resource_descriptor& resource, std::uint64_t live) {
      tenon_holder holder = holder_of(TENON_HOLDER_OBJECT, library.generation, plugin.name);
      holder.count = live;
      holder.type = resource.type;
      holder.waiting_ns = waited;
      visit(ctx, &holder);
    });
  }
}

/// One that is loaded.
void visit_library(const tenon_host& host, const Library& library, Visit visit, void* ctx) {
  visit_objects(library, 0, visit, ctx);
  for (const tenon_plugin* plugin : host.handles) {
    if (plugin->reloadable || plugin->now.library.get() != &library) continue;
    const tenon_holder holder = holder_of(TENON_HOLDER_HANDLE, library.generation, plugin->name.c_str());
    visit(ctx, &holder);
  }
}

/// Under the host's lock: no library is closed meanwhile.
void visit_libraries(tenon_host& host, const std::string& file, Visit visit, void* ctx) {
  for (const auto& library : host.libraries)
    if (library->file == file) visit_library(host, *library, visit, ctx);
  for (const Place& place : host.places)
    if (place.library != nullptr && place.library->handles != 0 && place.path == file)
      visit_library(host, *place.library, visit, ctx);
  for (const auto& left : host.retiring) {
    if (left->library->file != file || !left->close) continue;  // others are among the host's libraries
    visit_objects(*left->library, nanoseconds(Clock::now() - left->since), visit, ctx);
  }
}

Result<void> holders(tenon_plugin* plugin, Visit visit, void* ctx) {
  if (plugin == nullptr) return usage("`plugin` of tenon_plugin_holders is NULL");
  if (visit == nullptr) return usage("`visit` of tenon_plugin_holders is NULL");
  const std::lock_guard lock(plugin->host->mutex);  // libraries stay: their texts are handed out
  visit_threads(targets_of(*plugin->host, plugin->file), visit, ctx);
  visit_libraries(*plugin->host, plugin->file, visit, ctx);
  return {};
}

/// Other handles of the process, to any build of the file, also to those that this one has left.
void visit_handles(const tenon_library& library, Visit visit, void* ctx) {
  const std::lock_guard lock(plain().mutex);
  for (const auto& build : plain().builds) {
    if (build->file != library.file) continue;
    const auto own = static_cast<std::size_t>(std::ranges::count_if(
        library.reaches, [&](const auto& reach) { return reach->hold.build() == build; }));
    if (build->holds <= own) continue;
    tenon_holder holder = holder_of(TENON_HOLDER_HANDLE, build->generation, nullptr);
    holder.count = build->holds - own;
    visit(ctx, &holder);
  }
}

Result<void> holders(tenon_library* library, Visit visit, void* ctx) {
  if (library == nullptr) return usage("`library` of tenon_library_holders is NULL");
  if (visit == nullptr) return usage("`visit` of tenon_library_holders is NULL");
  const std::lock_guard lock(library->mutex);
  visit_threads(library->reaches, visit, ctx);
  visit_handles(*library, visit, ctx);
  return {};
}

/// Under the host's lock. What a reload or a recreation leaves is among `retiring` before its instance can be
/// destroyed, and until `destroy` has run.
bool has_remains(const tenon_host& host, std::string_view file) {
  const auto goes_on = [&](const auto& left) { return left->library->file == file && !left->outcome; };
  const auto has_any = [&](const std::shared_ptr<Library>& library) {
    return library != nullptr && library->file == file && has_objects(*library);
  };
  return std::ranges::any_of(host.retiring, goes_on) || std::ranges::any_of(host.libraries, has_any) ||
         std::ranges::any_of(host.places, has_any, &Place::library);
}

}  // namespace
}  // namespace tenon::host

int tenon_host_has_remains(tenon_host* host, const char* file) {
  if (host == nullptr || file == nullptr) return 0;
  if (tenon::host::was_forked_at_work()) return 1;
  const tenon::host::AtWork at_work;
  const std::lock_guard lock(host->mutex);
  return tenon::host::has_remains(*host, file) ? 1 : 0;
}

tenon_error* tenon_library_holders(tenon_library* library, void (*visit)(void*, const tenon_holder*),
                                   void* ctx) {
  return tenon::host::guard([&] { return tenon::host::holders(library, visit, ctx); });
}

tenon_error* tenon_plugin_holders(tenon_plugin* plugin, void (*visit)(void*, const tenon_holder*),
                                  void* ctx) {
  return tenon::host::guard([&] { return tenon::host::holders(plugin, visit, ctx); });
}

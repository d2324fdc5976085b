// SPDX-License-Identifier: MIT
//
// The way back, refused while something of the plugin is in use.
#include <tenon/abi/note.h>

#include <algorithm>
#include <thread>

#include "host/making.hpp"
#include "host/names.hpp"
#include "host/probe.hpp"
#include "host/reloader.hpp"
#include "host/retire.hpp"
#include "host/unload.hpp"
#include "image/image.hpp"

namespace tenon::host {
namespace {

bool is_last_of_plugin(const tenon_plugin& plugin) {
  return std::ranges::none_of(plugin.host->handles, [&](const tenon_plugin* other) {
    return other != &plugin && other->now.descriptor == plugin.now.descriptor;
  });
}

/// A library that this handle doesn't close may be used by anybody.
bool closes_library(const tenon_plugin& plugin) {
  return plugin.now.library->handles == 1 && !plugin.now.library->is_static();
}

/// Early: what else there is to say would be wrong advice inside of a call.
Result<void> refuse_inside_own_call(const tenon_plugin& plugin, const std::string& name) {
  if (!closes_library(plugin)) return {};
  const auto self = this_thread_in(plugin.now.library->module.extent());
  if (!self || self->certainty != Suspect::kInside) return {};
  return fail(TENON_STAGE_UNLOAD, "E0704", "this thread is inside of " + name)
      .at(plugin.file)
      .help("unload it after the plugin's function has returned");
}

/// Threads that it starts itself and doesn't report. All others come by calls, whose instances are counted.
Uncounted uncounted_in(const std::optional<image::Facts>& facts) {
  return !facts || image::starts_threads(*facts) ? Uncounted::kThreads : Uncounted::kNobody;
}

Result<void> refuse_while_others_inside(const tenon_plugin& plugin, const std::string& name) {
  if (!closes_library(plugin) || uncounted_in(plugin.now.library->source->facts()) == Uncounted::kNobody)
    return {};
  for (const Suspect& suspect : other_threads_in(plugin.now.library->module.extent())) {
    if (suspect.certainty != Suspect::kInside) continue;
    return fail(TENON_STAGE_UNLOAD, "E0705",
                "thread " + std::to_string(suspect.thread) + " (`" + suspect.name + "`) is inside of " + name)
        .at(plugin.file)
        .help("wait until it has returned or ended, then unload");
  }
  return {};
}

Result<void> refuse_while_used(const tenon_plugin& plugin) {
  const std::string name = "`" + plugin.name + "`";
  if (auto ok = refuse_while_moving(plugin, [&] { return name + " can't be unloaded"; }); !ok) return ok;
  if (plugin.busy != 0) return own_making(plugin, name + " can't be unloaded");
  if (auto ok = refuse_inside_own_call(plugin, name); !ok) return ok;
  if (const std::size_t instances = plugin.instances.size(); instances != 0) {
    const std::string count = std::to_string(instances) + (instances == 1 ? " instance" : " instances");
    return fail(TENON_STAGE_UNLOAD, "E0701", name + " still has " + count)
        .at(plugin.file)
        .help("destroy its instances first");
  }
  if (!is_last_of_plugin(plugin)) return {};
  if (has_objects(*plugin.now.descriptor)) {
    plugin.now.library->had_objects = true;
    const std::string objects = live_objects(*plugin.now.descriptor);
    return fail(TENON_STAGE_UNLOAD, "E0702", "objects of " + name + " are still alive: " + objects)
        .at(plugin.file)
        .help("drop them first; the host, or another plugin, holds them");
  }
  if (plugin.now.library->handles != 1) return {};
  if (auto ok = refuse_while_left_is_used(*plugin.host, *plugin.now.library, name + " can't be unloaded");
      !ok)
    return ok;
  return refuse_while_others_inside(plugin, name);
}

Result<void> unload(tenon_plugin* plugin, std::uint32_t* state, char** reason) {
  if (plugin == nullptr) return usage("`plugin` of tenon_plugin_unload is NULL");
  const Creating creating(*plugin);
  const std::lock_guard lock(plugin->host->mutex);
  if (auto ok = refuse_while_used(*plugin); !ok) return ok;
  const std::string name = plugin->name;
  const AccountHold account = plugin->now.library->accounts.of(*plugin->now.descriptor);
  const bool last = is_last_of_plugin(*plugin);
  if (closes_library(*plugin) && plugin->now.library->had_objects) std::this_thread::sleep_for(kLastSteps);
  Outcome outcome = end_handle(plugin);
  if (last) add_left(outcome, *account, name);
  if (state != nullptr) *state = outcome.state;
  if (reason != nullptr) *reason = new_reason(outcome);
  return {};
}

/// Why it must never be closed, or "". Other languages' keys are looked for in libc (host/closing.cpp).
std::string why_unsafe(const Library& library, const std::optional<image::Facts>& facts) {
  const bool rust = library.noted.language == TENON_LANGUAGE_RUST;
  if (!rust || (facts ? !image::unsafe_to_close(*facts) : library.thread_exit.reports())) return "";
  return "kept on purpose: it imports `pthread_key_create`, and what it left there would run after it was "
         "unmapped";
}

Reading reading_of(Library& library) {
  std::optional<image::Facts> facts = library.source->facts();
  const bool stays = facts && facts->nodelete;  // so its thread-locals go on
  return {facts, why_unsafe(library, facts), uncounted_in(facts), stays ? nullptr : &library.thread_exit};
}

}  // namespace

Outcome end_handle(tenon_plugin* plugin) noexcept {
  tenon_host& host = *plugin->host;
  const std::shared_ptr<Library> library = plugin->now.library;
  if (plugin->reloadable) no_longer_follow(*plugin);
  std::erase(host.handles, plugin);
  delete plugin;
  if (--library->handles != 0) return {TENON_UNLOAD_SHARED, ""};
  std::erase(host.libraries, library);  // first: code of it that runs may load plugins
  end_what_is_left(host, *library);
  return close_library(library);
}

void add_left(Outcome& outcome, const Account& account, const std::string& plugin) noexcept {
  try {
    const std::string left = describe_left(account, plugin);
    if (!left.empty()) outcome.reason += (outcome.reason.empty() ? "" : "; ") + left;
  } catch (const std::bad_alloc&) {  // it is gone all the same
  }
}

Outcome close_library(const std::shared_ptr<Library>& library) noexcept {
  if (library->is_static()) return still_mapped("it is part of the program, which keeps it until it ends");
  return close_module(std::move(library->kept_place), library->module, library,
                      [&it = *library] { return reading_of(it); });
}

}  // namespace tenon::host

tenon_error* tenon_plugin_unload(tenon_plugin* plugin, uint32_t* outcome, char** reason) {
  return tenon::host::guard([&] { return tenon::host::unload(plugin, outcome, reason); });
}

#pragma once
// SPDX-License-Identifier: MIT
//
// Loaded plugins and their instances, for generated classes and for hosts that want to do more than
// load and call. See host/plugin.h and host/instance.h.
#include <chrono>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "../host.h"
#include "error.hpp"
#include "host.hpp"

namespace tenon {

/// How an unload ended.
struct Unloaded {
  std::uint32_t outcome;  ///< TENON_UNLOAD_...
  std::string reason;  ///< what keeps it mapped, and what memory the plugin left if that is counted; or empty
};

/// Who is inside of a plugin's library, or holds something of it: tenon_holder, with texts of its own.
struct Holder {
  std::uint32_t kind;  ///< TENON_HOLDER_...
  std::uint64_t count;
  std::int64_t thread;             ///< the system's number, or 0
  const tenon_instance* instance;  ///< that is called or pinned, or nullptr; only to be compared
  std::string plugin;              ///< "" for a library that is none
  std::string type;                ///< of objects
  std::uint64_t generation;
  std::chrono::nanoseconds waiting;  ///< how long a reload, or the end of an old build, has waited for it
};

namespace detail {
/// To a std::vector<Holder>.
inline void add_holder(void* out, const tenon_holder* h) {
  static_cast<std::vector<Holder>*>(out)->push_back(
      {h->kind, h->count, h->thread, h->instance, h->plugin == nullptr ? "" : h->plugin,
       h->type == nullptr ? "" : h->type, h->generation, std::chrono::nanoseconds(h->waiting_ns)});
}
}  // namespace detail

/// A handle to one plugin of a loaded library. Unloads when it ends.
class Plugin {
 public:
  /// `name` as in tenon_plugin_load.
  static expected<Plugin, Error> load(const Host& host, const std::string& name, const tenon_world& world) {
    tenon_plugin* plugin = nullptr;
    if (tenon_error* error = tenon_plugin_load(host.get(), name.c_str(), &world, &plugin))
      return unexpected<Error>(detail::adopt_error(error));
    return Plugin(plugin);
  }
  /// One that may be replaced while the program runs: see host/reload.h.
  static expected<Plugin, Error> load_reloadable(const Host& host, const std::string& name,
                                                 const tenon_world& world) {
    tenon_plugin* plugin = nullptr;
    if (tenon_error* error = tenon_plugin_load_reloadable(host.get(), name.c_str(), &world, &plugin))
      return unexpected<Error>(detail::adopt_error(error));
    return Plugin(plugin);
  }
  /// Whether `load` would take it; nothing of the plugin runs.
  static expected<void, Error> check(const Host& host, const std::string& name, const tenon_world& world) {
    return detail::outcome(tenon_plugin_check(host.get(), name.c_str(), &world));
  }

  const char* name() const noexcept { return tenon_plugin_name(plugin_.get()); }
  const char* version() const noexcept { return tenon_plugin_version(plugin_.get()); }
  const char* file() const noexcept { return tenon_plugin_file(plugin_.get()); }
  /// JSON; nullptr if there is no memory for it.
  const char* metadata() const noexcept { return tenon_plugin_metadata(plugin_.get()); }
  tenon_plugin* get() const noexcept { return plugin_.get(); }

  /// Greater than that of every earlier build. Follows reloads.
  std::uint64_t generation() const noexcept { return tenon_plugin_generation(plugin_.get()); }
  /// Replaces the library if its file has other content than what is loaded; whether it had. An error
  /// leaves everything as it was.
  expected<bool, Error> reload() {
    std::uint32_t outcome = TENON_UNCHANGED;
    if (tenon_error* error = tenon_plugin_reload(plugin_.get(), &outcome))
      return unexpected<Error>(detail::adopt_error(error));
    return outcome == TENON_RELOADED;
  }
  expected<std::vector<Holder>, Error> holders() const {
    std::vector<Holder> out;
    if (tenon_error* error = tenon_plugin_holders(plugin_.get(), detail::add_holder, &out))
      return unexpected<Error>(detail::adopt_error(error));
    return out;
  }

  /// What it uses: see host/account.h.
  expected<tenon_account, Error> account() const {
    tenon_account account{};
    account.size = sizeof account;
    if (tenon_error* error = tenon_plugin_account(plugin_.get(), &account))
      return unexpected<Error>(detail::adopt_error(error));
    return account;
  }

  /// Refused, and the handle stays, while instances or objects of the plugin are alive.
  expected<Unloaded, Error> unload() {
    Unloaded unloaded{};
    char* reason = nullptr;
    if (tenon_error* error = tenon_plugin_unload(plugin_.get(), &unloaded.outcome, &reason))
      return unexpected<Error>(detail::adopt_error(error));
    static_cast<void>(plugin_.release());
    unloaded.reason = detail::adopt_text(reason);
    return unloaded;
  }

 private:
  struct Deleter {
    // A refusal leaves the library loaded: its objects still need it.
    void operator()(tenon_plugin* plugin) const noexcept {
      tenon_error_delete(tenon_plugin_unload(plugin, nullptr, nullptr));
    }
  };
  explicit Plugin(tenon_plugin* plugin) : plugin_(plugin) {}
  std::unique_ptr<tenon_plugin, Deleter> plugin_;
};

/// A live plugin with its own state; ends it when it ends. If that is refused, because a call under a pin is
/// inside of it, it stays for ever.
class Instance {
 public:
  /// `imports` in the order of the world's; what they refer to outlives the instance and its objects:
  /// see tenon_instance_create.
  static expected<Instance, Error> create(const Plugin& plugin, const tenon_reference* imports) {
    tenon_instance* instance = nullptr;
    if (tenon_error* error = tenon_instance_create(plugin.get(), imports, &instance))
      return unexpected<Error>(detail::adopt_error(error));
    return Instance(instance);
  }

  tenon_reference reference(std::uint32_t index) const noexcept {
    return tenon_instance_export(instance_.get(), index);
  }
  bool poisoned() const noexcept { return tenon_instance_poisoned(instance_.get()) != 0; }
  /// What the plugin said when it trapped last, or nullptr.
  const char* trap() const noexcept { return tenon_instance_trap(instance_.get()); }
  /// A fresh state in place of the old one; on failure the old one stays.
  expected<void, Error> recreate() { return detail::outcome(tenon_instance_recreate(instance_.get())); }
  /// Refused, and the instance stays, while a call or a pin is inside of it.
  expected<void, Error> destroy() {
    auto done = detail::outcome(tenon_instance_destroy(instance_.get()));
    if (done) static_cast<void>(instance_.release());
    return done;
  }
  tenon_instance* get() const noexcept { return instance_.get(); }

 private:
  struct Deleter {
    void operator()(tenon_instance* instance) const noexcept {
      tenon_error_delete(tenon_instance_destroy(instance));
    }
  };
  explicit Instance(tenon_instance* instance) : instance_(instance) {}

  std::unique_ptr<tenon_instance, Deleter> instance_;
};

}  // namespace tenon

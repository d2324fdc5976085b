#pragma once
// SPDX-License-Identifier: MIT
//
// A host's side of Tenon: where plugins are looked for. See host/options.h.
#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "../host.h"
#include "error.hpp"
#include "unwatched.hpp"

namespace tenon {

/// How plugins are replaced; see tenon_reload_options.
struct ReloadOptions {
  std::uint32_t watch = TENON_WATCH_NONE;
  std::chrono::milliseconds settle{50};  ///< a file counts as written when it was left alone for this long
  std::chrono::milliseconds poll{1000};
  std::chrono::milliseconds patience{10'000};
  std::chrono::milliseconds quiet{1000};  ///< how long calls may have to wait while state moves
  bool poll_only = false;
  /// Called on the thread that reloads; what it throws is dropped. It may call plugins, and nothing that
  /// loads, reloads or unloads.
  std::function<void(const tenon_reload_event&)> listener = {};
};

/// How plugins are loaded; members as in tenon_host_options.
struct HostOptions {
  std::uint32_t copy = TENON_COPY_AUTO;
  tenon_veto veto = nullptr;  ///< must not throw
  void* veto_ctx = nullptr;
  ReloadOptions reload = {};
  std::uint32_t reserve = TENON_RESERVE_AUTO;
  std::uint32_t account = 0;  ///< TENON_ACCOUNT_...
};

class Host {
 public:
  /// Throws BadExpectedAccess if the options are wrong.
  explicit Host(const HostOptions& options = {}) : host_(create(options).value()) {}

  static expected<Host, Error> make(const HostOptions& options = {}) {
    return create(options).transform([](Owned&& host) { return Host(std::move(host)); });
  }

  /// Appends a folder, or one library's exact file, to the search paths. It need not exist yet.
  expected<void, Error> try_add_path(const std::string& path) {
    return detail::outcome(tenon_host_add_path(host_.get(), path.c_str()));
  }
  /// The same; throws BadExpectedAccess on failure.
  Host& add_path(const std::string& path) {
    try_add_path(path).value();
    return *this;
  }

  /// Makes the plugins of a library that is part of the program known: `tenon_register_<library>` of its
  /// generated header. See host/static.h.
  expected<void, Error> try_add_static(tenon_error* (*add)(tenon_host*)) {
    return detail::outcome(add(host_.get()));
  }
  /// The same; throws BadExpectedAccess on failure.
  Host& add_static(tenon_error* (*add)(tenon_host*)) {
    try_add_static(add).value();
    return *this;
  }

  /// What the watching thread does otherwise: see tenon_host_update. When to call again.
  expected<std::chrono::milliseconds, Error> update() {
    std::uint32_t next = 0;
    if (tenon_error* error = tenon_host_update(host_.get(), &next))
      return unexpected<Error>(detail::adopt_error(error));
    return std::chrono::milliseconds(next);
  }

  /// Readable when `update` has something to do before that; -1 if there is none. See
  /// tenon_host_update_descriptor.
  int update_descriptor() const noexcept { return tenon_host_update_descriptor(host_.get()); }

  /// Which folders of reloadable plugins are only polled now, and why: see tenon_host_unwatched.
  expected<std::vector<UnwatchedFolder>, Error> unwatched() const {
    return detail::unwatched_folders(
        [&](auto visit, void* ctx) { return tenon_host_unwatched(host_.get(), visit, ctx); });
  }

  /// All of its plugins as a table for people: see tenon_host_accounts.
  expected<std::string, Error> accounts() const {
    char* text = nullptr;
    if (tenon_error* error = tenon_host_accounts(host_.get(), &text))
      return unexpected<Error>(detail::adopt_error(error));
    return detail::adopt_text(text);
  }

  tenon_host* get() const noexcept { return host_.get(); }

 private:
  using Listener = std::function<void(const tenon_reload_event&)>;
  struct Deleter {
    // A refusal (plugins are still loaded) leaves the host, and its listener, to those who use it.
    void operator()(tenon_host* host) noexcept {
      tenon_error* const error = tenon_host_destroy(host);
      if (error != nullptr) static_cast<void>(listener.release());
      tenon_error_delete(error);
    }
    std::unique_ptr<Listener> listener;
  };
  using Owned = std::unique_ptr<tenon_host, Deleter>;
  explicit Host(Owned host) : host_(std::move(host)) {}

#if defined(__cpp_exceptions)
  static void tell(void* listener, const tenon_reload_event* event) noexcept {
    try {
      (*static_cast<Listener*>(listener))(*event);
    } catch (...) {  // the runtime is C and has nowhere to hand it on
    }
  }
#else
  static void tell(void* listener, const tenon_reload_event* event) noexcept {
    (*static_cast<Listener*>(listener))(*event);
  }
#endif
  static tenon_reload_options raw(const ReloadOptions& options, Listener* listener) {
    const auto ms = [](std::chrono::milliseconds time) { return static_cast<std::uint32_t>(time.count()); };
    return {sizeof(tenon_reload_options),
            options.watch,
            ms(options.settle),
            ms(options.poll),
            ms(options.patience),
            ms(options.quiet),
            options.poll_only ? 1u : 0u,
            0,
            listener != nullptr ? tell : nullptr,
            listener};
  }
  static expected<Owned, Error> create(const HostOptions& options) {
    const tenon_host_options plain = {sizeof plain,     options.copy,    options.veto,
                                      options.veto_ctx, options.reserve, options.account};
    tenon_host* made = nullptr;
    if (tenon_error* error = tenon_host_create(&plain, &made))
      return unexpected<Error>(detail::adopt_error(error));
    Owned host(made, {});
    if (options.reload.listener)
      host.get_deleter().listener = std::make_unique<Listener>(options.reload.listener);
    const tenon_reload_options reload = raw(options.reload, host.get_deleter().listener.get());
    if (tenon_error* error = tenon_host_set_reload(made, &reload))
      return unexpected<Error>(detail::adopt_error(error));
    return host;
  }

  Owned host_;
};

}  // namespace tenon

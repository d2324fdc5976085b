#pragma once
// SPDX-License-Identifier: MIT
//
// A host's side of Tenon: where plugins are looked for. See host/options.h.
#include <memory>
#include <string>
#include <utility>

#include "../host.h"
#include "error.hpp"

namespace tenon {

/// How plugins are loaded; members as in tenon_host_options.
struct HostOptions {
  std::uint32_t copy = TENON_COPY_AUTO;
  tenon_veto veto = nullptr;
  void* veto_ctx = nullptr;
};

class Host {
 public:
  /// Throws BadExpectedAccess if the options are wrong.
  explicit Host(const HostOptions& options = {}) : host_(create(options).value()) {}

  static expected<Host, Error> make(const HostOptions& options = {}) {
    return create(options).transform([](tenon_host* host) { return Host(host); });
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

  tenon_host* get() const noexcept { return host_.get(); }

 private:
  struct Deleter {
    // A refusal (plugins are still loaded) leaves the host to those who use it.
    void operator()(tenon_host* host) const noexcept { tenon_error_delete(tenon_host_destroy(host)); }
  };
  explicit Host(tenon_host* host) : host_(host) {}
  static expected<tenon_host*, Error> create(const HostOptions& options) {
    const tenon_host_options raw = {sizeof raw, options.copy, options.veto, options.veto_ctx};
    tenon_host* host = nullptr;
    if (tenon_error* error = tenon_host_create(&raw, &host))
      return unexpected<Error>(detail::adopt_error(error));
    return host;
  }

  std::unique_ptr<tenon_host, Deleter> host_;
};

}  // namespace tenon

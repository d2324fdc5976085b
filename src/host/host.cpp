// SPDX-License-Identifier: MIT
#include "host/host.hpp"

#include <algorithm>
#include <cstddef>
#include <filesystem>

#include "host/library.hpp"
#include "host/making.hpp"
#include "host/reload.hpp"
#include "host/reloader.hpp"
#include "host/reserve.hpp"
#include "host/retire.hpp"

tenon_host::tenon_host() = default;
// Its thread may still look at the rest.
tenon_host::~tenon_host() { reloader.reset(); }

namespace tenon::host {

std::string absolute_path(const std::string& path) {
  std::error_code ignored;
  const std::filesystem::path absolute = std::filesystem::absolute(path, ignored).lexically_normal();
  return absolute.has_filename() ? absolute.string() : absolute.parent_path().string();
}

namespace {

/// `size` must reach to the end of `veto_ctx`: the first version of the struct.
constexpr std::size_t kHostOptionsSize = offsetof(tenon_host_options, reserve);

Result<void> apply(const tenon_host_options& options, tenon_host& host) {
  if (options.size < kHostOptionsSize) {
    return usage("`tenon_host_options.size` is " + std::to_string(options.size) + ", and " +
                 std::to_string(kHostOptionsSize) + " is the least")
        .help("set it to `sizeof(tenon_host_options)`");
  }
  if (options.copy > TENON_COPY_FILE) return usage("`tenon_host_options.copy` is no TENON_COPY_ value");
  const bool has_reserve = options.size >= offsetof(tenon_host_options, reserve) + sizeof options.reserve;
  const std::uint32_t reserve = has_reserve ? options.reserve : std::uint32_t{TENON_RESERVE_AUTO};
  if (reserve > TENON_RESERVE_NEVER) return usage("`tenon_host_options.reserve` is no TENON_RESERVE_ value");
  const bool has_account = options.size >= offsetof(tenon_host_options, account) + sizeof options.account;
  host.account = has_account ? options.account : 0;
  if ((host.account & ~std::uint32_t{TENON_ACCOUNT_MEMORY | TENON_ACCOUNT_CALLS}) != 0)
    return usage("`tenon_host_options.account` has bits that are no TENON_ACCOUNT_ value");
  host.reserve = wants_reserve(reserve);
  host.copy = options.copy;
  host.veto = options.veto;
  host.veto_ctx = options.veto_ctx;
  return {};
}

Result<void> create(const tenon_host_options* options, tenon_host** out) {
  if (out == nullptr) return usage("`out` of tenon_host_create is NULL");
  auto host = std::make_unique<tenon_host>();
  host->reserve = wants_reserve(TENON_RESERVE_AUTO);
  if (options != nullptr) {
    if (auto ok = apply(*options, *host); !ok) return ok;
  }
  *out = host.release();
  return {};
}

Result<void> add_path(tenon_host* host, const char* path) {
  if (host == nullptr) return usage("`host` of tenon_host_add_path is NULL");
  if (path == nullptr || *path == '\0') return usage("`path` of tenon_host_add_path is empty");
  const std::lock_guard lock(host->mutex);
  std::string absolute = absolute_path(path);
  if (std::ranges::find(host->places, absolute, &Place::path) == host->places.end())
    host->places.push_back({std::move(absolute), nullptr});
  return {};
}

Failure still_used(tenon_host& host) {
  std::string what;
  const std::lock_guard lock(host.mutex);
  for (const auto& left : host.retiring)
    what += (what.empty() ? "`" : ", `") + left->library->file + "` of generation " +
            std::to_string(left->library->generation);
  return fail(TENON_STAGE_UNLOAD, "E0707", "old builds are still in use: " + what)
      .help("drop their objects, release their pins, and let their calls return");
}

std::size_t count_handles(tenon_host& host) {
  const std::lock_guard lock(host.mutex);
  return host.handles.size();
}

Result<void> destroy(tenon_host* host) {
  if (host == nullptr) return {};
  if (is_making(*host))
    return usage("tenon_host_destroy was called from inside of a plugin's `create` or `destroy`");
  {
    const Turn turn(*host);
    if (turn.nested()) return usage("tenon_host_destroy was called from inside of a reload");
    if (const std::size_t handles = count_handles(*host); handles != 0) {
      return fail(TENON_STAGE_UNLOAD, "E0703",
                  "the host still has " + std::to_string(handles) + (handles == 1 ? " plugin" : " plugins") +
                      " loaded")
          .help("call tenon_plugin_unload for each first");
    }
    if (retire_some(*host, false)) return still_used(*host);
  }
  delete host;
  return {};
}

}  // namespace
}  // namespace tenon::host

tenon_error* tenon_host_create(const tenon_host_options* options, tenon_host** out) {
  return tenon::host::guard([&] { return tenon::host::create(options, out); });
}

tenon_error* tenon_host_add_path(tenon_host* host, const char* path) {
  return tenon::host::guard([&] { return tenon::host::add_path(host, path); });
}

tenon_error* tenon_host_destroy(tenon_host* host) {
  return tenon::host::guard([&] { return tenon::host::destroy(host); });
}

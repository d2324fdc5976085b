// SPDX-License-Identifier: MIT
//
// tenon/host/account.h: one account, and all of a host's as a table.
#include <tenon/host/account.h>

#include <algorithm>
#include <array>

#include "host/account.hpp"
#include "host/library.hpp"
#include "host/names.hpp"
#include "host/retire.hpp"

namespace tenon::host {
namespace {

std::uint64_t instances_of(tenon_host& host, const tenon_plugin_descriptor& plugin) {
  const std::lock_guard lock(host.targets_mutex);
  return static_cast<std::uint64_t>(
      std::ranges::count(host.targets, &plugin, [](const auto& t) { return t->descriptor; }));
}

/// Under the host's lock: no library is closed meanwhile.
tenon_account account_of(tenon_host& host, Library& library, const tenon_plugin_descriptor& plugin) {
  const AccountHold account = library.accounts.of(plugin);
  const Account::Memory memory = account->memory();
  tenon_account out{};
  out.size = sizeof out;
  out.counted = host.account;
  out.generation = library.generation;
  out.allocated_blocks = memory.allocated_blocks;
  out.allocated_bytes = memory.allocated_bytes;
  out.freed_blocks = memory.freed_blocks;
  out.freed_bytes = memory.freed_bytes;
  out.instances = instances_of(host, plugin);
  visit_live_objects(plugin,
                     [&](const tenon_resource_descriptor&, std::uint64_t live) { out.objects += live; });
  out.traps = account->traps.load(std::memory_order_relaxed);
  out.calls = account->calls.load(std::memory_order_relaxed);
  return out;
}

Result<void> account(const tenon_plugin* plugin, tenon_account* out) {
  if (plugin == nullptr) return usage("`plugin` of tenon_plugin_account is NULL");
  if (out == nullptr) return usage("`out` of tenon_plugin_account is NULL");
  if (out->size < sizeof *out) {
    return usage("`tenon_account.size` is " + std::to_string(out->size) + ", and " +
                 std::to_string(sizeof *out) + " is the least")
        .help("set it to `sizeof(tenon_account)`");
  }
  const std::lock_guard lock(plugin->host->mutex);
  const Bound now = bound_to(*plugin);
  const std::uint32_t size = out->size;
  *out = account_of(*plugin->host, *now.library, *now.descriptor);
  out->size = size;
  return {};
}

// --- the table

using Row = std::array<std::string, 10>;
constexpr std::size_t kTexts = 2;  ///< columns from the left that are no numbers

struct Table {
  std::vector<Row> rows;
  std::vector<std::string> below;  ///< a line under each row, or ""
};

void add(Table& table, tenon_host& host, Library& library, const tenon_plugin_descriptor& plugin) {
  const tenon_account a = account_of(host, library, plugin);
  const auto counted = [&](std::uint32_t what, std::uint64_t number) {
    return (a.counted & what) != 0 ? std::to_string(number) : "-";
  };
  table.rows.push_back({plugin.name, plugin.version, std::to_string(a.generation),
                        std::to_string(a.instances), std::to_string(a.objects), std::to_string(a.traps),
                        counted(TENON_ACCOUNT_CALLS, a.calls),
                        counted(TENON_ACCOUNT_MEMORY, a.allocated_blocks - a.freed_blocks),
                        counted(TENON_ACCOUNT_MEMORY, a.allocated_bytes - a.freed_bytes),
                        counted(TENON_ACCOUNT_MEMORY, a.allocated_bytes)});
  table.below.push_back(a.objects == 0 ? "" : "  objects: " + live_objects(plugin) + "\n");
}

void add(Table& table, tenon_host& host, Library& library) {
  for (std::uint32_t i = 0; i < library.descriptor->plugin_count; i++)
    add(table, host, library, *library.descriptor->plugins[i]);
}

std::string text_of(const Table& table) {
  std::array<std::size_t, std::tuple_size_v<Row>> widths{};
  for (const Row& row : table.rows)
    for (std::size_t i = 0; i < row.size(); i++) widths[i] = std::max(widths[i], row[i].size());
  std::string out;
  for (std::size_t r = 0; r < table.rows.size(); r++) {
    std::string line;
    for (std::size_t i = 0; i < table.rows[r].size(); i++) {
      const std::string& cell = table.rows[r][i];
      const std::string space(widths[i] - cell.size(), ' ');
      line += (i == 0 ? "" : "  ") + (i < kTexts ? cell + space : space + cell);
    }
    out += line + "\n" + table.below[r];
  }
  return out;
}

Result<void> accounts(tenon_host* host, char** text) {
  if (host == nullptr) return usage("`host` of tenon_host_accounts is NULL");
  if (text == nullptr) return usage("`text` of tenon_host_accounts is NULL");
  Table table{{{"plugin", "version", "generation", "instances", "objects", "traps", "calls", "blocks",
                "bytes", "bytes so far"}},
              {""}};
  const std::lock_guard lock(host->mutex);
  for (const auto& library : host->libraries) add(table, *host, *library);
  for (const Place& place : host->places)
    if (place.library != nullptr && place.library->handles != 0) add(table, *host, *place.library);
  for (const auto& left : host->retiring)
    if (left->close && !left->outcome)
      add(table, *host, *left->library);  // others are among the host's libraries
  *text = new_text(text_of(table));
  return {};
}

}  // namespace
}  // namespace tenon::host

tenon_error* tenon_plugin_account(const tenon_plugin* plugin, tenon_account* out) {
  return tenon::host::guard([&] { return tenon::host::account(plugin, out); });
}

tenon_error* tenon_host_accounts(tenon_host* host, char** text) {
  return tenon::host::guard([&] { return tenon::host::accounts(host, text); });
}

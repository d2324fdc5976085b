// SPDX-License-Identifier: MIT
#include <tenon/abi/status.h>

#include <algorithm>

#include "host/call_error.hpp"
#include "host/library.hpp"

struct tenon_instance {
  tenon_plugin* plugin = nullptr;
  tenon::host::Record* record = nullptr;  ///< owned by the library
  void* self = nullptr;
  std::vector<tenon_reference> imports;  ///< in the plugin's order, for `recreate`
};

namespace tenon::host {
namespace {

/// What one `create` made.
struct Made {
  Record* record = nullptr;
  void* self = nullptr;
};

Result<std::vector<tenon_reference>> in_plugin_order(const tenon_plugin& plugin,
                                                     const tenon_reference* given) {
  std::vector<tenon_reference> out;
  for (std::uint32_t i = 0; i < plugin.descriptor->import_count; i++) {
    const std::size_t place = plugin.imports[i];
    const std::string id = plugin.descriptor->imports[i]->id;
    const bool there = place != tenon_plugin::kAbsent && given != nullptr && given[place].table != nullptr;
    if (!there) return usage("`imports` has no table for `" + id + "`, which the plugin needs");
    out.push_back(given[place]);
  }
  return out;
}

Failure refusal(const tenon_plugin& plugin, std::int32_t status, const std::string& words) {
  const std::string name = "`" + std::string(plugin.descriptor->name) + "`";
  const std::string because = words.empty() ? "" : ": " + words;
  if (status == TENON_ERR) return fail(TENON_STAGE_CREATE, "E0601", name + " refused to start" + because);
  return fail(TENON_STAGE_CREATE, "E0602", "`create` of " + name + " " + describe_status(status) + because);
}

void finish(Library& library, Record& record) {
  record.finished = true;
  library.forget_records(*record.plugin);
}

/// Under the library's lock.
Result<Made> make(tenon_plugin& plugin, const std::vector<tenon_reference>& imports) {
  Library& library = *plugin.library;
  library.records.push_back(std::make_unique<Record>(library.folder, imports));
  Record& record = *library.records.back();
  record.plugin = plugin.descriptor;
  void* self = nullptr;
  const std::int32_t status = plugin.descriptor->create(&record.table(), record.imports(), &self);
  if (status == TENON_OK) return Made{&record, self};
  const std::string words = record.said();
  finish(library, record);
  return refusal(plugin, status, words).at(library.file).status(status);
}

Result<void> create(tenon_plugin* plugin, const tenon_reference* imports, tenon_instance** out) {
  if (plugin == nullptr) return usage("`plugin` of tenon_instance_create is NULL");
  if (out == nullptr) return usage("`out` of tenon_instance_create is NULL");
  auto ordered = in_plugin_order(*plugin, imports);
  if (!ordered) return std::unexpected(std::move(ordered.error()));
  auto instance = std::make_unique<tenon_instance>();
  const std::lock_guard lock(*plugin->library->creating);
  auto made = make(*plugin, *ordered);
  if (!made) return std::unexpected(std::move(made.error()));
  *instance = {plugin, made->record, made->self, std::move(*ordered)};
  plugin->instances++;
  *out = instance.release();
  return {};
}

/// The author's state first, then what we noted about it.
void end(tenon_plugin& plugin, void* self, Record& record) {
  plugin.descriptor->destroy(self);
  finish(*plugin.library, record);
}

Result<void> recreate(tenon_instance* instance) {
  if (instance == nullptr) return usage("`instance` of tenon_instance_recreate is NULL");
  tenon_plugin& plugin = *instance->plugin;
  const std::lock_guard lock(*plugin.library->creating);
  auto made = make(plugin, instance->imports);
  if (!made) return std::unexpected(std::move(made.error()));
  end(plugin, instance->self, *instance->record);
  instance->self = made->self;
  instance->record = made->record;
  return {};
}

void destroy(tenon_instance* instance) {
  tenon_plugin& plugin = *instance->plugin;
  const std::lock_guard lock(*plugin.library->creating);
  end(plugin, instance->self, *instance->record);
  plugin.instances--;
  delete instance;
}

}  // namespace
}  // namespace tenon::host

tenon_error* tenon_instance_create(tenon_plugin* plugin, const tenon_reference* imports,
                                   tenon_instance** out) {
  return tenon::host::guard([&] { return tenon::host::create(plugin, imports, out); });
}

tenon_reference tenon_instance_export(const tenon_instance* instance, uint32_t index) {
  if (instance == nullptr || index >= instance->plugin->exports.size()) return {nullptr, nullptr};
  const std::size_t place = instance->plugin->exports[index];
  if (place == tenon_plugin::kAbsent) return {nullptr, nullptr};
  return {instance->plugin->descriptor->exports[place]->table, instance->self};
}

int tenon_instance_poisoned(const tenon_instance* instance) {
  return instance != nullptr && instance->record->poisoned() ? 1 : 0;
}

const char* tenon_instance_trap(const tenon_instance* instance) {
  return instance == nullptr ? nullptr : instance->record->trap_text();
}

tenon_error* tenon_instance_recreate(tenon_instance* instance) {
  return tenon::host::guard([&] { return tenon::host::recreate(instance); });
}

void tenon_instance_destroy(tenon_instance* instance) {
  if (instance != nullptr) tenon::host::destroy(instance);
}

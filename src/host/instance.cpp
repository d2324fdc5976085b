// SPDX-License-Identifier: MIT
#include <tenon/abi/status.h>

#include <algorithm>

#include "host/call_error.hpp"
#include "host/gate.hpp"
#include "host/making.hpp"
#include "host/retire.hpp"

namespace tenon::host {
namespace {

Result<std::vector<tenon_reference>> in_plugin_order(const Binding& binding,
                                                     const std::vector<tenon_reference>& given) {
  std::vector<tenon_reference> out;
  for (std::uint32_t i = 0; i < binding.descriptor->import_count; i++) {
    const std::size_t place = binding.imports[i];
    const std::string id = binding.descriptor->imports[i]->id;
    const bool there = place < given.size() && given[place].table != nullptr;
    if (!there) return usage("`imports` has no table for `" + id + "`, which the plugin needs");
    out.push_back(given[place]);
  }
  return out;
}

/// This thread is inside of a plugin's `create` or `destroy`.
struct InMaking;
constinit thread_local const InMaking* t_making = nullptr;
struct InMaking {
  explicit InMaking(const tenon_host& of) : host(of) { t_making = this; }
  ~InMaking() { t_making = outer; }
  InMaking(const InMaking&) = delete;
  InMaking& operator=(const InMaking&) = delete;
  const tenon_host& host;
  const InMaking* const outer = t_making;
};

Failure refusal(const tenon_plugin_descriptor& plugin, std::int32_t status, const std::string& words) {
  const std::string name = "`" + std::string(plugin.name) + "`";
  const std::string because = words.empty() ? "" : ": " + words;
  if (status == TENON_ERR) return fail(TENON_STAGE_CREATE, "E0601", name + " refused to start" + because);
  return fail(TENON_STAGE_CREATE, "E0602", "`create` of " + name + " " + describe_status(status) + because);
}

void finish(Library& library, Record& record) {
  record.finished = true;
  library.forget_records(*record.plugin);
}

/// Without `self`, which isn't known before `create`.
std::vector<tenon_reference> tables_of(const Binding& binding) {
  std::vector<tenon_reference> out;
  for (const std::size_t place : binding.exports)
    out.push_back({place != Binding::kAbsent ? binding.descriptor->exports[place]->table : nullptr, nullptr});
  return out;
}

/// Puts what counts calls in front of the exports.
void count_calls(Target& target, Account& account) {
  for (tenon_reference& reference : target.references)
    if (reference.table != nullptr && reference.table->slots <= kCountedSlots)
      reference = target.counted_calls.emplace_back(*reference.table, account.calls).reference();
}

void forget_target(tenon_host& host, const Target& target) {
  const std::lock_guard lock(host.targets_mutex);
  std::erase_if(host.targets, [&](const auto& known) { return known.get() == &target; });
}

Result<void> create(tenon_plugin* plugin, const tenon_reference* imports, tenon_instance** out) {
  if (plugin == nullptr) return usage("`plugin` of tenon_instance_create is NULL");
  if (out == nullptr) return usage("`out` of tenon_instance_create is NULL");
  auto instance = std::make_unique<Instance>();
  instance->plugin = plugin;
  if (imports != nullptr) instance->imports.assign(imports, imports + plugin->world->import_count);
  const Creating creating(*plugin);
  const auto what = [&] { return "no instance of `" + plugin->name + "` can be created"; };
  if (auto ok = refuse_while_moving(*plugin, what); !ok) return ok;
  {
    const Occupied busy(*plugin, *instance);
    // Also for those whose `create` this one is inside of.
    plugin->instances.reserve(plugin->instances.size() + static_cast<std::size_t>(plugin->busy));
    auto made = make_target(plugin->now, *instance);
    if (!made) return std::unexpected(std::move(made.error()));
    instance->target = std::move(*made);
  }
  switch_to(*instance, instance->target.get());
  plugin->instances.push_back(instance.get());
  *out = instance.release();
  return {};
}

Result<void> recreate(tenon_instance* raw) {
  if (raw == nullptr) return usage("`instance` of tenon_instance_recreate is NULL");
  Instance& instance = instance_of(raw);
  tenon_plugin& plugin = *instance.plugin;
  const Creating creating(plugin);
  const auto what = [&] { return "an instance of `" + plugin.name + "` can't be recreated"; };
  if (auto ok = refuse_while_moving(plugin, what); !ok) return ok;
  if (instance.busy != 0) return own_making(plugin, what());
  const Occupied busy(plugin, instance);
  Leaving leaving = make_leaving();
  auto made = make_target(plugin.now, instance);
  if (!made) return std::unexpected(std::move(made.error()));
  std::shared_ptr<Target> old = std::exchange(instance.target, std::move(*made));
  switch_to(instance, instance.target.get());
  retire_target(*plugin.host, std::move(old), std::move(leaving));
  return {};
}

/// Takes no memory, unless it is refused: who ends things because there is none must be able to.
Result<void> destroy(tenon_instance* raw) {
  if (raw == nullptr) return {};
  Instance& instance = instance_of(raw);
  tenon_plugin& plugin = *instance.plugin;
  const Creating creating(plugin);
  const Target* const target[] = {instance.target.get()};
  const auto what = [&] { return "an instance of `" + plugin.name + "` can't be destroyed"; };
  if (auto ok = refuse_while_moving(plugin, what); !ok) return ok;
  if (instance.busy != 0) return own_making(plugin, what());
  if (auto ok = refuse_while_inside(target, what); !ok) return ok;
  {
    const Occupied busy(plugin, instance);
    end_target(*instance.target);
  }
  std::erase(plugin.instances, &instance);
  delete &instance;
  return {};
}

/// What the instance is now, for a look at it.
template <class Look>
auto look(const tenon_instance* instance, Look&& look) {
  const tenon_call call = tenon_call_begin(const_cast<tenon_instance*>(instance));
  auto seen = look(target_of(call.target));
  tenon_call_end(call);
  return seen;
}

}  // namespace

Occupied::Occupied(tenon_plugin& plugin, Instance& instance) : plugin_(plugin), instance_(instance) {
  ++plugin_.busy, ++instance_.busy;
}
Occupied::~Occupied() { --plugin_.busy, --instance_.busy; }

bool is_making(const tenon_host& host) noexcept {
  for (const InMaking* in = t_making; in != nullptr; in = in->outer)
    if (&in->host == &host) return true;
  return false;
}

Result<std::shared_ptr<Target>> make_target(const Binding& binding, const Instance& instance) {
  auto ordered = in_plugin_order(binding, instance.imports);
  if (!ordered) return std::unexpected(std::move(ordered.error()));
  Library& library = *binding.library;
  const AccountHold account = library.accounts.of(*binding.descriptor);
  auto target = std::make_shared<Target>();
  target->host = instance.plugin->host;
  target->library = binding.library;
  target->descriptor = binding.descriptor;
  target->instance = &instance;
  target->references = tables_of(binding);
  target->exports = target->references.data();
  target->generation = library.generation;
  library.records.push_back(std::make_unique<Record>(library.folder, std::move(*ordered), account,
                                                     (target->host->account & TENON_ACCOUNT_MEMORY) != 0));
  Record& record = *library.records.back();
  record.plugin = binding.descriptor;
  target->record = &record;
  if ((target->host->account & TENON_ACCOUNT_CALLS) != 0) count_calls(*target, *account);
  {
    const std::lock_guard lock(target->host->targets_mutex);
    target->host->targets.push_back(target);
  }
  // All that takes memory is done: what the plugin makes isn't lost.
  const std::int32_t status = [&] {
    const InMaking making(*target->host);
    return binding.descriptor->create(&record.table(), record.imports(), &target->self);
  }();
  if (status != TENON_OK) {
    forget_target(*target->host, *target);
    const std::string words = record.said();
    finish(library, record);
    return refusal(*binding.descriptor, status, words).at(library.file).status(status);
  }
  for (tenon_reference& reference : target->references)
    if (reference.table != nullptr && reference.self == nullptr) reference.self = target->self;
  for (CountedCalls& counted : target->counted_calls) counted.serve(target->self);
  return target;
}

void end_target(Target& target) {
  forget_target(*target.host, target);
  {
    const InMaking making(*target.host);
    target.descriptor->destroy(target.self);
  }
  finish(*target.library, *target.record);
}

Failure moving(const tenon_plugin& plugin, const std::string& what) {
  return fail(TENON_STAGE_UNLOAD, "E0706", what + ": a reload is at it")
      .at(plugin.file)
      .help("do it when the plugin's `create`, `save` or `restore` has returned");
}

Failure own_making(const tenon_plugin& plugin, const std::string& what) {
  return fail(TENON_STAGE_UNLOAD, "E0706", what + ": this very thread is inside of its `create` or `destroy`")
      .at(plugin.file)
      .help("do it when that has returned");
}

Failure inside_of(const Inside& inside, const std::string& what) {
  return fail(TENON_STAGE_UNLOAD, "E0706", what + ": " + describe(inside))
      .at(inside.target->library->file)
      .help("wait until its calls have returned and its pins are released");
}

}  // namespace tenon::host

tenon_error* tenon_instance_create(tenon_plugin* plugin, const tenon_reference* imports,
                                   tenon_instance** out) {
  return tenon::host::guard([&] { return tenon::host::create(plugin, imports, out); });
}

tenon_reference tenon_instance_export(const tenon_instance* instance, uint32_t index) {
  if (instance == nullptr || index >= tenon::host::instance_of(instance).plugin->world->export_count)
    return {nullptr, nullptr};
  return tenon::host::look(instance, [index](const auto& target) { return target.references[index]; });
}

int tenon_instance_poisoned(const tenon_instance* instance) {
  if (instance == nullptr) return 0;
  return tenon::host::look(instance, [](const auto& target) { return target.record->poisoned() ? 1 : 0; });
}

const char* tenon_instance_trap(const tenon_instance* instance) {
  if (instance == nullptr) return nullptr;
  return tenon::host::look(instance, [](const auto& target) { return target.record->trap_text(); });
}

tenon_error* tenon_instance_recreate(tenon_instance* instance) {
  return tenon::host::guard([&] { return tenon::host::recreate(instance); });
}

tenon_error* tenon_instance_destroy(tenon_instance* instance) {
  return tenon::host::guard([&] { return tenon::host::destroy(instance); });
}

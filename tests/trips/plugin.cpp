// SPDX-License-Identifier: MIT
#include "plugin.hpp"

#include <dlfcn.h>

#include <algorithm>
#include <cstring>
#include <stdexcept>

namespace trips {
namespace {

void* open(const char* file) {
  void* out = dlopen(file, RTLD_NOW | RTLD_LOCAL);
  if (out == nullptr) throw std::runtime_error(dlerror());
  return out;
}

template <class T>
T& symbol(void* library, const char* name) {
  void* out = dlsym(library, name);
  if (out == nullptr) throw std::runtime_error(dlerror());
  return *static_cast<T*>(out);
}

/// Names in the order of slots: without gates it is that of their bytes.
std::vector<std::string> sorted(const std::vector<Function>& functions) {
  std::vector<std::string> out;
  for (const Function& function : functions) out.push_back(function.name);
  std::ranges::sort(out);
  return out;
}

}  // namespace

Plugin::Plugin(const World& world, const char* probe, const char* library) : world_(world) {
  void* const calls = open(probe);
  for (const Caller* each = &symbol<const Caller>(calls, "trips_calls"); each->name; ++each)
    callers_[each->name] = each;
  layouts = &symbol<const Layout>(calls, "trips_layouts");
  symbol<std::int32_t (*)(void*, int, const void* const*, void* const*)>(
      calls, "trips_import") = [](void* self, int index, const void* const* args, void* const* outs) {
    return static_cast<Plugin*>(self)->answer(index, args, outs);
  };
  make_imports(&symbol<const Implementation>(calls, "trips_implementations"));
  const auto entry = reinterpret_cast<tenon_entry_function>(dlsym(open(library), "tenon_entry"));
  if (!entry || !entry(TENON_CONTRACT)) throw std::runtime_error("no entry, or it refuses");
  plugin_ = entry(TENON_CONTRACT)->plugins[0];
  find_slots(*plugin_);
}

Plugin::~Plugin() { destroy(); }

void Plugin::find_slots(const tenon_plugin_descriptor& plugin) {
  for (std::uint32_t i = 0; i < plugin.import_count; ++i) {
    const bool is_peer = plugin.imports[i]->id == std::string("trips:all/peer@1");
    imports_.push_back(is_peer ? tenon_reference{reinterpret_cast<tenon_table*>(peer_table_.data()), this}
                               : tenon_reference{nullptr, nullptr});
  }
  const std::vector<std::string> names = sorted(world_.work);
  for (std::uint32_t i = 0; i < plugin.export_count; ++i) {
    const tenon_table* table = plugin.exports[i]->table;
    if (plugin.exports[i]->id != std::string("trips:all/work@1")) continue;
    if (table->slots != names.size()) throw std::runtime_error("another number of slots than functions");
    for (std::size_t slot = 0; slot < names.size(); ++slot)
      slots_[names[slot]] = reinterpret_cast<void* const*>(table + 1)[slot];
  }
}

void Plugin::make_imports(const Implementation* implementations) {
  static constexpr std::size_t kHead = sizeof(tenon_table) / sizeof(void*);
  const std::vector<std::string> names = sorted(world_.peer);
  peer_table_.resize(kHead + names.size());
  const tenon_table head{
      static_cast<std::uint32_t>(names.size()), 0, {}, "trips:all/peer@1", nullptr, nullptr};
  std::memcpy(peer_table_.data(), &head, sizeof head);
  for (; implementations->name; ++implementations) {
    const auto place = std::ranges::find(names, implementations->name) - names.begin();
    peer_table_[kHead + static_cast<std::size_t>(place)] = implementations->slot;
  }
}

std::int32_t Plugin::create() { return plugin_->create(&heap.table, imports_.data(), &instance_); }

void Plugin::destroy() {
  if (instance_) plugin_->destroy(instance_);
  instance_ = nullptr;
}

void Plugin::end() {
  destroy();
  if (heap.live() != 0) heap.complain("an instance left " + std::to_string(heap.live()) + " blocks");
}

void Plugin::recreate() {
  end();
  if (create() != TENON_OK) throw std::runtime_error("no instance: " + heap.trapped);
}

std::int32_t Plugin::call(const Function& function, const void* const* args, void* const* outs) {
  return callers_.at(function.name)->call(slots_.at(function.name), instance_, args, outs);
}

void* Plugin::make_thing(std::uint64_t id) {
  const void* args[] = {&id};
  void* out = nullptr;
  void* outs[] = {&out};
  const Caller& caller = *callers_.at("make-thing");
  return caller.call(slots_.at("make-thing"), instance_, args, outs) == TENON_OK ? out : nullptr;
}

std::uint64_t Plugin::things() const {
  for (std::uint32_t i = 0; i < plugin_->resource_count; ++i)
    if (plugin_->resources[i]->type == std::string("trips:all/types@1#thing"))
      return plugin_->resources[i]->live();
  return 0;
}

/// The host's functions: `checkpoint`, and echoes of everything.
std::int32_t Plugin::answer(int index, const void* const* args, void* const* outs) {
  const Function& function = world_.peer[static_cast<std::size_t>(index)];
  if (function.family == "checkpoint") {
    if (peer.checkpoint == TENON_OK) *static_cast<std::uint8_t*>(outs[0]) = peer.stop;
    return peer.checkpoint;
  }
  if (peer.status != TENON_OK) {
    drop(world_, function.params[0], args[0]);
    return peer.status;
  }
  const int type = world_.target(function.result);
  std::vector<char> made(world_.shape(type).size);
  heap.hosts = true;
  copy(world_, type, heap, args[0], made.data());
  heap.hosts = false;
  if (world_[type].kind != "result") {
    std::memcpy(outs[0], made.data(), made.size());
    return TENON_OK;
  }
  const std::size_t which = made[0] == 0 ? 0 : 1;
  const int part = world_[type].parts[which];
  const std::size_t out = which == 1 && world_[type].parts[0] >= 0 ? 1 : 0;
  if (part >= 0) std::memcpy(outs[out], made.data() + world_.offset(type, which), world_.shape(part).size);
  return static_cast<std::int32_t>(which);
}

}  // namespace trips

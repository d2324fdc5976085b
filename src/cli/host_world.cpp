// SPDX-License-Identifier: MIT
#include "cli/host_world.hpp"

#include <algorithm>
#include <cstdio>
#include <cstring>

#include "tenon/abi/status.h"
#include "tenon/abi/value.h"
#include "tenon/abi/version.h"

namespace tenon::cli {
namespace {

using Slot = const void*;  // a function of any signature, as it stands in a table

struct OptionString {
  std::uint8_t is_some;
  tenon_string value;
};

// A callee in the C convention may ignore arguments: the caller cleans up.
int32_t missing() { return TENON_MISSING; }

template <const char* level>
int32_t log(void*, const char* text, std::size_t size) {
  std::fprintf(stderr, "%s: %.*s\n", level, static_cast<int>(std::min<std::size_t>(size, 4096)),
               size ? text : "");
  return TENON_OK;
}
constexpr char kDebug[] = "debug", kInfo[] = "info", kWarn[] = "warn", kError[] = "error";

int32_t no_setting(void*, const char*, std::size_t, OptionString* out) {
  *out = {};
  return TENON_OK;
}

Slot slot_of(const std::string& interface, std::string_view function) {
  if (interface.starts_with("tenon:plugin/log@")) {
    if (function == "debug") return reinterpret_cast<Slot>(log<kDebug>);
    if (function == "info") return reinterpret_cast<Slot>(log<kInfo>);
    if (function == "warn") return reinterpret_cast<Slot>(log<kWarn>);
    if (function == "error") return reinterpret_cast<Slot>(log<kError>);
  }
  if (interface.starts_with("tenon:plugin/settings@") && function == "get")
    return reinterpret_cast<Slot>(no_setting);
  return reinterpret_cast<Slot>(missing);
}

std::unique_ptr<std::byte[]> table_of(const abi::Interface& interface) {
  tenon_table head{};
  head.slots = static_cast<std::uint32_t>(interface.functions.size());
  std::ranges::copy(interface.hash, head.hash);
  head.type = interface.id.c_str();
  head.owner = &interface;
  auto table = std::make_unique<std::byte[]>(sizeof head + head.slots * sizeof(Slot));
  std::memcpy(table.get(), &head, sizeof head);
  for (std::size_t i = 0; i < interface.functions.size(); ++i) {
    const Slot slot = slot_of(interface.id, interface.functions[i].function->name);
    std::memcpy(table.get() + sizeof head + i * sizeof slot, &slot, sizeof slot);
  }
  return table;
}

std::vector<tenon_interface_descriptor> descriptors(const std::vector<abi::Interface>& side) {
  std::vector<tenon_interface_descriptor> out;
  for (const abi::Interface& interface : side) {
    tenon_interface_descriptor d{};
    d.size = sizeof d;
    d.slots = static_cast<std::uint32_t>(interface.functions.size());
    d.id = interface.id.c_str();
    std::ranges::copy(interface.hash, d.hash);
    out.push_back(d);
  }
  return out;
}

std::vector<const tenon_interface_descriptor*> pointers(const std::vector<tenon_interface_descriptor>& side) {
  std::vector<const tenon_interface_descriptor*> out;
  for (const tenon_interface_descriptor& d : side) out.push_back(&d);
  return out;
}

}  // namespace

HostWorld::HostWorld(const bind::HostSide& side)
    : imports_(descriptors(side.world.imports)),
      exports_(descriptors(side.world.exports)),
      import_list_(pointers(imports_)),
      export_list_(pointers(exports_)) {
  for (const auto& [package, version] : side.base)
    since_ += (since_.empty() ? "" : ",") + package + "=" + version.text();
  world_.size = sizeof world_;
  world_.contract = TENON_CONTRACT;
  world_.name = side.world.name.c_str();
  world_.wit = side.canonical_wit.c_str();
  world_.wit_len = side.canonical_wit.size();
  world_.since = since_.c_str();
  world_.import_count = static_cast<std::uint32_t>(imports_.size());
  world_.export_count = static_cast<std::uint32_t>(exports_.size());
  world_.imports = import_list_.data();
  world_.exports = export_list_.data();
}

TrialImports::TrialImports(const abi::World& world) {
  for (const abi::Interface& interface : world.imports) {
    tables_.push_back(table_of(interface));
    references_.push_back(
        {.table = reinterpret_cast<const tenon_table*>(tables_.back().get()), .self = nullptr});
  }
}

}  // namespace tenon::cli

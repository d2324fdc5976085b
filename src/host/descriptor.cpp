// SPDX-License-Identifier: MIT
#include "host/descriptor.hpp"

#include <tenon/abi/version.h>

#include <algorithm>
#include <cstring>
#include <functional>

namespace tenon::host {
namespace {

/// What differs, or "".
using Difference = std::string;

bool same(const char* text, const std::string& noted) { return text != nullptr && noted == text; }
std::string quoted(const std::string& text) { return "`" + text + "`"; }

Difference count(const std::string& what, std::size_t code, std::size_t noted) {
  if (code == noted) return {};
  return "the code has " + std::to_string(code) + " " + what + ", the note " + std::to_string(noted);
}

/// The functions behind a table's head: a pointer each.
bool has_all_slots(const tenon_table& table) {
  const auto* slots = reinterpret_cast<void* const*>(&table + 1);
  return std::all_of(slots, slots + table.slots, [](const void* slot) { return slot != nullptr; });
}

Difference compare_table(const tenon_table* table, const abi::ManifestInterface& noted) {
  if (table == nullptr) return "the code has no table for " + quoted(noted.id);
  if (table->slots != noted.slots)
    return count("functions in " + quoted(noted.id), table->slots, noted.slots);
  if (std::memcmp(table->hash, noted.hash.data(), noted.hash.size()) != 0)
    return "the table of " + quoted(noted.id) + " has another hash";
  return has_all_slots(*table) ? "" : "the table of " + quoted(noted.id) + " lacks a function";
}

Difference compare_interface(const tenon_interface_descriptor* code, const abi::ManifestInterface& noted,
                             bool exported) {
  if (code == nullptr || code->size < sizeof *code)
    return "the code's descriptor of " + quoted(noted.id) + " is damaged";
  if (!same(code->id, noted.id)) return "the code has no " + quoted(noted.id) + " where the note has it";
  if (std::memcmp(code->hash, noted.hash.data(), noted.hash.size()) != 0)
    return quoted(noted.id) + " has another hash in the code";
  if (code->slots != noted.slots) return count("functions in " + quoted(noted.id), code->slots, noted.slots);
  return exported ? compare_table(code->table, noted) : "";
}

Difference compare_interfaces(const tenon_interface_descriptor* const* code, std::uint32_t size,
                              const std::vector<abi::ManifestInterface>& noted, bool exported) {
  if (Difference d = count(exported ? "exports" : "imports", size, noted.size()); !d.empty()) return d;
  if (size != 0 && code == nullptr) return "the code's descriptor is damaged";
  for (std::size_t i = 0; i < noted.size(); i++) {
    if (Difference d = compare_interface(code[i], noted[i], exported); !d.empty()) return d;
  }
  return {};
}

Difference check_resources(const tenon_plugin_descriptor& code) {
  if (code.resource_count != 0 && code.resources == nullptr) return "the code's descriptor is damaged";
  for (std::uint32_t i = 0; i < code.resource_count; i++) {
    const tenon_resource_descriptor* r = code.resources[i];
    if (r == nullptr || r->size < sizeof *r || r->type == nullptr || r->live == nullptr)
      return "the code's descriptor of a resource is damaged";
  }
  return {};
}

constexpr std::uint32_t kKnownFlags = TENON_PLUGIN_UNWIND | TENON_PLUGIN_CONCURRENT;
constexpr std::uint32_t kLowHalf = 0xFFFF;  // unknown flags in it change how a plugin is used

Difference compare_flags(const tenon_plugin_descriptor& code, const abi::Manifest& manifest,
                         const abi::ManifestPlugin& noted) {
  if ((code.flags & kLowHalf & ~kKnownFlags) != 0)
    return quoted(noted.name) + " has flags that this host doesn't know";
  const std::uint32_t wanted =
      (manifest.flags & TENON_PLUGIN_UNWIND) | (noted.flags & TENON_PLUGIN_CONCURRENT);
  return (code.flags & kKnownFlags) == wanted ? "" : quoted(noted.name) + " has other flags in the code";
}

Difference compare_plugin(const tenon_plugin_descriptor* code, const abi::Manifest& manifest,
                          const abi::ManifestPlugin& noted) {
  if (code == nullptr || code->size < sizeof *code)
    return "the code's descriptor of " + quoted(noted.name) + " is damaged";
  if (!same(code->name, noted.name))
    return "the code has no plugin " + quoted(noted.name) + " where the note has it";
  if (!same(code->version, noted.version))
    return quoted(noted.name) + " has another version in the code than " + noted.version;
  if (code->create == nullptr || code->destroy == nullptr)
    return quoted(noted.name) + " has no `create` or `destroy`";
  if (Difference d = compare_flags(*code, manifest, noted); !d.empty()) return d;
  if (Difference d = compare_interfaces(code->imports, code->import_count, noted.imports, false); !d.empty())
    return d;
  if (Difference d = compare_interfaces(code->exports, code->export_count, noted.exports, true); !d.empty())
    return d;
  return check_resources(*code);
}

Difference compare_library(const tenon_library_descriptor& code, const abi::Manifest& manifest) {
  if (code.size < sizeof code) return "the code's descriptor is damaged";
  if (code.contract != manifest.contract) return count("as its contract", code.contract, manifest.contract);
  if (Difference d = count("plugins", code.plugin_count, manifest.plugins.size()); !d.empty()) return d;
  if (code.plugins == nullptr) return "the code's descriptor is damaged";
  for (std::size_t i = 0; i < manifest.plugins.size(); i++) {
    if (Difference d = compare_plugin(code.plugins[i], manifest, manifest.plugins[i]); !d.empty()) return d;
  }
  return {};
}

}  // namespace

Result<void> check_descriptor(const tenon_library_descriptor* library, const abi::Manifest& manifest,
                              const std::string& file) {
  if (library == nullptr) {
    return fail(TENON_STAGE_LOAD, "E0505", "its code refuses this host's contract")
        .at(file)
        .help("build it again with this host's `tenon`");
  }
  const Difference difference = compare_library(*library, manifest);
  if (difference.empty()) return {};
  return fail(TENON_STAGE_LOAD, "E0506", "note and code are from different builds")
      .at(file)
      .note(difference)
      .help("build it again from the start");
}

}  // namespace tenon::host

// SPDX-License-Identifier: MIT
//
// The one place that reads JSON: a plugin's entry of the metadata.
#include <nlohmann/json.hpp>

#include "abi/manifest.hpp"

namespace tenon::abi {
namespace {

/// More is refused: the library's writer is recursive.
constexpr int kDeepestValue = 100;

int deeper(char c) { return c == '[' || c == '{' ? 1 : c == ']' || c == '}' ? -1 : 0; }

bool is_shallow(std::string_view json) {
  int depth = 0;
  bool quoted = false;
  for (std::size_t i = 0; i < json.size(); ++i) {
    if (quoted && json[i] == '\\') {
      ++i;
    } else if (json[i] == '"') {
      quoted = !quoted;
    } else if (!quoted) {
      depth += deeper(json[i]);
    }
    if (depth > kDeepestValue) return false;
  }
  return true;
}

bool is_entry_of(const nlohmann::json& entry, std::string_view plugin) {
  if (!entry.is_object()) return false;
  const auto name = entry.find("name");
  return name != entry.end() && name->is_string() && name->get_ref<const std::string&>() == plugin;
}

}  // namespace

std::string plugin_metadata(std::string_view metadata, std::string_view plugin) {
  if (!is_shallow(metadata)) return "{}";
  const auto all = nlohmann::json::parse(metadata, nullptr, false);
  if (!all.is_object() || !all.contains("plugins") || !all["plugins"].is_array()) return "{}";
  for (const auto& entry : all["plugins"]) {
    if (is_entry_of(entry, plugin))
      return entry.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  }
  return "{}";
}

}  // namespace tenon::abi

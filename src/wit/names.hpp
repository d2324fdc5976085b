#pragma once
// SPDX-License-Identifier: MIT
//
// Names in one scope. WIT's names are case-insensitively unique, but looked up as they are written.
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tenon::wit {

struct CaseLess {
  using is_transparent = void;
  static unsigned char lower(char c) {
    return static_cast<unsigned char>(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
  }
  bool operator()(std::string_view a, std::string_view b) const {
    const std::size_t size = std::min(a.size(), b.size());
    for (std::size_t i = 0; i < size; ++i) {
      if (lower(a[i]) != lower(b[i])) return lower(a[i]) < lower(b[i]);
    }
    return a.size() < b.size();
  }
};

/// A tree and no hash table: hostile names can't make it slow.
template <class Value, class Key = std::string_view>
using NameMap = std::map<Key, Value, CaseLess>;

template <class Map>
auto* find_exact(Map& map, std::string_view name) {
  const auto found = map.find(name);
  return found != map.end() && std::string_view(found->first) == name ? &found->second : nullptr;
}

/// The candidate that `name` was probably meant to be; empty if none is near.
std::string nearest(std::string_view name, const std::vector<std::string_view>& candidates);

/// "did you mean `x`?", or nothing.
std::string did_you_mean(std::string_view name, const std::vector<std::string_view>& candidates);

/// The keys of a map, as many as suggestions are chosen from: hostile texts have many names, and an
/// error about each.
inline constexpr std::size_t kMostCandidates = 300;
template <class Map>
std::vector<std::string_view> keys_of(const Map& map) {
  std::vector<std::string_view> keys;
  for (auto entry = map.begin(); entry != map.end() && keys.size() < kMostCandidates; ++entry)
    keys.emplace_back(entry->first);
  return keys;
}

}  // namespace tenon::wit

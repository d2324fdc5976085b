// SPDX-License-Identifier: MIT
#include "abi/compat_names.hpp"

#include <algorithm>
#include <set>

namespace tenon::abi {
namespace {

using Names = std::vector<std::string>;

/// Places in `names` of what `other` hasn't got.
std::vector<std::size_t> only_in(const Names& names, const Names& other) {
  const std::set<std::string> known(other.begin(), other.end());
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (!known.contains(names[i])) places.push_back(i);
  }
  return places;
}

std::string place_of(const Names& names, std::size_t i) {
  if (i + 1 < names.size()) return "in front of `" + names[i + 1] + "`";
  return i == 0 ? "as the only one" : "behind `" + names[i - 1] + "`";
}

NameDifference lone(const Names& names, std::size_t i, const char* owner, NameDifference::Kind kind,
                    const std::string& subject) {
  return {kind, subject + " is only in the " + owner + ", " + place_of(names, i)};
}

NameDifference moved(const Names& host, const Names& plugin, const std::string& member,
                     const std::string& whole) {
  const auto [h, p] = std::ranges::mismatch(host, plugin);
  const auto first = static_cast<std::size_t>(h - host.begin());
  const auto second = static_cast<std::size_t>(std::ranges::find(plugin, *h) - plugin.begin());
  Names swapped = host;
  std::swap(swapped[first], swapped[second]);
  if (swapped == plugin) {
    return {NameDifference::moved,
            member + "s `" + *h + "` and `" + *p + "` of " + whole + " changed places"};
  }
  return {NameDifference::moved, member + " `" + *h + "` of " + whole + " is number " +
                                     std::to_string(first + 1) + " in the host's and number " +
                                     std::to_string(second + 1) + " in the plugin's"};
}

}  // namespace

bool starts_with(const Names& names, const Names& start) {
  return names.size() >= start.size() && std::equal(start.begin(), start.end(), names.begin());
}

std::optional<NameDifference> compare_names(const Names& host, const Names& plugin, const std::string& member,
                                            const std::string& whole) {
  if (host == plugin) return std::nullopt;
  const auto host_only = only_in(host, plugin), plugin_only = only_in(plugin, host);
  const auto subject = [&](const std::string& name) { return member + " `" + name + "` of " + whole; };
  if (host_only.size() == 1 && plugin_only == host_only && host.size() == plugin.size()) {
    return NameDifference{NameDifference::renamed, subject(host[host_only[0]]) + " is called `" +
                                                       plugin[host_only[0]] + "` in the plugin's"};
  }
  if (!host_only.empty()) {
    const std::size_t i = host_only.front();
    return lone(host, i, "host's", NameDifference::removed, subject(host[i]));
  }
  if (!plugin_only.empty()) {
    const std::size_t i = plugin_only.front();
    return lone(plugin, i, "plugin's", NameDifference::added, subject(plugin[i]));
  }
  return moved(host, plugin, member, whole);
}

}  // namespace tenon::abi

#pragma once
// SPDX-License-Identifier: MIT
//
// How two lists of member names differ, in words. Part of compat.
#include <optional>
#include <string>
#include <vector>

namespace tenon::abi {

struct NameDifference {
  enum Kind { added, removed, renamed, moved } kind;  ///< by the plugin, seen from the host
  std::string detail;  ///< "field `code` of record `finding` is only in the plugin's, in front of `line`"
};

/// `member` is "field" or "case", `whole` "record `finding`".
std::optional<NameDifference> compare_names(const std::vector<std::string>& host,
                                            const std::vector<std::string>& plugin, const std::string& member,
                                            const std::string& whole);

/// Whether `names` begins with all of `start`.
bool starts_with(const std::vector<std::string>& names, const std::vector<std::string>& start);

}  // namespace tenon::abi

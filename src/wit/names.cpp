// SPDX-License-Identifier: MIT
#include "wit/names.hpp"

#include <algorithm>
#include <numeric>

namespace tenon::wit {
namespace {

// Beyond this a suggestion costs more time than it is worth.
constexpr std::size_t kMostLength = 64;

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced =
          diagonal + (CaseLess::lower(a[i - 1]) == CaseLess::lower(b[j - 1]) ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({replaced, row[j] + 1, row[j - 1] + 1});
    }
  }
  return row[b.size()];
}

}  // namespace

std::string nearest(std::string_view name, const std::vector<std::string_view>& candidates) {
  if (name.size() > kMostLength) return {};
  std::size_t best = std::max<std::size_t>(name.size() / 3, 1) + 1;
  std::string_view found;
  for (std::size_t i = 0; i < std::min(candidates.size(), kMostCandidates); ++i) {
    const std::string_view candidate = candidates[i];
    if (candidate.size() > name.size() + best || name.size() > candidate.size() + best) continue;
    const std::size_t distance = edit_distance(name, candidate);
    // A name whose every letter was changed is another name.
    if (distance >= best || distance >= std::max(name.size(), candidate.size())) continue;
    best = distance;
    found = candidate;
  }
  return std::string(found);
}

std::string did_you_mean(std::string_view name, const std::vector<std::string_view>& candidates) {
  const std::string found = nearest(name, candidates);
  return found.empty() ? std::string{} : "did you mean `" + found + "`?";
}

}  // namespace tenon::wit

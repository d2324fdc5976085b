// SPDX-License-Identifier: MIT
#include "host/names.hpp"

#include <algorithm>
#include <cstring>
#include <numeric>

#include "wit/model.hpp"

namespace tenon::host {
namespace {

/// Levenshtein's distance.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); i++) {
    std::size_t diagonal = std::exchange(row[0], i + 1);
    for (std::size_t j = 0; j < b.size(); j++) {
      const std::size_t replaced = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({row[j] + 1, row[j + 1] + 1, replaced});
    }
  }
  return row.back();
}

}  // namespace

bool is_library_name(std::string_view file) { return file.size() > 3 && file.ends_with(".so"); }

std::string_view base_name(std::string_view path) { return path.substr(path.rfind('/') + 1); }

std::string folder_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  if (slash == path.npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

int compare_versions(const std::string& a, const std::string& b) {
  if (a == b) return 0;
  const auto left = wit::Version::parse(a), right = wit::Version::parse(b);
  if (left && right) return *left < *right ? -1 : *right < *left ? 1 : 0;
  if (left.has_value() != right.has_value()) return left ? 1 : -1;
  return a.compare(b);
}

std::string nearest(const std::string& name, const std::vector<std::string>& known) {
  std::string best;
  std::size_t least = (name.size() + 2) / 3 + 1;
  for (const std::string& candidate : known) {
    const std::size_t far = distance(name, candidate);
    if (far < least) least = far, best = candidate;
  }
  return best;
}

char* new_text(std::string_view text) {
  char* out = new char[text.size() + 1];
  std::memcpy(out, text.data(), text.size());
  out[text.size()] = '\0';
  return out;
}

}  // namespace tenon::host

// SPDX-License-Identifier: MIT
#include "host/search_path.hpp"

#include <algorithm>

namespace tenon::host {
namespace {

std::vector<std::string> split(const std::string& path) {
  std::vector<std::string> out;
  for (std::size_t at = 0; at <= path.size();) {
    const std::size_t end = std::min(path.find(':', at), path.size());
    if (end > at) out.push_back(path.substr(at, end - at));
    at = end + 1;
  }
  return out;
}

}  // namespace

void replace_all(std::string& text, std::string_view from, const std::string& to) {
  for (std::size_t at = 0; (at = text.find(from, at)) != text.npos; at += to.size())
    text.replace(at, from.size(), to);
}

std::vector<std::string> search_folders(const std::string& search_path, const std::string& origin) {
  std::vector<std::string> folders = split(search_path);
  for (std::string& folder : folders) {
    replace_all(folder, "${ORIGIN}", origin);
    replace_all(folder, "$ORIGIN", origin);
  }
  return folders;
}

}  // namespace tenon::host

// SPDX-License-Identifier: MIT
#include "corpus.hpp"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <regex>

namespace tenon::wit::corpus {
namespace {

namespace fs = std::filesystem;

std::vector<fs::path> sorted(const fs::path& folder) {
  std::vector<fs::path> paths;
  for (const auto& entry : fs::directory_iterator(folder)) paths.push_back(entry.path());
  std::ranges::sort(paths);
  return paths;
}

PackageSources package_of(const fs::path& folder) {
  PackageSources package;
  for (const fs::path& path : sorted(folder)) {
    if (path.extension() == ".wit") package.files.push_back({path.string(), read(path)});
  }
  return package;
}

}  // namespace

std::optional<fs::path> root() {
  const char* named = std::getenv("TENON_WIT_CORPUS");
  const fs::path path = named != nullptr ? named : TENON_DEFAULT_WIT_CORPUS;
  return fs::is_directory(path) ? std::optional(path) : std::nullopt;
}

std::vector<Case> cases(const fs::path& folder, const std::string& expectation) {
  std::vector<Case> found;
  for (const fs::path& path : sorted(folder)) {
    if (path.extension() != expectation) continue;
    fs::path input = fs::path(path).replace_extension();
    if (!fs::exists(input)) input.replace_extension();  // `name.wit.json` of the folder `name`
    if (fs::exists(input)) found.push_back({input, input.filename().string()});
  }
  return found;
}

std::string read(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

Input load(const fs::path& path) {
  Input input;
  input.features = {"active"};
  if (!fs::is_directory(path)) {
    input.packages.push_back({{{path.string(), read(path)}}});
    return input;
  }
  input.packages.push_back(package_of(path));
  if (!fs::is_directory(path / "deps")) return input;
  for (const fs::path& dep : sorted(path / "deps")) {
    if (fs::is_directory(dep)) input.packages.push_back(package_of(dep));
    if (dep.extension() == ".wit") input.packages.push_back({{{dep.string(), read(dep)}}});
  }
  return input;
}

std::optional<Place> place_in(const std::string& result) {
  static const std::regex kPlace("--> (\\S+):(\\d+):(\\d+)");
  std::smatch match;
  if (!std::regex_search(result, match, kPlace)) return std::nullopt;
  const auto number = [&](std::size_t i) { return static_cast<std::uint32_t>(std::stoul(match[i])); };
  return Place{fs::path(match[1].str()).filename().string(), {number(2), number(3)}};
}

}  // namespace tenon::wit::corpus

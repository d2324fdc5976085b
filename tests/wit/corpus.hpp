#pragma once
// SPDX-License-Identifier: MIT
//
// Where the cases of the reference parser are, and how they are read: a `.wit` file, or a folder of
// them with `deps/` (files, or folders of one level).
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "wit/parse.hpp"

namespace tenon::wit::corpus {

/// `TENON_WIT_CORPUS`, or the folder beside the project; nothing if there is none.
std::optional<std::filesystem::path> root();

struct Case {
  std::filesystem::path path;
  std::string name;
};

/// The inputs in a folder of the corpus that have an expectation beside them.
std::vector<Case> cases(const std::filesystem::path& folder, const std::string& expectation);

std::string read(const std::filesystem::path& path);
Input load(const std::filesystem::path& path);

/// `:line:column` of a `.result`, if it has one.
struct Place {
  std::string file;
  Position position;
};
std::optional<Place> place_in(const std::string& result);

}  // namespace tenon::wit::corpus

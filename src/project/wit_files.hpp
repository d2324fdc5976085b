#pragma once
// SPDX-License-Identifier: MIT
//
// From a path to the sources of a WIT package: one file, or a folder of `.wit` files with the
// packages it depends on in `deps/` (files, or folders one level deep). Other files are ignored.
//
//   auto wit = project::read_wit("../text.wit");
//   if (wit) parsed = wit::parse(wit->input);
//
// The well-known package `tenon:plugin` is built into the tool and joins in where a source names it.
// A copy under `deps/`, which upstream tools need, must be equal to it.
#include <expected>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "project/problems.hpp"
#include "wit/parse.hpp"

namespace tenon::project {

struct WitFiles {
  wit::Input input;
  std::string name;                            ///< the last part of the path: "text.wit"
  std::vector<std::filesystem::path> files;    ///< all that was read
  std::vector<std::filesystem::path> folders;  ///< all that were looked through
};

/// `with_well_known`: `tenon:plugin` joins in whether or not a source names it.
std::expected<WitFiles, Problems> read_wit(const std::filesystem::path& path, bool with_well_known = false);

/// The text of wit/plugin.wit.
std::string_view well_known_wit();

/// Whether two WIT texts have the same tokens: blanks and comments don't count.
bool same_tokens(std::string_view a, std::string_view b);

}  // namespace tenon::project

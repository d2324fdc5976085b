#pragma once
// SPDX-License-Identifier: MIT
//
// From paths on the command line to what commands work on: parsed WIT, and projects with their WIT.
// Whatever is wrong is shown by these functions; they return what the command then exits with.
#include <expected>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "bind/common/library.hpp"
#include "cli/commands.hpp"
#include "project/tenon_toml.hpp"
#include "wit/parse.hpp"

namespace tenon::cli {

/// A WIT package that parsed without errors.
struct LoadedWit {
  wit::Parsed parsed;
  std::string name;                            ///< as generated files call it: "text.wit"
  std::vector<std::filesystem::path> files;    ///< all that was read
  std::vector<std::filesystem::path> folders;  ///< all that were looked through
};
std::expected<LoadedWit, int> load_wit(const WitOptions& options, Output& output);
std::expected<wit::WorldId, int> load_world(const LoadedWit& wit, const std::string& name, Output& output);

/// A project: its tenon.toml, its WIT, and what backends are handed. Not moved: `library` refers
/// into `wit`.
struct LoadedProject {
  project::TenonToml toml;
  LoadedWit wit;
  bind::Library library;
};
std::expected<std::unique_ptr<LoadedProject>, int> load_project(const std::string& path, Output& output);

/// The WIT options that a project's tenon.toml stands for.
WitOptions wit_of(const project::TenonToml& toml);

/// Base versions as `--since` writes them.
std::expected<bind::BaseVersions, int> parse_since(const std::string& text, const LoadedWit& wit,
                                                   wit::WorldId world, Output& output);

}  // namespace tenon::cli

#pragma once
// SPDX-License-Identifier: MIT
//
// How a C or C++ plugin is compiled: which compiler, and the flags without which the product is no
// plugin. CMake's tenon_add_plugin takes the same flags from `tenon build --print-flags`.
#include <expected>
#include <filesystem>
#include <string>
#include <vector>

#include "project/problems.hpp"
#include "project/tenon_toml.hpp"

namespace tenon::cli {

struct Compiler {
  std::vector<std::string> words;  ///< "g++", or "ccache g++"
  bool clang = false;
};

/// $CC or cc, $CXX or c++.
std::expected<Compiler, project::Problems> find_compiler(project::Language language);

struct Flags {
  std::vector<std::string> compile, link;
};

/// What every build of the project needs; optimisation, standard and warnings are the caller's.
std::expected<Flags, project::Problems> plugin_flags(const project::TenonToml& toml, const Compiler& compiler,
                                                     const std::filesystem::path& bindings);

/// The folder that holds tenon/abi.h.
std::expected<std::filesystem::path, project::Problems> headers_folder();

/// The problem of a program that could not be started or failed.
project::Problems missing_program(const std::vector<std::string>& words, int error, std::string_view help);

}  // namespace tenon::cli

#pragma once
// SPDX-License-Identifier: MIT
//
// Running another program: compilers, cargo, and the tool itself for trials.
#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace tenon::cli {

struct Command {
  std::vector<std::string> words;  ///< program and arguments; the program is looked up in PATH
  std::filesystem::path folder;    ///< to run in; empty: this one
  bool capture = false;            ///< keep what it writes to stdout instead of passing it on
  bool errors_too = false;         ///< with `capture`: the same for stderr
  std::optional<std::chrono::milliseconds> limit;  ///< it is killed after this time
};

struct Outcome {
  int error = 0;      ///< an errno if it could not be started at all
  int code = 0;       ///< what it exited with
  int signal = 0;     ///< what killed it, or 0
  bool late = false;  ///< killed by us: it took longer than allowed
  std::string out;
  bool ok() const { return error == 0 && code == 0 && signal == 0 && !late; }
};

Outcome run(const Command& command);

/// As a shell would take it, for messages and flag files of compilers.
std::string quoted(const std::vector<std::string>& words);

/// The words of a variable such as CXXFLAGS, split at blanks.
std::vector<std::string> words_of_environment(const char* name);

/// This tool's own file.
std::filesystem::path own_program();

}  // namespace tenon::cli

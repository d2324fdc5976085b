#pragma once
// SPDX-License-Identifier: MIT
//
// Running another program: compilers, cargo, and the tool itself for trials.
#include <chrono>
#include <cstdint>
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
  /// It is killed after this time; and when it ends, so is what it left running.
  std::optional<std::chrono::milliseconds> limit;
  std::size_t most = SIZE_MAX;  ///< bytes of its output that are kept; the others are dropped
  bool reports = false;         ///< it has a `Reporter`
};

struct Outcome {
  int error = 0;      ///< an errno if it could not be started at all
  int code = 0;       ///< what it exited with
  int signal = 0;     ///< what killed it, or 0
  bool late = false;  ///< killed by us: it took longer than allowed
  std::string out;
  std::uint64_t dropped = 0;  ///< bytes of `out` beyond `most`
  std::string report;         ///< what its `Reporter` said
  bool ok() const { return error == 0 && code == 0 && signal == 0 && !late; }
};

/// Returns when the program has ended, also if something that it left running holds its stdout.
Outcome run(const Command& command);

/// The child's end of a pipe beside its stdout, for a command that `reports`. The child is killed when its
/// parent ends, however that is. To be made before anything else.
class Reporter {
 public:
  Reporter();
  /// One line. To stdout if nobody listens, as in a debugger.
  void say(const std::string& line) const;

 private:
  bool heard_;
};

/// As a shell would take it, for messages and flag files of compilers.
std::string quoted(const std::vector<std::string>& words);

/// The words of a variable such as CXXFLAGS, split at blanks.
std::vector<std::string> words_of_environment(const char* name);

/// This tool's own file.
std::filesystem::path own_program();

}  // namespace tenon::cli

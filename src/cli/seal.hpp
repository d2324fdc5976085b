#pragma once
// SPDX-License-Identifier: MIT
//
// A library that becomes part of a program: one object in an archive, of which only the descriptor and
// the manifest can be seen. What a shared library gets from its export list, for linkers that have
// no such list: two plugins may have functions, C++ types or whole standard libraries (Rust) of the
// same names, and each uses its own.
#include <filesystem>
#include <string>
#include <vector>

#include "cli/compiler.hpp"
#include "cli/output.hpp"

namespace tenon::cli {

struct Sealing {
  std::string library;               ///< its name
  std::vector<std::string> command;  ///< a compiler, and what it is to put into the object
  std::vector<std::string> symbols;  ///< that stay visible
  bool clang = false;                ///< which compiler `command` is
  bool only_needed = false;          ///< leave out what the symbols don't reach
  bool strip = false;                ///< leave out debug information, and names that nothing refers to
  std::filesystem::path archive;     ///< the result; may be among what `command` reads
  bool verbose = false;
};

/// Needs GNU binutils. $OBJCOPY and $AR name others.
int seal(const Sealing& sealing, Output& output);

}  // namespace tenon::cli

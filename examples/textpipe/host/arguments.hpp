#pragma once
// SPDX-License-Identifier: MIT
//
// The command line of textpipe.
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <tenon/expected.hpp>

namespace textpipe {

struct Arguments {
  std::vector<std::string> plugins;             ///< folders and files to look in
  std::vector<std::string> chain;               ///< plugins by name; empty: all that are found
  std::map<std::string, std::string> settings;  ///< by "plugin.key"
  std::vector<std::string> files;
  bool list = false;     ///< say what is there, run nothing
  bool outline = false;  ///< print the structure of the texts
  bool write = false;    ///< print the texts that come out
  bool watch = false;    ///< go on until the input ends, and follow filters that are built anew
};

inline constexpr std::string_view kUsage =
    "usage: textpipe [--plugins PATH]... [--chain NAME,NAME...] [--set PLUGIN.KEY=VALUE]...\n"
    "                [--list] [--outline] [--write] [--watch] [FILE|FOLDER]...\n";

/// The arguments behind the program's name, or what is wrong with them.
tenon::expected<Arguments, std::string> read_arguments(const std::vector<std::string>& words);

}  // namespace textpipe

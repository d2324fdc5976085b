#pragma once
// SPDX-License-Identifier: MIT
//
// What each command is asked for, and the command itself. A command shows what it has to say through
// `Output` and returns its exit code; main.cpp turns the command line into these.
#include <optional>
#include <string>
#include <vector>

#include "cli/output.hpp"

namespace tenon::cli {

/// `--wit PATH [--world NAME] [--features A,B]`.
struct WitOptions {
  std::string path;
  std::string world;
  std::vector<std::string> features;
  bool all_features = false;
  bool with_state = false;  ///< a plugin of the project exports `tenon:plugin/state`
};

struct ParseOptions {
  WitOptions wit;
  bool canonical = false;  ///< `--format wit`
};
int parse(const ParseOptions& options, Output& output);

struct BindOptions {
  std::string language;                ///< c, cpp, rust
  std::optional<std::string> project;  ///< of `--plugin`: folder or tenon.toml
  bool host = false;
  WitOptions wit;      ///< of `--host`
  std::string since;   ///< "1.1.0", or "ns:pkg=1.1.0" with commas between
  std::string folder;  ///< where files go; empty: the default
  std::string stamp;   ///< touched in the end, with what it depends on in `STAMP.d`, silently; or empty
  bool check = false;
  bool linked = false;  ///< `--static`: for a library that becomes part of a program
};
int bind(const BindOptions& options, Output& output);

struct NewOptions {
  std::string path;
  std::string language;
  bool freestanding = false;
  WitOptions wit;
  std::string package_place;  ///< behind `find_package(tenon REQUIRED`
};
int make_project(const NewOptions& options, Output& output);

struct BuildOptions {
  std::string project = ".";
  std::string product;   ///< `-o`; empty: DIR/build/lib<name>.so, or with `linked`
                         ///< DIR/build/static/lib<name>.a; with `print`, where the flags go
  std::string bindings;  ///< where generated code goes; empty: DIR/build
  std::string print;     ///< `--print-flags`: "all", "compile" or "link"; empty: build
  bool debug = false;
  bool verbose = false;
  bool linked = false;  ///< `--static`: a library that becomes part of a program
  std::string seal;     ///< `--seal`: compile nothing, do the last step of `linked` on this archive
};
int build(const BuildOptions& options, Output& output);

struct InspectOptions {
  std::string file;
  bool product = false;  ///< one line, and refuse a library that exports anything but its entry
};
int inspect(const InspectOptions& options, Output& output);

struct SdkOptions {
  WitOptions wit;
  std::string folder;
  std::vector<std::string> languages = {"c", "cpp", "rust"};
};
int sdk(const SdkOptions& options, Output& output);

struct DiffOptions {
  std::string left, right;  ///< libraries
};
int diff(const DiffOptions& options, Output& output);

struct ListOptions {
  std::vector<std::string> folders;
  bool all = false;
};
int list(const ListOptions& options, Output& output);

struct CheckOptions {
  std::vector<std::string> targets;  ///< plugin files, folders of them, or one project's folder
  WitOptions wit;
  bool load = false;
};
int check(const CheckOptions& options, Output& output);

/// The child of `check --load`: loads, creates, destroys and unloads one plugin.
struct TrialOptions {
  std::string file;
  WitOptions wit;
};
int trial(const TrialOptions& options, Output& output);

}  // namespace tenon::cli

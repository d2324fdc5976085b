#pragma once
// SPDX-License-Identifier: MIT
//
// What a command says: text for people (results to stdout, errors to stderr, colour on a terminal
// only), or one JSON document for programs. In text for people, control characters other than line feed
// and tab are made visible: a terminal would obey what stands in a stranger's file.
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "project/problems.hpp"

namespace tenon::cli {

using Json = nlohmann::ordered_json;

/// The exit codes of every command; docs/cli.md.
enum Exit : int { kFine = 0, kFailed = 1, kUsage = 2, kRefused = 8 };

/// A note, and an error, as every command gives them: all keys are there, null or empty where there is
/// nothing to say. docs/cli.md.
Json note_json(std::string_view message);
Json error_json(std::string_view code, std::string_view message);

/// Control characters as `\x1b`, but for those in `kept`. What has to stay on its line keeps none.
std::string visible(std::string_view text, std::string_view kept = {});

class Output {
 public:
  explicit Output(bool json);

  bool json() const { return json_; }
  /// A piece of the result for people; nothing with `--format json`.
  void text(std::string_view text) const;
  /// For people who wait: to stderr, nothing with `--format json`.
  void progress(std::string_view text) const;
  /// The document of `--format json`; `finish` adds `diagnostics` and prints it.
  Json& document() { return document_; }

  /// Shows them; 8, or 1 if it was the system that refused.
  int problems(const project::Problems& problems);
  /// Shows diagnostics about WIT text.
  void diagnostics(const std::vector<wit::Diagnostic>& found, const std::vector<wit::Source>& sources);
  /// Says that there were this many more.
  void left_out(std::size_t errors);
  /// An error that is already worded for people, and the same as JSON.
  void error(std::string_view text, Json json);

  int finish(int code) const;
  /// The last part of `finish`: `code`, unless what was said couldn't be written.
  int written(int code) const;

 private:
  void show(std::string_view text) const;
  std::string coloured(std::string_view text) const;

  bool json_;
  bool colour_;
  Json document_ = Json::object();
  Json diagnostics_ = Json::array();
  std::size_t left_out_ = 0;
};

}  // namespace tenon::cli

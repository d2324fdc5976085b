#pragma once
// SPDX-License-Identifier: MIT
//
// What textpipe implements for its filters: a log, their settings, and reports that they call back.
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "text-filter.tenon.hpp"

namespace textpipe {

namespace types = api::types;

/// The interface tenon:plugin/log, one for each filter, so that lines say who wrote them.
class Log {
 public:
  explicit Log(std::string name) : name_(std::move(name)) {}

  void debug(std::string_view) {}
  void info(std::string_view text) { line("info", text); }
  void warn(std::string_view text) { line("warning", text); }
  void error(std::string_view text) { line("error", text); }

 private:
  void line(std::string_view level, std::string_view text);

  std::string name_;
};

/// The interface tenon:plugin/settings: the user's words, else the plugin's own defaults.
class Settings {
 public:
  /// `metadata` is the plugin's entry of its manifest; its `meta.settings` holds the defaults.
  Settings(const std::string& name, const std::string& metadata,
           const std::map<std::string, std::string>& given);

  std::optional<std::string> get(std::string_view key) const;

 private:
  std::map<std::string, std::string, std::less<>> values_;
};

struct Services {
  Log log;
  Settings settings;
};

/// The resource textpipe:api/types.report: prints what filters find in one text.
class Report {
 public:
  explicit Report(std::string name) : name_(std::move(name)) {}

  std::string name() const { return name_; }
  void add(const types::FindingView& finding);
  std::uint32_t count() const { return count_; }

 private:
  std::string name_;
  std::uint32_t count_ = 0;
};

}  // namespace textpipe

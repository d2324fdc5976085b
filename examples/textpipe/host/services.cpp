// SPDX-License-Identifier: MIT
#include "services.hpp"

#include <iostream>
#include <nlohmann/json.hpp>

namespace textpipe {
namespace {

std::string_view word(types::Severity severity) {
  switch (severity) {
    case types::Severity::note:
      return "note";
    case types::Severity::warning:
      return "warning";
    case types::Severity::error:
      return "error";
  }
  return "finding";
}

}  // namespace

void Log::line(std::string_view level, std::string_view text) {
  std::cout << "  [" << name_ << "] " << level << ": " << text << '\n';
}

Settings::Settings(const std::string& name, const std::string& metadata,
                   const std::map<std::string, std::string>& given) {
  const auto json = nlohmann::json::parse(metadata, nullptr, false);
  const auto defaults = json.is_object() ? json.value("/meta/settings"_json_pointer, nlohmann::json::object())
                                         : nlohmann::json::object();
  for (const auto& [key, value] : defaults.items())
    values_[key] = value.is_string() ? value.get<std::string>() : value.dump();
  const std::string prefix = name + ".";
  for (const auto& [key, value] : given)
    if (key.starts_with(prefix)) values_[key.substr(prefix.size())] = value;
}

std::optional<std::string> Settings::get(std::string_view key) const {
  const auto found = values_.find(key);
  return found == values_.end() ? std::nullopt : std::optional(found->second);
}

void Report::add(const types::FindingView& finding) {
  ++count_;
  std::cout << "  " << name_;
  if (finding.line) std::cout << ':' << finding.line;
  std::cout << ": " << word(finding.severity) << ": " << finding.message;
  if (finding.hint) std::cout << " (" << *finding.hint << ')';
  std::cout << '\n';
}

}  // namespace textpipe

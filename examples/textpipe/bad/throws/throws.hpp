#pragma once
// SPDX-License-Identifier: MIT
//
// Throws from the middle of a call.
#include <map>
#include <optional>
#include <string>

#include "throws.tenon.hpp"

struct Throws {
  std::map<std::string, int> counts;

  tenon::expected<std::string, std::string> apply(std::string_view text, textpipe::api::types::ReportRef) {
    return std::string(text) + std::to_string(counts.at("no such key"));
  }
  std::optional<textpipe::api::filter::Outline> structure(std::string_view) { return std::nullopt; }
  std::uint64_t seen() { return counts.size(); }
};

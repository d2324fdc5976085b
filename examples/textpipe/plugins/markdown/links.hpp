#pragma once
// SPDX-License-Identifier: MIT
//
// Finds links that lead nowhere: `[text]()`.
#include <optional>
#include <string>

#include "headings.hpp"
#include "markdown.tenon.hpp"
#include "texts.hpp"

struct Links {
  std::uint64_t texts = 0;

  tenon::expected<std::string, std::string> apply(std::string_view text,
                                                  textpipe::api::types::ReportRef report) {
    ++texts;
    markdown::each_line(text, [&](std::uint32_t number, std::string_view line) {
      if (line.find("]()") != line.npos)
        report.add({.line = number,
                    .severity = textpipe::api::types::Severity::error,
                    .message = "a link without a target",
                    .hint = std::nullopt});
    });
    return std::string(text);
  }

  std::optional<textpipe::api::filter::Outline> structure(std::string_view) { return std::nullopt; }

  std::uint64_t seen() { return texts; }

  tenon::expected<tenon::Saved, std::string> save() { return markdown::save(texts); }
  tenon::expected<void, std::string> restore(const tenon::SavedView& from) {
    return markdown::restore(texts, from);
  }
};

#pragma once
// SPDX-License-Identifier: MIT
//
// Puts a table of contents behind the title, and gives hosts the outline of a text.
#include <charconv>
#include <optional>
#include <string>
#include <vector>

#include "headings.hpp"
#include "markdown.tenon.hpp"
#include "texts.hpp"

using textpipe::api::filter::Heading;

struct ContentsOutline {
  std::vector<Heading> all;

  std::vector<Heading> headings() { return all; }
  std::optional<Heading> find(std::string_view word) {
    for (const Heading& h : all)
      if (h.title.find(word) != h.title.npos) return h;
    return std::nullopt;
  }
};

struct Contents {
  Host host;
  std::uint64_t texts = 0;

  tenon::expected<std::string, std::string> apply(std::string_view text,
                                                  textpipe::api::types::ReportRef report) {
    ++texts;
    const std::vector<Heading> all = headings_of(text);
    if (all.empty() || all.front().level != 1) {
      report.add({.line = 0,
                  .severity = textpipe::api::types::Severity::note,
                  .message = "no title, so no table of contents",
                  .hint = "begin with `# Title`"});
      return std::string(text);
    }
    std::string contents;
    for (const Heading& h : all)
      if (h.level > 1 && h.level <= 1 + depth())
        contents.append(2u * (h.level - 2u), ' ').append("- ").append(h.title).append("\n");
    const std::size_t behind_title = std::min(text.find('\n') + 1, text.size());
    return std::string(text.substr(0, behind_title))
        .append("\n")
        .append(contents)
        .append(text.substr(behind_title));
  }

  std::optional<textpipe::api::filter::Outline> structure(std::string_view text) {
    return textpipe::api::filter::Outline::make(host, ContentsOutline{headings_of(text)});
  }

  std::uint64_t seen() { return texts; }

  tenon::expected<tenon::Saved, std::string> save() { return markdown::save(texts); }
  tenon::expected<void, std::string> restore(const tenon::SavedView& from) {
    return markdown::restore(texts, from);
  }

 private:
  static std::vector<Heading> headings_of(std::string_view text) {
    std::vector<Heading> all;
    markdown::each_line(text, [&](std::uint32_t number, std::string_view line) {
      if (const std::uint8_t level = markdown::level_of(line))
        all.push_back({.level = level, .title = std::string(line.substr(level + 1u)), .line = number});
    });
    return all;
  }

  unsigned depth() {
    const std::string text = host.settings().get("depth").value_or("2");
    unsigned depth = 2;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), depth);
    if (error != std::errc{} || end != text.data() + text.size())
      host.log().warn("contents.depth is no number: " + text);
    return depth;
  }
};

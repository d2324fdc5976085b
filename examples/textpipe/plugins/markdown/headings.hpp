#pragma once
// SPDX-License-Identifier: MIT
//
// What both filters of this library need to know about Markdown.
#include <cstdint>
#include <functional>
#include <string_view>

namespace markdown {

/// Calls `visit(number from 1, line)` for every line outside of fenced code.
inline void each_line(std::string_view text,
                      const std::function<void(std::uint32_t, std::string_view)>& visit) {
  bool fenced = false;
  for (std::uint32_t number = 1; !text.empty(); ++number) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.starts_with("```"))
      fenced = !fenced;
    else if (!fenced)
      visit(number, line);
  }
}

/// 1 to 6 for a heading, 0 for other lines.
inline std::uint8_t level_of(std::string_view line) {
  const std::size_t level = std::min(line.find_first_not_of('#'), line.size());
  return level >= 1 && level <= 6 && line.substr(level).starts_with(' ') ? static_cast<std::uint8_t>(level)
                                                                         : 0;
}

}  // namespace markdown

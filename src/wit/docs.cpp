// SPDX-License-Identifier: MIT
#include "wit/docs.hpp"

#include <algorithm>
#include <vector>

namespace tenon::wit {
namespace {

constexpr std::string_view kSpace = " \t\r\n\v\f";

std::string_view without_marks(std::string_view comment) {
  if (comment == "/**/") return {};
  if (comment.starts_with("/**")) {
    comment = comment.substr(3, comment.size() - 5);
  } else {
    comment.remove_prefix(std::min(comment.find_first_not_of('/'), comment.size()));
  }
  const std::size_t last = comment.find_last_not_of(kSpace);
  return comment.substr(0, last == std::string_view::npos ? 0 : last + 1);
}

std::size_t common_indent(const std::vector<std::string_view>& comments) {
  std::size_t indent = std::string_view::npos;
  for (const std::string_view comment : comments) {
    if (!comment.empty()) indent = std::min(indent, comment.find_first_not_of(kSpace));
  }
  return indent == std::string_view::npos ? 0 : indent;
}

/// Line by line, so that the line ends come out as `\n`. A carriage return elsewhere is none in WIT but one
/// to compilers: what is behind it would be code in generated files.
void append_lines(std::string_view comment, std::string& out) {
  while (true) {
    const std::size_t newline = comment.find('\n');
    std::string_view line = comment.substr(0, newline);
    if (line.ends_with('\r')) line.remove_suffix(1);
    const std::size_t begin = out.size();
    out += line;
    std::replace(out.begin() + static_cast<std::ptrdiff_t>(begin), out.end(), '\r', ' ');
    out += '\n';
    if (newline == std::string_view::npos) return;
    comment.remove_prefix(newline + 1);
  }
}

}  // namespace

std::string docs_of(std::span<const std::string_view> comments) {
  std::vector<std::string_view> texts;
  for (const std::string_view comment : comments) texts.push_back(without_marks(comment));
  const std::string indent(common_indent(texts), ' ');
  std::string out;
  for (std::string_view text : texts) {
    if (text.starts_with(indent)) text.remove_prefix(indent.size());
    append_lines(text, out);
  }
  out.resize(out.find_last_not_of('\n') + 1);
  return out;
}

}  // namespace tenon::wit

// SPDX-License-Identifier: MIT
#include "wit/diagnostic.hpp"

#include <algorithm>

#include "wit/unicode.hpp"

namespace tenon::wit {
namespace {

constexpr std::size_t kWidest = 160;  // characters of a source line that are shown

struct Line {
  std::size_t begin = 0;
  std::size_t end = 0;
};

Line line_at(std::string_view text, std::size_t offset) {
  offset = std::min(offset, text.size());
  const std::size_t before = offset == 0 ? std::string_view::npos : text.rfind('\n', offset - 1);
  const std::size_t after = text.find('\n', offset);
  Line line{before == std::string_view::npos ? 0 : before + 1,
            after == std::string_view::npos ? text.size() : after};
  if (line.end > line.begin && text[line.end - 1] == '\r') --line.end;
  return line;
}

/// What a terminal shows as one harmless character.
struct Shown {
  std::string text;
  std::size_t size;  ///< bytes it stands for
};

Shown shown_at(std::string_view text, std::size_t at) {
  const CodePoint c = decode(text, at);
  if (c.value == '\t') return {" ", 1};
  const bool is_harmless = c.size != 0 && !is_control(c.value) && !is_bidirectional_override(c.value);
  const std::size_t size = std::max<std::size_t>(c.size, 1);
  if (!is_harmless || c.value == '\r') return {"\xEF\xBF\xBD", size};
  return {std::string(text.substr(at, size)), size};
}

struct Excerpt {
  std::string line;
  std::size_t indent = 0;  ///< characters before the marks
  std::size_t marks = 0;
};

/// The source line around a span, cut on both sides if it is very long.
Excerpt excerpt_of(std::string_view text, Span span) {
  const Line line = line_at(text, span.begin);
  Excerpt out;
  std::size_t at = line.begin;
  if (span.begin > line.begin + kWidest) {
    at = span.begin - kWidest / 2;
    while (at < span.begin && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) ++at;
    out.line = "...";
    out.indent = 3;
  }
  for (std::size_t width = 0; at < line.end; ++width) {
    if (width == kWidest) {
      out.line += "...";
      break;
    }
    const Shown one = shown_at(text, at);
    out.line += one.text;
    if (at < span.begin) ++out.indent;
    if (at >= span.begin && at < span.end) ++out.marks;
    at += one.size;
  }
  out.marks = std::max<std::size_t>(out.marks, 1);
  return out;
}

void append_place(std::string& out, Span span, const std::string& label, const std::vector<Source>& sources) {
  if (span.file >= sources.size()) return;
  const Source& source = sources[span.file];
  const Position position = position_of(source.text, span.begin);
  const std::string number = std::to_string(position.line);
  const std::string margin(number.size() + 1, ' ');
  const Excerpt excerpt = excerpt_of(source.text, span);
  out += margin + "--> " + source.path + ':' + number + ':' + std::to_string(position.column) + '\n';
  out += margin + " |\n";
  out += ' ' + number + " | " + excerpt.line + '\n';
  out += margin + " | " + std::string(excerpt.indent, ' ') + std::string(excerpt.marks, '^');
  if (!label.empty()) out += ' ' + label;
  out += '\n';
}

}  // namespace

Position position_of(std::string_view text, std::uint32_t offset) {
  const std::string_view before = text.substr(0, offset);
  Position position;
  position.line = 1 + static_cast<std::uint32_t>(std::ranges::count(before, '\n'));
  const std::size_t newline = before.rfind('\n');
  const std::string_view line = before.substr(newline == std::string_view::npos ? 0 : newline + 1);
  for (std::size_t at = 0; at < line.size(); ++position.column) {
    at += std::max<std::size_t>(decode(line, at).size, 1);
  }
  return position;
}

std::string render(const Diagnostic& diagnostic, const std::vector<Source>& sources) {
  std::string out = diagnostic.severity == Severity::error ? "error" : "warning";
  if (!diagnostic.code.empty()) out += '[' + diagnostic.code + ']';
  out += ": " + diagnostic.message + '\n';
  append_place(out, diagnostic.span, diagnostic.label, sources);
  for (const Note& note : diagnostic.notes) {
    out += "note: " + note.message + '\n';
    if (note.has_span) append_place(out, note.span, "", sources);
  }
  if (!diagnostic.help.empty()) out += "help: " + diagnostic.help + '\n';
  return out;
}

}  // namespace tenon::wit

// SPDX-License-Identifier: MIT
#include "bind/c/docs.hpp"

#include "bind/common/text.hpp"

namespace tenon::bind::c {
namespace {

// Whether UTF-8 text goes on with a character that changes the direction of what follows: compilers
// warn about them, since a comment could look like code. U+200E, U+200F, U+202A to U+202E, U+2066 to
// U+2069.
bool starts_direction(std::string_view text) {
  if (text.size() < 3 || text[0] != '\xe2') return false;
  const auto b = static_cast<unsigned char>(text[1]), c = static_cast<unsigned char>(text[2]);
  return (b == 0x80 && (c == 0x8e || c == 0x8f || (c >= 0xaa && c <= 0xae))) ||
         (b == 0x81 && c >= 0xa6 && c <= 0xa9);
}

/// Comments can't be nested and must not end early; a trigraph or a control character makes compilers warn.
std::string defused(std::string_view docs) {
  std::string out;
  for (std::size_t i = 0; i < docs.size(); ++i) {
    if (starts_direction(docs.substr(i))) {
      i += 2;
      continue;
    }
    char c = docs[i];
    const auto code = static_cast<unsigned char>(c);
    if ((code < 0x20 && c != '\n') || code == 0x7f) c = ' ';
    const char last = out.empty() ? ' ' : out.back();
    const bool trigraph = c == '/' && out.ends_with("??");
    if ((last == '*' && c == '/') || (last == '/' && c == '*') || trigraph) out += ' ';
    out += c;
  }
  while (!out.empty() && (out.back() == '\n' || out.back() == ' ')) out.pop_back();
  return out;
}

}  // namespace

std::string comment(std::string_view docs) {
  const std::string text = defused(docs);
  if (text.empty()) return "";
  if (text.find('\n') == std::string::npos) return "/* " + text + " */\n";
  return "/*\n" + prefixed(text, " * ") + " */\n";
}

}  // namespace tenon::bind::c

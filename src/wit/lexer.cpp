// SPDX-License-Identifier: MIT
#include "wit/lexer.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "wit/hints.hpp"
#include "wit/unicode.hpp"

namespace tenon::wit {
namespace {

constexpr std::array<std::string_view, 44> kKeywords = {
    "use",      "type",   "func",   "u8",     "u16",     "u32",         "u64",
    "s8",       "s16",    "s32",    "s64",    "f32",     "f64",         "char",
    "resource", "own",    "borrow", "record", "flags",   "variant",     "enum",
    "bool",     "string", "option", "result", "future",  "stream",      "error-context",
    "list",     "map",    "_",      "as",     "from",    "static",      "interface",
    "tuple",    "world",  "import", "export", "package", "constructor", "include",
    "with",     "async"};
constexpr std::size_t kKeywordCount = kKeywords.size();

/// Sorted once, for binary search.
std::array<std::pair<std::string_view, TokenKind>, kKeywordCount> sorted_keywords() {
  std::array<std::pair<std::string_view, TokenKind>, kKeywordCount> sorted;
  for (std::size_t i = 0; i < kKeywordCount; ++i) {
    sorted[i] = {kKeywords[i], static_cast<TokenKind>(static_cast<std::size_t>(TokenKind::kw_use) + i)};
  }
  std::ranges::sort(sorted);
  return sorted;
}

TokenKind word_kind(std::string_view word) {
  static const auto kSorted = sorted_keywords();
  const auto found =
      std::ranges::lower_bound(kSorted, word, {}, &std::pair<std::string_view, TokenKind>::first);
  return found != kSorted.end() && found->first == word ? found->second : TokenKind::identifier;
}

std::optional<TokenKind> punctuation(char c) {
  switch (c) {
    case '=':
      return TokenKind::equals;
    case ',':
      return TokenKind::comma;
    case ':':
      return TokenKind::colon;
    case '.':
      return TokenKind::period;
    case ';':
      return TokenKind::semicolon;
    case '(':
      return TokenKind::left_paren;
    case ')':
      return TokenKind::right_paren;
    case '{':
      return TokenKind::left_brace;
    case '}':
      return TokenKind::right_brace;
    case '<':
      return TokenKind::less;
    case '>':
      return TokenKind::greater;
    case '*':
      return TokenKind::star;
    case '@':
      return TokenKind::at;
    case '/':
      return TokenKind::slash;
    case '+':
      return TokenKind::plus;
    case '-':
      return TokenKind::minus;
    default:
      return std::nullopt;
  }
}

// Where tokens are broken matters for messages only, of which there are fewer.
constexpr std::size_t kMostErrors = 10'000;

// A zero byte this near to another control character: a library or the like, not a text.
constexpr std::size_t kBinary = 1024;

class Lexer {
 public:
  Lexer(std::string_view text, std::uint32_t file, Report& report) : report_(report) {
    out_.text = text;
    out_.file = file;
    out_.tokens.reserve(text.size() / 4 + 8);
  }

  Tokens run() {
    if (!check_characters()) at_ = out_.text.size();
    if (at_ == 0 && out_.text.starts_with("\xEF\xBB\xBF")) at_ = 3;
    while (at_ < out_.text.size()) step();
    std::ranges::sort(out_.errors);
    push(TokenKind::end, static_cast<std::uint32_t>(out_.text.size()));
    return std::move(out_);
  }

 private:
  char peek(std::size_t ahead = 0) const {
    return at_ + ahead < out_.text.size() ? out_.text[at_ + ahead] : '\0';
  }

  void push(TokenKind kind, std::uint32_t begin) {
    out_.tokens.push_back({kind, begin,
                           static_cast<std::uint32_t>(out_.text.size() > at_ ? at_ : out_.text.size()),
                           static_cast<std::uint32_t>(out_.comments.size())});
  }

  Diagnostic& fail(const char* code, std::size_t begin, std::size_t end, std::string message) {
    const auto place = static_cast<std::uint32_t>(begin);
    if (out_.errors.size() < kMostErrors) out_.errors.push_back(place);
    return report_.error(code, {out_.file, place, static_cast<std::uint32_t>(end)}, std::move(message));
  }

  bool check_characters();
  void check_character(std::size_t at, CodePoint c);
  void step();
  void skip_line_comment();
  void skip_block_comment();
  void lex_word();
  void lex_string();
  void lex_string_escape();
  void lex_unicode_escape(std::size_t begin);
  void lex_unexpected();

  Report& report_;
  Tokens out_;
  std::size_t at_ = 0;
  std::size_t unexpected_end_ = std::string_view::npos;  ///< of the last unexpected character
  bool has_controls_ = false;                            ///< one is reported
};

/// False if the text is no text at all, and not worth another message.
bool Lexer::check_characters() {
  const std::string_view text = out_.text;
  for (std::size_t at = 0; at < text.size();) {
    const auto c = static_cast<unsigned char>(text[at]);
    if ((c >= 0x20 && c < 0x7F) || c == '\n') {
      ++at;
      continue;
    }
    const CodePoint point = decode(text, at);
    check_character(at, point);
    if (point.size == 0 || point.value == 0) return false;
    at += point.size;
  }
  return true;
}

void Lexer::check_character(std::size_t at, CodePoint c) {
  const std::size_t end = at + std::max<std::size_t>(c.size, 1);
  if (c.size == 0) {
    fail("T0001", at, end, "the text is not UTF-8").help = "is it a WIT file? if so, convert it to UTF-8";
  } else if (is_bidirectional_override(c.value)) {
    fail("T0002", at, end, "bidirectional overrides are not allowed").help =
        "remove the character: it makes text look different from what it is";
  } else if (is_discouraged(c.value)) {
    fail("T0002", at, end, "this character is discouraged by Unicode and not allowed").help =
        "use another spelling of it";
  } else if (is_control(c.value) && !has_controls_ && out_.text.find('\0', at) - at < kBinary) {
    has_controls_ = true;
    fail("T0002", at, end, "control characters are not allowed").help =
        "this is no text; WIT files end in `.wit`";
  } else if (is_control(c.value) && !std::exchange(has_controls_, true)) {
    fail("T0002", at, end, "control characters are not allowed").help = "remove it, and others of its kind";
  }
}

void Lexer::step() {
  const char c = peek();
  const auto begin = static_cast<std::uint32_t>(at_);
  if (c == ' ' || c == '\t' || c == '\n' || (c == '\r' && peek(1) == '\n')) {
    ++at_;
  } else if (c == '/' && peek(1) == '/') {
    skip_line_comment();
  } else if (c == '/' && peek(1) == '*') {
    skip_block_comment();
  } else if (c == '-' && peek(1) == '>') {
    at_ += 2;
    push(TokenKind::arrow, begin);
  } else if (const auto kind = punctuation(c)) {
    ++at_;
    push(*kind, begin);
  } else if (is_digit(c)) {
    while (is_digit(peek())) ++at_;
    push(TokenKind::integer, begin);
  } else if (c == '"') {
    lex_string();
  } else {
    lex_word();
  }
}

void Lexer::skip_line_comment() {
  const std::size_t begin = at_;
  const std::size_t newline = out_.text.find('\n', at_);
  at_ = newline == std::string_view::npos ? out_.text.size() : newline;
  out_.comments.push_back({static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(at_)});
}

void Lexer::skip_block_comment() {
  const std::size_t begin = at_;
  std::size_t depth = 1;
  at_ += 2;
  while (depth > 0) {
    if (at_ >= out_.text.size()) {
      fail("T0004", begin, begin + 2, "unterminated block comment").help =
          "close it with `*/`; block comments nest";
      return;
    }
    const bool opens = peek() == '/' && peek(1) == '*';
    const bool closes = peek() == '*' && peek(1) == '/';
    at_ += opens || closes ? 2 : 1;
    if (opens) ++depth;
    if (closes) --depth;
  }
  out_.comments.push_back({static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(at_)});
}

/// Words are cut generously and judged later, by `check_identifier`: that makes better messages.
void Lexer::lex_word() {
  const auto begin = static_cast<std::uint32_t>(at_);
  const bool is_explicit = peek() == '%';
  if (is_explicit) ++at_;
  const std::size_t first = at_;
  while (at_ < out_.text.size() && !(at_ == first && is_digit(peek()))) {
    const CodePoint c = decode(out_.text, at_);
    if (c.size == 0 || !is_word(c.value)) break;
    at_ += c.size;
  }
  if (is_explicit) return push(TokenKind::explicit_identifier, begin);
  if (at_ == begin) return lex_unexpected();
  push(word_kind(out_.text.substr(begin, at_ - begin)), begin);
}

void Lexer::lex_unexpected() {
  const CodePoint c = decode(out_.text, at_);
  const std::size_t end = at_ + std::max<std::size_t>(c.size, 1);
  const bool reported = c.size == 0 || is_control(c.value) || is_bidirectional_override(c.value);
  if (!reported && unexpected_end_ != at_) {
    const std::string shown =
        c.value == '\r' ? "carriage return" : '`' + std::string(out_.text.substr(at_, c.size)) + '`';
    fail("T0003", at_, end, "unexpected character " + shown).help = hint_for_character(c.value);
  }
  unexpected_end_ = end;
  at_ = end;
}

void Lexer::lex_string() {
  const auto begin = static_cast<std::uint32_t>(at_++);
  while (peek() != '"') {
    if (at_ >= out_.text.size() || peek() == '\n') {
      fail("T0005", begin, at_, "unterminated string").help = "close it with `\"` on the same line";
      return push(TokenKind::string_literal, begin);
    }
    if (peek() == '\\') {
      lex_string_escape();
    } else {
      ++at_;
    }
  }
  ++at_;
  push(TokenKind::string_literal, begin);
}

bool is_hex(char c) { return is_digit(c) || ((c | 0x20) >= 'a' && (c | 0x20) <= 'f'); }

void Lexer::lex_string_escape() {
  const std::size_t begin = at_++;
  const char c = peek();
  if (c == 'u' && peek(1) == '{') return lex_unicode_escape(begin);
  if (is_hex(c) && is_hex(peek(1))) {
    at_ += 2;
  } else if (c != '\0' && std::string_view("\"'tnr\\").contains(c)) {
    ++at_;
  } else if (at_ < out_.text.size() && c != '\n') {  // else the string is unterminated, which says enough
    std::size_t end = at_ + 1;
    while (end < out_.text.size() && (out_.text[end] & 0xC0) == 0x80) ++end;  // a whole character
    fail("T0005", begin, end, "invalid escape in a string").help =
        "escapes are `\\t`, `\\n`, `\\r`, `\\\"`, `\\'`, `\\\\`, two hex digits, and `\\u{...}`";
  }
}

void Lexer::lex_unicode_escape(std::size_t begin) {
  at_ += 2;
  std::uint32_t value = 0;
  std::size_t digits = 0;
  for (; is_hex(peek()) || (peek() == '_' && digits > 0); ++at_) {
    if (peek() == '_') continue;
    const auto digit =
        static_cast<std::uint32_t>(is_digit(peek()) ? peek() - '0' : (peek() | 0x20) - 'a' + 10);
    value = value > 0x10FFFF ? value : value * 16 + digit;
    ++digits;
  }
  const bool is_valid =
      digits > 0 && peek() == '}' && (value < 0xD800 || (value > 0xDFFF && value <= 0x10FFFF));
  if (!is_valid)
    fail("T0005", begin, at_, "invalid Unicode escape in a string").help =
        "write the character's number in hex digits: `\\u{1F600}`";
  if (peek() == '}') ++at_;
}

}  // namespace

Tokens lex(std::string_view text, std::uint32_t file, Report& report) {
  return Lexer(text, file, report).run();
}

bool is_keyword(TokenKind kind) { return kind >= TokenKind::kw_use; }

std::string describe(TokenKind kind) {
  if (is_keyword(kind)) {
    const auto index = static_cast<std::size_t>(kind) - static_cast<std::size_t>(TokenKind::kw_use);
    return "keyword `" + std::string(kKeywords[index]) + '`';
  }
  switch (kind) {
    case TokenKind::end:
      return "end of file";
    case TokenKind::integer:
      return "an integer";
    case TokenKind::string_literal:
      return "a string";
    case TokenKind::identifier:
      return "an identifier";
    case TokenKind::explicit_identifier:
      return "a `%` identifier";
    case TokenKind::arrow:
      return "`->`";
    default:
      break;
  }
  for (const char c : std::string_view("=,:.;(){}<>*@/+-")) {
    if (punctuation(c) == kind) return std::string("`") + c + '`';
  }
  return "a token";
}

namespace {

/// One part between hyphens. `first` parts must begin with a letter.
std::string check_part(std::string_view part, bool first) {
  if (part.empty()) return "identifiers need characters on both sides of each `-`";
  if (first && is_digit(part[0])) return "identifiers begin with a letter";
  bool lower = false;
  bool upper = false;
  for (std::size_t i = 0; i < part.size();) {
    const CodePoint c = decode(part, i);
    if (c.value >= 'a' && c.value <= 'z') {
      lower = true;
    } else if (c.value >= 'A' && c.value <= 'Z') {
      upper = true;
    } else if (!(c.value >= '0' && c.value <= '9')) {
      return "invalid character `" + std::string(part.substr(i, std::max<std::size_t>(c.size, 1))) +
             "` in an identifier";
    }
    i += std::max<std::size_t>(c.size, 1);
  }
  return lower && upper ? "each part of an identifier is all lower or all upper case" : "";
}

}  // namespace

std::string check_identifier(std::string_view name) {
  bool first = true;
  while (true) {
    const std::size_t hyphen = name.find('-');
    if (std::string wrong = check_part(name.substr(0, hyphen), first); !wrong.empty()) return wrong;
    if (hyphen == std::string_view::npos) return "";
    name.remove_prefix(hyphen + 1);
    first = false;
  }
}

}  // namespace tenon::wit

// SPDX-License-Identifier: MIT
#include "wit/parser.hpp"

#include <algorithm>
#include <utility>

namespace tenon::wit {
namespace {

constexpr std::size_t kLongestShown = 40;

/// A name as a message shows it: hostile ones are long.
std::string shown(std::string_view name) {
  if (name.size() <= kLongestShown) return std::string(name);
  std::size_t end = kLongestShown;
  while (end > 0 && (static_cast<unsigned char>(name[end]) & 0xC0) == 0x80) --end;
  return std::string(name.substr(0, end)) + "...";
}

}  // namespace

const Token& Parser::peek(std::size_t ahead) const {
  return tokens_.tokens[std::min(at_ + ahead, tokens_.tokens.size() - 1)];
}

const Token& Parser::next() {
  const Token& token = peek();
  if (at_ + 1 < tokens_.tokens.size()) ++at_;
  return token;
}

bool Parser::eat(TokenKind kind) {
  if (!at(kind)) return false;
  next();
  return true;
}

bool Parser::expect(TokenKind kind) {
  return eat(kind) || expected(describe(kind), hint_for_token(tokens_, at_, kind));
}

/// A forgotten semicolon at the end of a line is reported and then taken as if it were there.
bool Parser::expect_semicolon() {
  if (expect(TokenKind::semicolon)) return true;
  return starts_line(at_) && !at(TokenKind::end);
}

bool Parser::expected(std::string_view what, std::string help) {
  report_expected(what, std::move(help));
  return false;
}

Diagnostic* Parser::report_expected(std::string_view what, std::string help) {
  const Token& found = peek();
  const bool is_identifier = found.kind == TokenKind::identifier;
  std::string message =
      "expected " + std::string(what) + ", found " +
      (is_identifier ? "identifier `" + shown(tokens_.text_of(found)) + "`" : describe(found.kind));
  Diagnostic* diagnostic = error("T0007", tokens_.span(found), std::move(message));
  if (diagnostic != nullptr) diagnostic->help = std::move(help);
  return diagnostic;
}

/// Null where a message would only repeat an earlier one: in an item with a broken token, at the token
/// of the last error, and at the one behind it.
Diagnostic* Parser::error(const char* code, Span span, std::string message) {
  const std::uint32_t begin = item_begin_ == 0 ? 0 : tokens_.tokens[item_begin_ - 1].end;
  const auto broken = std::ranges::lower_bound(tokens_.errors, begin);
  if (broken != tokens_.errors.end() && *broken <= span.begin) return nullptr;
  const bool is_follow_up = at_ > item_begin_ && tokens_.tokens[at_ - 1].begin == last_error_;
  if (span.begin == last_error_ || (is_follow_up && span.begin == peek().begin)) return nullptr;
  last_error_ = span.begin;
  return &report_.error(code, span, std::move(message));
}

bool Parser::starts_line(std::size_t index) const {
  if (index == 0 || index >= tokens_.tokens.size()) return true;
  const std::uint32_t begin = tokens_.tokens[index - 1].end;
  const std::uint32_t end = tokens_.tokens[index].begin;
  return tokens_.text.substr(begin, end - begin).find('\n') != std::string_view::npos;
}

namespace {

bool begins_item(TokenKind kind) {
  switch (kind) {
    case TokenKind::kw_interface:
    case TokenKind::kw_world:
    case TokenKind::kw_record:
    case TokenKind::kw_variant:
    case TokenKind::kw_enum:
    case TokenKind::kw_flags:
    case TokenKind::kw_resource:
    case TokenKind::kw_type:
    case TokenKind::kw_use:
    case TokenKind::kw_import:
    case TokenKind::kw_export:
    case TokenKind::kw_include:
      return true;
    default:
      return false;
  }
}

}  // namespace

/// How many `{` of the item are still open.
std::size_t Parser::open_braces(std::size_t item_begin) const {
  std::size_t depth = 0;
  for (std::size_t i = item_begin; i < at_; ++i) {
    if (tokens_.tokens[i].kind == TokenKind::left_brace) ++depth;
    if (tokens_.tokens[i].kind == TokenKind::right_brace && depth > 0) --depth;
  }
  return depth;
}

/// Skips the rest of a broken item: to behind its `;`, to the `}` that closes the block around it,
/// or to a keyword that begins an item on a line of its own. `interface` and `world` on a line of
/// their own begin an item at any depth: then the item lacks a `}`.
void Parser::recover(std::size_t item_begin) {
  std::size_t depth = open_braces(item_begin);
  while (!at(TokenKind::end)) {
    if (depth == 0 && at(TokenKind::right_brace)) return;
    if (at_ > item_begin && starts_line(at_)) {
      if (depth == 0 && begins_item(peek().kind)) return;
      if (at(TokenKind::kw_interface) || at(TokenKind::kw_world)) return;
    }
    const TokenKind kind = next().kind;
    if (kind == TokenKind::left_brace) ++depth;
    if (kind == TokenKind::semicolon && depth == 0) return;
    if (kind == TokenKind::right_brace && --depth == 0) {
      eat(TokenKind::semicolon);
      return;
    }
  }
}

/// How far from the beginning of its line a token stands; far if it isn't the first there.
std::uint32_t Parser::indentation(std::size_t index) const {
  if (!starts_line(index)) return std::numeric_limits<std::uint32_t>::max();
  const std::uint32_t begin = tokens_.tokens[index].begin;
  const std::size_t newline = begin == 0 ? std::string_view::npos : tokens_.text.rfind('\n', begin - 1);
  return newline == std::string_view::npos ? begin : begin - static_cast<std::uint32_t>(newline) - 1;
}

/// An interface or world that begins as far left as the block around it did: the block lacks its `}`.
bool Parser::is_block_unclosed(std::size_t owner) const {
  if (!at(TokenKind::kw_interface) && !at(TokenKind::kw_world)) return false;
  return starts_line(at_) && starts_line(owner) && indentation(at_) <= indentation(owner);
}

/// Items up to the `}`; the `{` is behind us. `what` is what an item could be.
bool Parser::parse_block(const std::function<bool()>& item, std::string_view what, Place place) {
  const Span open = tokens_.span(tokens_.tokens[at_ - 1]);
  const std::size_t owner = item_begin_;
  while (!eat(TokenKind::right_brace)) {
    const bool is_unclosed = place != Place::file && is_block_unclosed(owner);
    if (at(TokenKind::end) || is_unclosed) {
      item_begin_ = owner;
      auto* diagnostic = report_expected(what, "a `}` is missing before this");
      if (diagnostic != nullptr) add_note(*diagnostic, open, "this `{` is still open");
      return is_unclosed;
    }
    const std::size_t begin = item_begin_ = at_;
    if (!item()) recover(begin);
  }
  item_begin_ = owner;
  return true;
}

/// Whether the list goes on behind this `;`, so that it isn't the item's.
bool Parser::is_meant_as_comma(TokenKind end) const {
  if (end == TokenKind::right_brace) return true;
  if (peek(2).kind == end || peek(2).kind == TokenKind::comma) return true;
  const TokenKind type = peek(3).kind;
  return end == TokenKind::right_paren && peek(2).kind == TokenKind::colon && type != TokenKind::kw_func &&
         type != TokenKind::kw_async && type != TokenKind::kw_static && type != TokenKind::kw_interface;
}

/// `,` or the end of the list, which is not taken. Where a `;` was written or a line was ended
/// instead, it goes on as if it were a `,` and says so once.
bool Parser::parse_separator(TokenKind end, Place place, bool& told) {
  if (eat(TokenKind::comma) || at(end)) return true;
  if (!told) expected("`,` or " + describe(end), hint_for_separator(tokens_, at_, place));
  told = true;
  if (at(TokenKind::semicolon) && is_meant_as_comma(end)) {
    next();
    return true;
  }
  if (is_name() && starts_line(at_)) return true;
  return skip_element(end);
}

/// Skips to the next element of a list, or to the list's end, which is not taken. False where the
/// list seems to have no end.
bool Parser::skip_element(TokenKind end) {
  for (std::size_t depth = 0; !at(TokenKind::end); next()) {
    if (depth == 0 && at(end)) return true;
    if (depth == 0 && eat(TokenKind::comma)) return true;
    switch (peek().kind) {
      case TokenKind::less:
      case TokenKind::left_paren:
      case TokenKind::left_brace:
        ++depth;
        break;
      case TokenKind::greater:
      case TokenKind::right_paren:
      case TokenKind::right_brace:
        if (depth == 0) return false;
        --depth;
        break;
      case TokenKind::semicolon:
        if (end != TokenKind::right_brace || depth > 0) return false;
        next();
        return true;
      case TokenKind::kw_interface:
      case TokenKind::kw_world:
        return false;
      default:
        break;
    }
  }
  return false;
}

}  // namespace tenon::wit

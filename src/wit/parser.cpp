// SPDX-License-Identifier: MIT
#include "wit/parser.hpp"

#include <algorithm>

namespace tenon::wit {

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

bool Parser::expect(TokenKind kind) { return eat(kind) || expected(describe(kind)); }

/// A forgotten semicolon at the end of a line is reported and then taken as if it were there.
bool Parser::expect_semicolon() {
  if (eat(TokenKind::semicolon)) return true;
  expected("`;`");
  return starts_line(at_) && !at(TokenKind::end);
}

bool Parser::expected(std::string_view what, std::string help) {
  const Token& found = peek();
  std::string message = "expected " + std::string(what) + ", found " + describe(found.kind);
  if (auto* diagnostic = error("T0007", tokens_.span(found), std::move(message))) {
    if (help.empty() && is_keyword(found.kind) && what.find("identifier") != std::string_view::npos) {
      help = "write `%" + std::string(tokens_.text_of(found)) + "` to use the keyword as a name";
    }
    diagnostic->help = std::move(help);
  }
  return false;
}

/// What follows a broken token is not worth a message; then the answer is null.
Diagnostic* Parser::error(const char* code, Span span, std::string message) {
  if (tokens_.first_error && span.begin >= *tokens_.first_error) return nullptr;
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
/// or to a keyword that begins an item on a line of its own.
void Parser::recover(std::size_t item_begin) {
  std::size_t depth = open_braces(item_begin);
  while (!at(TokenKind::end)) {
    const bool is_outside = depth == 0 && at_ > item_begin;
    if (depth == 0 && at(TokenKind::right_brace)) return;
    if (is_outside && begins_item(peek().kind) && starts_line(at_)) return;
    const TokenKind kind = next().kind;
    if (kind == TokenKind::left_brace) ++depth;
    if (kind == TokenKind::right_brace && --depth == 0) return;
    if (kind == TokenKind::semicolon && depth == 0) return;
  }
}

/// Items up to the `}`; the `{` is behind us. `what` is what an item could be.
bool Parser::parse_block(const std::function<bool()>& item, std::string_view what) {
  while (!eat(TokenKind::right_brace)) {
    if (at(TokenKind::end)) return expected(what);
    if (report_.full()) return false;
    const std::size_t begin = at_;
    if (!item()) recover(begin);
  }
  return true;
}

}  // namespace tenon::wit

#pragma once
// SPDX-License-Identifier: MIT
//
// WIT text to tokens, a whole file at once. Comments are kept aside: those between two tokens are
// the documentation of what the second one begins.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "wit/report.hpp"

namespace tenon::wit {

enum class TokenKind : std::uint8_t {
  end,
  equals,
  comma,
  colon,
  period,
  semicolon,
  left_paren,
  right_paren,
  left_brace,
  right_brace,
  less,
  greater,
  star,
  at,
  slash,
  plus,
  minus,
  arrow,
  integer,
  string_literal,
  identifier,
  explicit_identifier,
  // Keywords, in the order of `kKeywords` in lexer.cpp.
  kw_use,
  kw_type,
  kw_func,
  kw_u8,
  kw_u16,
  kw_u32,
  kw_u64,
  kw_s8,
  kw_s16,
  kw_s32,
  kw_s64,
  kw_f32,
  kw_f64,
  kw_char,
  kw_resource,
  kw_own,
  kw_borrow,
  kw_record,
  kw_flags,
  kw_variant,
  kw_enum,
  kw_bool,
  kw_string,
  kw_option,
  kw_result,
  kw_future,
  kw_stream,
  kw_error_context,
  kw_list,
  kw_map,
  kw_underscore,
  kw_as,
  kw_from,
  kw_static,
  kw_interface,
  kw_tuple,
  kw_world,
  kw_import,
  kw_export,
  kw_package,
  kw_constructor,
  kw_include,
  kw_with,
  kw_async
};

struct Token {
  TokenKind kind = TokenKind::end;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  std::uint32_t comments = 0;  ///< how many comments lie before this token
};

struct Comment {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
};

struct Tokens {
  std::string_view text;
  std::uint32_t file = 0;
  std::vector<Token> tokens;  ///< the last one is of kind `end`
  std::vector<Comment> comments;
  std::vector<std::uint32_t> errors;  ///< where lexing failed, in bytes, sorted

  Span span(const Token& token) const { return {file, token.begin, token.end}; }
  std::string_view text_of(const Token& token) const {
    return text.substr(token.begin, token.end - token.begin);
  }
};

Tokens lex(std::string_view text, std::uint32_t file, Report& report);

/// How messages call a token: keyword `type`, `;`, an identifier.
std::string describe(TokenKind kind);
bool is_keyword(TokenKind kind);

/// What is wrong with an identifier (without `%`), empty if nothing is.
std::string check_identifier(std::string_view name);

}  // namespace tenon::wit

#pragma once
// SPDX-License-Identifier: MIT
//
// What somebody probably meant who wrote what WIT doesn't have: habits from other interface languages
// and from programming languages. Pure guesses for the `help:` of an error; an empty text means none.
//
//   hint_for_token(tokens, at, TokenKind::kw_func)   // at `function`: "did you mean `func`?"
#include <cstdint>
#include <string>
#include <string_view>

#include "wit/lexer.hpp"

namespace tenon::wit {

/// A place where items stand, or a list of elements.
enum class Place : std::uint8_t {
  file,
  interface,
  world,
  resource,
  fields,
  cases,
  labels,
  params,
  types,
  other
};

/// No item of the place begins with the token at `at`.
std::string hint_for_item(const Tokens& tokens, std::size_t at, Place place);
/// A name was expected at `at`.
std::string hint_for_name(const Tokens& tokens, std::size_t at, Place place);
/// A type was expected at `at`.
std::string hint_for_type(const Tokens& tokens, std::size_t at);
/// The token `wanted` was expected at `at`.
std::string hint_for_token(const Tokens& tokens, std::size_t at, TokenKind wanted);
/// `,` or the list's end was expected at `at`.
std::string hint_for_separator(const Tokens& tokens, std::size_t at, Place list);
/// How `@since` and `@unstable` are written.
std::string hint_for_gate();
/// No token begins with this character.
std::string hint_for_character(char32_t character);
/// `name` is no type here, but is one somewhere else: "`int` is `s32` in WIT".
std::string hint_for_type_name(std::string_view name);

/// What is meant by a name that is no identifier.
std::string hint_for_spelling(std::string_view name, Place place);

/// The identifier that comes nearest to a name in another style: `setGain` and `SET_GAIN` are
/// `set-gain`. Empty if none does.
std::string kebab_of(std::string_view name);

}  // namespace tenon::wit

// SPDX-License-Identifier: MIT
#include <charconv>

#include "wit/parser.hpp"

namespace tenon::wit {
namespace {

constexpr std::size_t kMostTypeDepth = 100;

std::optional<Primitive> primitive_of(TokenKind kind) {
  switch (kind) {
    case TokenKind::kw_bool:
      return Primitive::boolean;
    case TokenKind::kw_u8:
      return Primitive::u8;
    case TokenKind::kw_u16:
      return Primitive::u16;
    case TokenKind::kw_u32:
      return Primitive::u32;
    case TokenKind::kw_u64:
      return Primitive::u64;
    case TokenKind::kw_s8:
      return Primitive::s8;
    case TokenKind::kw_s16:
      return Primitive::s16;
    case TokenKind::kw_s32:
      return Primitive::s32;
    case TokenKind::kw_s64:
      return Primitive::s64;
    case TokenKind::kw_f32:
      return Primitive::f32;
    case TokenKind::kw_f64:
      return Primitive::f64;
    case TokenKind::kw_char:
      return Primitive::character;
    case TokenKind::kw_string:
      return Primitive::string;
    case TokenKind::kw_error_context:
      return Primitive::error_context;
    default:
      return std::nullopt;
  }
}

ast::TypeDef::Kind kind_of(TokenKind kind) {
  switch (kind) {
    case TokenKind::kw_record:
      return ast::TypeDef::Kind::record;
    case TokenKind::kw_variant:
      return ast::TypeDef::Kind::variant;
    case TokenKind::kw_enum:
      return ast::TypeDef::Kind::enum_;
    case TokenKind::kw_flags:
      return ast::TypeDef::Kind::flags;
    case TokenKind::kw_resource:
      return ast::TypeDef::Kind::resource;
    default:
      return ast::TypeDef::Kind::alias;
  }
}

}  // namespace

bool Parser::is_type_definition() const {
  return at(TokenKind::kw_type) || kind_of(peek().kind) != ast::TypeDef::Kind::alias;
}

bool Parser::parse_type_definition(ast::TypeDef& definition) {
  definition.kind = kind_of(next().kind);
  if (!parse_name(definition.name)) return false;
  switch (definition.kind) {
    case ast::TypeDef::Kind::alias:
      return parse_alias(definition);
    case ast::TypeDef::Kind::resource:
      return parse_resource(definition);
    default:
      return parse_members(definition);
  }
}

bool Parser::parse_alias(ast::TypeDef& definition) {
  return expect(TokenKind::equals) && parse_type(definition.alias) && expect_semicolon();
}

bool Parser::parse_members(ast::TypeDef& definition) {
  if (!expect(TokenKind::left_brace)) return false;
  const auto member = [&] { return parse_member(definition.kind, definition.members.emplace_back()); };
  const Place place = definition.kind == ast::TypeDef::Kind::record    ? Place::fields
                      : definition.kind == ast::TypeDef::Kind::variant ? Place::cases
                                                                       : Place::labels;
  return parse_list(TokenKind::right_brace, place, member);
}

bool Parser::parse_member(ast::TypeDef::Kind kind, ast::Member& member) {
  member.docs = docs_here();
  const bool is_field = kind == ast::TypeDef::Kind::record;
  if (!parse_name(member.name, is_field ? Place::fields : Place::cases)) return false;
  if (is_field) {
    return expect(TokenKind::colon) && parse_type(member.type.emplace());
  }
  if (kind != ast::TypeDef::Kind::variant || !eat(TokenKind::left_paren)) return true;
  return parse_type(member.type.emplace()) && expect(TokenKind::right_paren);
}

bool Parser::parse_resource(ast::TypeDef& definition) {
  if (!eat(TokenKind::left_brace)) return expect_semicolon();
  return parse_block([&] { return parse_resource_function(definition.functions); },
                     "`constructor` or identifier", Place::resource);
}

bool Parser::parse_resource_function(std::vector<ast::Function>& functions) {
  ast::Function function;
  if (!parse_prefix(function.prefix)) return false;
  if (at(TokenKind::kw_constructor)) {
    const Token& keyword = next();
    function.kind = FunctionKind::constructor;
    function.name = {tokens_.text_of(keyword), tokens_.span(keyword)};
    if (!parse_params_and_result(function)) return false;
  } else {
    if (!is_name()) return item_expected("`constructor` or identifier", Place::resource);
    if (!parse_name(function.name) || !expect(TokenKind::colon)) return false;
    function.kind = eat(TokenKind::kw_static) ? FunctionKind::static_ : FunctionKind::method;
    if (!parse_signature(function)) return false;
  }
  functions.push_back(std::move(function));
  return expect_semicolon();
}

bool Parser::parse_named_function(ast::Function& function) {
  return parse_name(function.name) && expect(TokenKind::colon) && parse_signature(function) &&
         expect_semicolon();
}

bool Parser::parse_signature(ast::Function& function) {
  function.async = eat(TokenKind::kw_async);
  return expect(TokenKind::kw_func) && parse_params_and_result(function);
}

bool Parser::parse_params_and_result(ast::Function& function) {
  const auto param = [&] {
    ast::Param& entry = function.params.emplace_back();
    return parse_name(entry.name, Place::params) && expect(TokenKind::colon) && parse_type(entry.type);
  };
  if (!expect(TokenKind::left_paren) || !parse_list(TokenKind::right_paren, Place::params, param))
    return false;
  return !eat(TokenKind::arrow) || parse_type(function.result.emplace());
}

bool Parser::parse_type(ast::TypeExpr& type) {
  if (type_depth_ >= kMostTypeDepth) {
    error("T0009", tokens_.span(peek()), "type nesting too deep");
    return false;
  }
  ++type_depth_;
  const bool parsed = parse_type_at_depth(type);
  --type_depth_;
  return parsed;
}

bool Parser::parse_type_at_depth(ast::TypeExpr& type) {
  const Token& token = peek();
  type.span = tokens_.span(token);
  if (const auto primitive = primitive_of(token.kind)) {
    type.primitive = *primitive;
    next();
    return true;
  }
  if (is_name()) {
    ast::Name name;
    parse_name(name, Place::types);
    type.kind = ast::TypeExpr::Kind::name;
    type.name = name.text;
    return true;
  }
  return parse_compound(type);
}

bool Parser::parse_compound(ast::TypeExpr& type) {
  using Kind = ast::TypeExpr::Kind;
  const auto with = [&](Kind kind) -> ast::TypeExpr& {
    next();
    type.kind = kind;
    return type;
  };
  switch (peek().kind) {
    case TokenKind::kw_list:
      return parse_list_type(with(Kind::list));
    case TokenKind::kw_result:
      return parse_result_type(with(Kind::result));
    case TokenKind::kw_own:
      return parse_handle(with(Kind::own));
    case TokenKind::kw_borrow:
      return parse_handle(with(Kind::borrow));
    case TokenKind::kw_option:
      return parse_arguments(with(Kind::option), 1);
    case TokenKind::kw_map:
      return parse_arguments(with(Kind::map), 2);
    case TokenKind::kw_future:
      return parse_optional_argument(with(Kind::future));
    case TokenKind::kw_stream:
      return parse_optional_argument(with(Kind::stream));
    case TokenKind::kw_tuple:
      return parse_tuple(with(Kind::tuple));
    default:
      return expected("a type", hint_for_type(tokens_, at_));
  }
}

/// `<T>` or `<K, V>`.
bool Parser::parse_arguments(ast::TypeExpr& type, std::size_t count) {
  if (!expect(TokenKind::less)) return false;
  for (std::size_t i = 0; i < count; ++i) {
    if (i > 0 && !expect(TokenKind::comma)) return false;
    if (!parse_type(type.args.emplace_back())) return false;
  }
  return expect(TokenKind::greater);
}

bool Parser::parse_optional_argument(ast::TypeExpr& type) {
  return !at(TokenKind::less) || parse_arguments(type, 1);
}

bool Parser::parse_tuple(ast::TypeExpr& type) {
  const auto element = [&] { return parse_type(type.args.emplace_back()); };
  return expect(TokenKind::less) && parse_list(TokenKind::greater, Place::other, element);
}

/// `list<T>` or, with a length, `list<T, 16>`.
bool Parser::parse_list_type(ast::TypeExpr& type) {
  if (!expect(TokenKind::less) || !parse_type(type.args.emplace_back())) return false;
  if (!eat(TokenKind::comma)) return expect(TokenKind::greater);
  if (!at(TokenKind::integer))
    return expected("a fixed length", "`list<u8, 16>` is a list of exactly 16 bytes");
  type.kind = ast::TypeExpr::Kind::fixed_list;
  const Token& token = next();
  const std::string_view digits = tokens_.text_of(token);
  if (std::from_chars(digits.data(), digits.data() + digits.size(), type.size).ec != std::errc{}) {
    error("T0013", tokens_.span(token), "the length of a list must fit in 32 bits");
  }
  return expect(TokenKind::greater);
}

/// `result`, `result<T>`, `result<_, E>`, `result<T, E>`.
bool Parser::parse_result_type(ast::TypeExpr& type) {
  if (!eat(TokenKind::less)) return true;
  const bool has_ok = !eat(TokenKind::kw_underscore);
  if (has_ok) {
    type.ok = std::make_unique<ast::TypeExpr>();
    if (!parse_type(*type.ok)) return false;
  }
  if (has_ok ? eat(TokenKind::comma) : expect(TokenKind::comma)) {
    type.err = std::make_unique<ast::TypeExpr>();
    if (!parse_type(*type.err)) return false;
  } else if (!has_ok) {
    return false;
  }
  return expect(TokenKind::greater);
}

/// A handle is shown by its resource's name.
bool Parser::parse_handle(ast::TypeExpr& type) {
  ast::Name name;
  if (!expect(TokenKind::less) || !parse_name(name)) return false;
  type.span = name.span;
  type.name = name.text;
  return expect(TokenKind::greater);
}

}  // namespace tenon::wit

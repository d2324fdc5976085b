#pragma once
// SPDX-License-Identifier: MIT
//
// Tokens to `ast::File`, by recursive descent. After an error it goes on with the next element of a
// list or the next item, so that one run shows several; the result is then good for nothing but more
// messages. No token gets two errors, and none is shown that an unknown character may have caused.
//
// Methods return false if they have reported an error and the current item is lost. Every step
// forward is for good, but for the braces that `recover` counts: time is linear in the text.
#include <functional>
#include <initializer_list>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "wit/ast.hpp"
#include "wit/hints.hpp"
#include "wit/lexer.hpp"

namespace tenon::wit {

class Parser {
 public:
  Parser(const Tokens& tokens, Report& report) : tokens_(tokens), report_(report) {}
  ast::File parse_file();

 private:
  // parser.cpp: tokens, errors and recovery
  const Token& peek(std::size_t ahead = 0) const;
  bool at(TokenKind kind) const { return peek().kind == kind; }
  const Token& next();
  bool eat(TokenKind kind);
  bool expect(TokenKind kind);
  bool expect_semicolon();
  bool expected(std::string_view what, std::string help);
  Diagnostic* report_expected(std::string_view what, std::string help);
  Diagnostic* error(const char* code, Span span, std::string message);
  bool starts_line(std::size_t index) const;
  std::size_t open_braces(std::size_t item_begin) const;
  void recover(std::size_t item_begin);
  std::uint32_t indentation(std::size_t index) const;
  bool is_block_unclosed(std::size_t owner) const;
  bool parse_block(const std::function<bool()>& item, std::string_view what, Place place);
  bool item_expected(std::string_view what, Place place) {
    return expected(what, hint_for_item(tokens_, at_, place));
  }
  template <class Element>
  bool parse_list(TokenKind end, Place place, Element element);
  bool parse_separator(TokenKind end, Place place, bool& told);
  bool is_meant_as_comma(TokenKind end) const;
  bool skip_element(TokenKind end);

  // parser_names.cpp: names, paths, versions, attributes, documentation
  bool is_name() const { return at(TokenKind::identifier) || at(TokenKind::explicit_identifier); }
  bool parse_name(ast::Name& name, Place place = Place::other);
  bool parse_package_id(ast::PackageId& id);
  bool parse_path(ast::Path& path);
  bool parse_optional_version(std::optional<Version>& version, Span& span);
  bool parse_version(Version& version, Span& span);
  void eat_version_suffix(TokenKind lead, Span& span);
  bool parse_prefix(ast::Prefix& prefix);
  bool parse_attribute(ast::Attribute& attribute);
  bool parse_version_argument(ast::Attribute& attribute);
  bool parse_feature_argument(ast::Attribute& attribute);
  bool expect_word(std::string_view word);
  std::string docs_here(Span* span = nullptr) const;

  // parser_items.cpp: packages, interfaces, worlds
  bool parse_header(ast::File& file);
  bool parse_item(std::vector<ast::Item>& items, std::size_t depth);
  bool parse_nested(ast::Prefix prefix, std::vector<ast::Item>& items, std::size_t depth);
  bool parse_top_use(ast::Prefix prefix, std::vector<ast::Item>& items);
  bool parse_interface(ast::Interface& interface);
  bool parse_interface_items(std::vector<ast::InterfaceItem>& items);
  bool parse_interface_item(std::vector<ast::InterfaceItem>& items);
  bool parse_use(ast::Use& use);
  bool parse_world(ast::World& world);
  bool parse_world_item(std::vector<ast::WorldItem>& items);
  bool parse_extern(ast::Extern& item);
  bool parse_include(ast::Include& include);

  // parser_types.cpp: type definitions, functions, type expressions
  bool is_type_definition() const;
  bool parse_type_definition(ast::TypeDef& definition);
  bool parse_alias(ast::TypeDef& definition);
  bool parse_members(ast::TypeDef& definition);
  bool parse_member(ast::TypeDef::Kind kind, ast::Member& member);
  bool parse_resource(ast::TypeDef& definition);
  bool parse_resource_function(std::vector<ast::Function>& functions);
  bool parse_named_function(ast::Function& function);
  bool parse_signature(ast::Function& function);
  bool parse_params_and_result(ast::Function& function);
  bool parse_type(ast::TypeExpr& type);
  bool parse_type_at_depth(ast::TypeExpr& type);
  bool parse_compound(ast::TypeExpr& type);
  bool parse_arguments(ast::TypeExpr& type, std::size_t count);
  bool parse_optional_argument(ast::TypeExpr& type);
  bool parse_tuple(ast::TypeExpr& type);
  bool parse_list_type(ast::TypeExpr& type);
  bool parse_result_type(ast::TypeExpr& type);
  bool parse_handle(ast::TypeExpr& type);

  const Tokens& tokens_;
  Report& report_;
  std::size_t at_ = 0;
  std::size_t type_depth_ = 0;
  std::size_t item_begin_ = 0;  ///< the innermost item that has begun
  std::uint32_t last_error_ = std::numeric_limits<std::uint32_t>::max();
};

/// `element()` until `end`, with commas between and perhaps one behind. A broken element costs no
/// others.
template <class Element>
bool Parser::parse_list(TokenKind end, Place place, Element element) {
  bool told = false;
  while (!eat(end)) {
    if (element() ? !parse_separator(end, place, told) : !skip_element(end)) return false;
  }
  return true;
}

}  // namespace tenon::wit

// SPDX-License-Identifier: MIT
#include "wit/parser.hpp"

namespace tenon::wit {
namespace {

constexpr std::size_t kMostPackageDepth = 100;
constexpr std::string_view kTopItem = "`world`, `interface` or `use`";
constexpr std::string_view kInterfaceItem = "`type`, `resource` or `func`";
constexpr std::string_view kWorldItem = "`import`, `export`, `include`, `use`, or type definition";

}  // namespace

ast::File Parser::parse_file() {
  ast::File file;
  if (!parse_header(file)) recover(0);
  while (!at(TokenKind::end)) {
    const std::size_t begin = item_begin_ = at_;
    if (parse_item(file.items, 0)) continue;
    recover(begin);
    while (eat(TokenKind::right_brace)) {}
  }
  return file;
}

/// `package a:b;`. If it is `package a:b {` instead, nothing is taken.
bool Parser::parse_header(ast::File& file) {
  if (!at(TokenKind::kw_package)) return true;
  const std::size_t begin = at_;
  ast::Header header;
  header.docs = docs_here(&header.docs_span);
  next();
  if (!parse_package_id(header.id)) return false;
  if (at(TokenKind::left_brace)) {
    at_ = begin;
    return true;
  }
  file.header = std::move(header);
  return expect_semicolon();
}

bool Parser::parse_item(std::vector<ast::Item>& items, std::size_t depth) {
  ast::Prefix prefix;
  if (!parse_prefix(prefix)) return false;
  switch (peek().kind) {
    case TokenKind::kw_interface: {
      ast::Interface interface{std::move(prefix), {}, {}};
      if (!parse_interface(interface)) return false;
      items.emplace_back(std::move(interface));
      return true;
    }
    case TokenKind::kw_world: {
      ast::World world{std::move(prefix), {}, {}};
      if (!parse_world(world)) return false;
      items.emplace_back(std::move(world));
      return true;
    }
    case TokenKind::kw_use:
      return parse_top_use(std::move(prefix), items);
    case TokenKind::kw_package:
      return parse_nested(std::move(prefix), items, depth);
    default:
      return item_expected(kTopItem, Place::file);
  }
}

bool Parser::parse_nested(ast::Prefix prefix, std::vector<ast::Item>& items, std::size_t depth) {
  const Token keyword = next();
  if (!prefix.attributes.empty()) {
    error("T0012", tokens_.span(keyword), "cannot place attributes on nested packages");
  }
  auto package = std::make_unique<ast::NestedPackage>();
  package->header.docs = std::move(prefix.docs);
  package->header.docs_span = prefix.docs_span;
  if (!parse_package_id(package->header.id)) return false;
  if (at(TokenKind::semicolon))
    return expected("`{`", "the package's own name comes first in the file; others have a block or a file");
  if (!expect(TokenKind::left_brace)) return false;
  if (depth >= kMostPackageDepth) {
    error("T0010", tokens_.span(keyword), "package nesting too deep");
    return false;
  }
  const auto item = [&] { return parse_item(package->items, depth + 1); };
  if (!parse_block(item, kTopItem, Place::file)) return false;
  if (depth > 0) {
    if (auto* diagnostic =
            error("T0010", package->header.id.span, "nested packages must be placed at the top level")) {
      diagnostic->help = "move it out of the package around it";
    }
    return true;
  }
  items.emplace_back(std::move(package));
  return true;
}

bool Parser::parse_top_use(ast::Prefix prefix, std::vector<ast::Item>& items) {
  ast::TopUse use;
  use.span = tokens_.span(next());
  if (!prefix.attributes.empty()) error("T0012", use.span, "attributes are not allowed on top-level `use`");
  if (!parse_path(use.path)) return false;
  if (eat(TokenKind::kw_as) && !parse_name(use.as.emplace())) return false;
  use.prefix = std::move(prefix);
  items.emplace_back(std::move(use));
  return expect_semicolon();
}

bool Parser::parse_interface(ast::Interface& interface) {
  next();
  return parse_name(interface.name) && parse_interface_items(interface.items);
}

bool Parser::parse_interface_items(std::vector<ast::InterfaceItem>& items) {
  if (!expect(TokenKind::left_brace)) return false;
  return parse_block([&] { return parse_interface_item(items); }, kInterfaceItem, Place::interface);
}

bool Parser::parse_interface_item(std::vector<ast::InterfaceItem>& items) {
  ast::Prefix prefix;
  if (!parse_prefix(prefix)) return false;
  if (at(TokenKind::kw_use)) {
    ast::Use use;
    use.prefix = std::move(prefix);
    if (!parse_use(use)) return false;
    items.emplace_back(std::move(use));
    return true;
  }
  if (is_type_definition()) {
    ast::TypeDef definition;
    definition.prefix = std::move(prefix);
    if (!parse_type_definition(definition)) return false;
    items.emplace_back(std::move(definition));
    return true;
  }
  if (!is_name()) return item_expected(kInterfaceItem, Place::interface);
  ast::Function function;
  function.prefix = std::move(prefix);
  if (!parse_named_function(function)) return false;
  items.emplace_back(std::move(function));
  return true;
}

bool Parser::parse_use(ast::Use& use) {
  next();
  if (!parse_path(use.from) || !expect(TokenKind::period) || !expect(TokenKind::left_brace)) return false;
  const auto name = [&] {
    ast::UseName& entry = use.names.emplace_back();
    if (!parse_name(entry.name)) return false;
    return !eat(TokenKind::kw_as) || parse_name(entry.as.emplace());
  };
  return parse_list(TokenKind::right_brace, Place::other, name) && expect_semicolon();
}

bool Parser::parse_world(ast::World& world) {
  next();
  if (!parse_name(world.name) || !expect(TokenKind::left_brace)) return false;
  return parse_block([&] { return parse_world_item(world.items); }, kWorldItem, Place::world);
}

bool Parser::parse_world_item(std::vector<ast::WorldItem>& items) {
  ast::Prefix prefix;
  if (!parse_prefix(prefix)) return false;
  const auto add = [&](auto item, auto parse) {
    item.prefix = std::move(prefix);
    if (!(this->*parse)(item)) return false;
    items.emplace_back(std::move(item));
    return true;
  };
  if (is_type_definition()) return add(ast::TypeDef{}, &Parser::parse_type_definition);
  switch (peek().kind) {
    case TokenKind::kw_import:
    case TokenKind::kw_export:
      return add(ast::Extern{}, &Parser::parse_extern);
    case TokenKind::kw_use:
      return add(ast::Use{}, &Parser::parse_use);
    case TokenKind::kw_include:
      return add(ast::Include{}, &Parser::parse_include);
    default:
      return item_expected(kWorldItem, Place::world);
  }
}

/// After `import` or `export`:  f: func();  i: interface {}  label: path;  path;
bool Parser::parse_extern(ast::Extern& item) {
  item.is_import = next().kind == TokenKind::kw_import;
  const TokenKind third = peek(2).kind;
  const bool is_package_path = peek(3).kind == TokenKind::slash;
  if (!is_name() || peek(1).kind != TokenKind::colon || is_package_path) {
    return parse_path(item.item.emplace<ast::Path>()) && expect_semicolon();
  }
  if (!parse_name(item.label.emplace())) return false;
  next();
  if (third == TokenKind::kw_func || third == TokenKind::kw_async) {
    ast::Function& function = item.item.emplace<ast::Function>();
    function.name = *item.label;
    return parse_signature(function) && expect_semicolon();
  }
  if (eat(TokenKind::kw_interface))
    return parse_interface_items(item.item.emplace<ast::InlineInterface>().items);
  if (!is_name())
    return expected("`func`, `interface` or a path", hint_for_token(tokens_, at_, TokenKind::kw_func));
  return parse_path(item.item.emplace<ast::Path>()) && expect_semicolon();
}

bool Parser::parse_include(ast::Include& include) {
  next();
  if (!parse_path(include.from)) return false;
  if (!eat(TokenKind::kw_with)) return expect_semicolon();
  const auto rename = [&] {
    ast::IncludeName& entry = include.names.emplace_back();
    return parse_name(entry.name) && expect(TokenKind::kw_as) && parse_name(entry.as);
  };
  return expect(TokenKind::left_brace) && parse_list(TokenKind::right_brace, Place::other, rename);
}

}  // namespace tenon::wit

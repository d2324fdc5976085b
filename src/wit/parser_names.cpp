// SPDX-License-Identifier: MIT
#include <algorithm>

#include "wit/docs.hpp"
#include "wit/names.hpp"
#include "wit/parser.hpp"

namespace tenon::wit {

bool Parser::parse_name(ast::Name& name, Place place) {
  if (!is_name()) return expected("an identifier", hint_for_name(tokens_, at_, place));
  const Token& token = next();
  name.span = tokens_.span(token);
  name.text = tokens_.text_of(token);
  if (token.kind == TokenKind::explicit_identifier) name.text.remove_prefix(1);
  std::string wrong = check_identifier(name.text);
  if (wrong.empty()) return true;
  if (auto* diagnostic = error("T0006", name.span, std::move(wrong))) {
    diagnostic->help = hint_for_spelling(name.text, place);
  }
  return true;
}

bool Parser::parse_package_id(ast::PackageId& id) {
  if (!parse_name(id.ns) || !expect(TokenKind::colon) || !parse_name(id.name)) return false;
  id.without_version = {id.ns.span.file, id.ns.span.begin, id.name.span.end};
  id.span = id.without_version;
  Span version;
  if (!parse_optional_version(id.version, version)) return false;
  if (id.version) id.span.end = version.end;
  return true;
}

bool Parser::parse_path(ast::Path& path) {
  if (!parse_name(path.name)) return false;
  if (!eat(TokenKind::colon)) return true;
  ast::PackageId& package = path.package.emplace();
  package.ns = path.name;
  if (!parse_name(package.name) || !expect(TokenKind::slash) || !parse_name(path.name)) return false;
  package.without_version = {package.ns.span.file, package.ns.span.begin, package.name.span.end};
  package.span = package.without_version;
  Span version;
  return parse_optional_version(package.version, version);
}

bool Parser::parse_optional_version(std::optional<Version>& version, Span& span) {
  return !eat(TokenKind::at) || parse_version(version.emplace(), span);
}

/// `1.2.3`, then perhaps `-pre` and `+build`.
bool Parser::parse_version(Version& version, Span& span) {
  span = tokens_.span(peek());
  for (int i = 0; i < 3; ++i) {
    if (i > 0 && !expect(TokenKind::period)) return false;
    span.end = peek().end;
    if (!at(TokenKind::integer))
      return expected("an integer", at(TokenKind::string_literal)
                                        ? "versions have no quotes"
                                        : "versions have three numbers, such as `1.0.0`");
    next();
  }
  eat_version_suffix(TokenKind::minus, span);
  eat_version_suffix(TokenKind::plus, span);
  const auto text = tokens_.text.substr(span.begin, span.end - span.begin);
  if (auto parsed = Version::parse(text)) {
    version = std::move(*parsed);
  } else if (auto* diagnostic = error("T0008", span, "`" + std::string(text) + "` is no version")) {
    diagnostic->help = "versions are written as semver.org says: `1.2.3`, `0.3.0-rc.1`";
  }
  return true;
}

/// A `.` ends the version unless a part follows: in `use a:b@1.0.0-x.{t}` it belongs to the `use`.
void Parser::eat_version_suffix(TokenKind lead, Span& span) {
  const auto is_part = [](TokenKind kind) {
    return kind == TokenKind::identifier || kind == TokenKind::integer || kind == TokenKind::minus ||
           is_keyword(kind);
  };
  if (!eat(lead)) return;
  span.end = std::max(span.end, tokens_.tokens[at_ - 1].end);
  while (true) {
    if (at(TokenKind::period) && is_part(peek(1).kind)) next();
    if (!is_part(peek().kind)) return;
    span.end = next().end;
  }
}

bool Parser::parse_prefix(ast::Prefix& prefix) {
  prefix.docs = docs_here(&prefix.docs_span);
  while (eat(TokenKind::at)) {
    if (!parse_attribute(prefix.attributes.emplace_back())) return false;
  }
  return true;
}

bool Parser::parse_attribute(ast::Attribute& attribute) {
  ast::Name name;
  if (!parse_name(name)) return false;
  attribute.span = name.span;
  if (name.text == "since" || name.text == "deprecated") {
    attribute.kind = name.text == "since" ? ast::AttributeKind::since : ast::AttributeKind::deprecated;
    return parse_version_argument(attribute);
  }
  if (name.text == "unstable") {
    attribute.kind = ast::AttributeKind::unstable;
    return parse_feature_argument(attribute);
  }
  if (name.text == "external-id") {
    attribute.kind = ast::AttributeKind::external_id;
    return expect(TokenKind::left_paren) && expect(TokenKind::string_literal) &&
           expect(TokenKind::right_paren);
  }
  if (auto* diagnostic = error("T0011", name.span, "unknown attribute `" + std::string(name.text) + "`")) {
    diagnostic->help = did_you_mean(name.text, {"since", "unstable", "deprecated", "external-id"});
    if (diagnostic->help.empty())
      diagnostic->help = "attributes are `@since`, `@unstable`, `@deprecated` and `@external-id`";
  }
  return false;
}

bool Parser::parse_version_argument(ast::Attribute& attribute) {
  Span span;
  return expect(TokenKind::left_paren) && expect_word("version") && expect(TokenKind::equals) &&
         parse_version(attribute.version, span) && expect(TokenKind::right_paren);
}

bool Parser::parse_feature_argument(ast::Attribute& attribute) {
  ast::Name feature;
  if (!expect(TokenKind::left_paren) || !expect_word("feature") || !expect(TokenKind::equals)) return false;
  if (!parse_name(feature)) return false;
  attribute.feature = feature.text;
  return expect(TokenKind::right_paren);
}

bool Parser::expect_word(std::string_view word) {
  ast::Name name;
  if (!is_name()) return expected("`" + std::string(word) + "`", hint_for_gate());
  if (!parse_name(name)) return false;
  if (name.text == word) return true;
  auto* diagnostic = error("T0007", name.span,
                           "expected `" + std::string(word) + "`, found `" + std::string(name.text) + "`");
  if (diagnostic != nullptr) diagnostic->help = hint_for_gate();
  return false;
}

std::string Parser::docs_here(Span* span) const {
  const std::size_t begin = at_ == 0 ? 0 : tokens_.tokens[at_ - 1].comments;
  const std::size_t end = peek().comments;
  if (begin == end) return {};
  if (span != nullptr) *span = {tokens_.file, tokens_.comments[begin].begin, tokens_.comments[end - 1].end};
  std::vector<std::string_view> comments;
  for (std::size_t i = begin; i < end; ++i) {
    const Comment& comment = tokens_.comments[i];
    comments.push_back(tokens_.text.substr(comment.begin, comment.end - comment.begin));
  }
  return docs_of(comments);
}

}  // namespace tenon::wit

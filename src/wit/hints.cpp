// SPDX-License-Identifier: MIT
#include "wit/hints.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <utility>
#include <vector>

#include "wit/names.hpp"

namespace tenon::wit {
namespace {

using Pair = std::pair<std::string_view, std::string_view>;

// What other languages call WIT's items.
constexpr std::array<Pair, 22> kItems = {{
    {"struct", "record"},     {"message", "record"},  {"dictionary", "record"},  {"class", "resource"},
    {"handle", "resource"},   {"object", "resource"}, {"union", "variant"},      {"oneof", "variant"},
    {"typedef", "type"},      {"using", "type"},      {"alias", "type"},         {"newtype", "type"},
    {"bitflags", "flags"},    {"bitset", "flags"},    {"bitmask", "flags"},      {"module", "interface"},
    {"service", "interface"}, {"trait", "interface"}, {"protocol", "interface"}, {"namespace", "package"},
    {"mod", "interface"},     {"component", "world"},
}};

// What other languages call WIT's types.
constexpr std::array<Pair, 52> kTypes = {{
    {"int", "s32"},
    {"uint", "u32"},
    {"int8", "s8"},
    {"int16", "s16"},
    {"int32", "s32"},
    {"int64", "s64"},
    {"uint8", "u8"},
    {"uint16", "u16"},
    {"uint32", "u32"},
    {"uint64", "u64"},
    {"int8-t", "s8"},
    {"int16-t", "s16"},
    {"int32-t", "s32"},
    {"int64-t", "s64"},
    {"uint8-t", "u8"},
    {"uint16-t", "u16"},
    {"uint32-t", "u32"},
    {"uint64-t", "u64"},
    {"i8", "s8"},
    {"i16", "s16"},
    {"i32", "s32"},
    {"i64", "s64"},
    {"short", "s16"},
    {"long", "s64"},
    {"byte", "u8"},
    {"sbyte", "s8"},
    {"octet", "u8"},
    {"usize", "u64"},
    {"isize", "s64"},
    {"size-t", "u64"},
    {"float", "f32"},
    {"double", "f64"},
    {"float32", "f32"},
    {"float64", "f64"},
    {"number", "f64"},
    {"boolean", "bool"},
    {"str", "string"},
    {"text", "string"},
    {"wstring", "string"},
    {"cstring", "string"},
    {"bytes", "list<u8>"},
    {"buffer", "list<u8>"},
    {"array", "list<...>"},
    {"vector", "list<...>"},
    {"vec", "list<...>"},
    {"seq", "list<...>"},
    {"sequence", "list<...>"},
    {"slice", "list<...>"},
    {"optional", "option<...>"},
    {"maybe", "option<...>"},
    {"either", "result<...>"},
    {"pair", "tuple<...>"},
}};

// What other languages write where WIT has `func`.
constexpr std::array<std::string_view, 9> kFunctions = {"function", "fun",    "fn",   "method",   "def",
                                                        "sub",      "lambda", "proc", "procedure"};

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = c == '_' ? '-' : static_cast<char>(CaseLess::lower(c));
  return out;
}

std::string_view find(std::span<const Pair> table, std::string_view word) {
  const std::string plain = lower(word);
  const auto found = std::ranges::find(table, plain, &Pair::first);
  return found == table.end() ? std::string_view{} : found->second;
}

bool is_function_word(std::string_view word) {
  return std::ranges::find(kFunctions, lower(word)) != kFunctions.end();
}

constexpr const char* kGates = "gates are `@since(version = 1.1.0)` and `@unstable(feature = name)`";

std::string ticked(std::string_view text) { return "`" + std::string(text) + "`"; }
std::string did_you_mean_word(std::string_view text) { return "did you mean " + ticked(text) + "?"; }

std::string in_wit(std::string_view word, std::string_view meant) {
  return ticked(word) + " is " + ticked(meant) + " in WIT";
}

std::string name_first(std::string_view name, std::string_view type, bool has_arguments) {
  const auto meant = find(kTypes, type);
  return "the name comes before the type: `" + std::string(name) + ": " +
         std::string(meant.empty() ? type : meant) + (has_arguments ? "<...>`" : "`");
}

/// The tokens around the place of an error.
class Around {
 public:
  Around(const Tokens& tokens, std::size_t at) : tokens_(tokens), at_(at) {}
  const Token& token(std::ptrdiff_t offset) const {
    const auto index = static_cast<std::ptrdiff_t>(at_) + offset;
    const auto last = static_cast<std::ptrdiff_t>(tokens_.tokens.size()) - 1;
    return tokens_.tokens[static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(index, 0, last))];
  }
  TokenKind kind(std::ptrdiff_t offset = 0) const {
    return static_cast<std::ptrdiff_t>(at_) + offset < 0 ? TokenKind::end : token(offset).kind;
  }
  std::string_view text(std::ptrdiff_t offset = 0) const { return tokens_.text_of(token(offset)); }
  bool is_word(std::ptrdiff_t offset = 0) const { return kind(offset) >= TokenKind::identifier; }
  bool is_name(std::ptrdiff_t offset = 0) const {
    return kind(offset) == TokenKind::identifier || kind(offset) == TokenKind::explicit_identifier;
  }
  /// A type of WIT or of another language, whole or its beginning.
  bool is_type(std::ptrdiff_t offset = 0) const {
    const TokenKind k = kind(offset);
    if (k == TokenKind::identifier) return !find(kTypes, text(offset)).empty() || text(offset) == "void";
    return (k >= TokenKind::kw_u8 && k <= TokenKind::kw_char) || k == TokenKind::kw_own ||
           k == TokenKind::kw_borrow || (k >= TokenKind::kw_bool && k <= TokenKind::kw_map) ||
           k == TokenKind::kw_tuple;
  }

 private:
  const Tokens& tokens_;
  std::size_t at_;
};

bool begins_type_definition(TokenKind kind) {
  return kind == TokenKind::kw_type || kind == TokenKind::kw_resource || kind == TokenKind::kw_record ||
         kind == TokenKind::kw_flags || kind == TokenKind::kw_variant || kind == TokenKind::kw_enum;
}

/// `Record`, `struct`, `recrod`: the keyword that was meant.
std::string meant_keyword(std::string_view word) {
  static const std::vector<std::string_view> kWords = {"interface", "world",    "record", "variant", "enum",
                                                       "flags",     "resource", "type",   "use",     "import",
                                                       "export",    "include",  "package"};
  const std::string plain = lower(word);
  if (plain != word && std::ranges::find(kWords, plain) != kWords.end())
    return "keywords are lower case: " + ticked(plain);
  if (const auto found = find(kItems, word); !found.empty()) return in_wit(word, found);
  return did_you_mean(word, kWords);
}

std::string hint_at_top(const Around& at) {
  if (begins_type_definition(at.kind()) || at.kind() == TokenKind::kw_func || at.kind(1) == TokenKind::colon)
    return "types and functions stand in an interface: `interface name { ... }`";
  if (at.kind() == TokenKind::kw_import || at.kind() == TokenKind::kw_export ||
      at.kind() == TokenKind::kw_include)
    return ticked(at.text()) + " stands in a world: `world name { ... }`";
  return "";
}

std::string hint_in_interface(const Around& at) {
  switch (at.kind()) {
    case TokenKind::kw_import:
    case TokenKind::kw_export:
    case TokenKind::kw_include:
      return ticked(at.text()) + " stands in a world; an interface takes types from another with `use`";
    case TokenKind::kw_interface:
    case TokenKind::kw_world:
      return "is the `}` of the interface before it missing? interfaces don't nest";
    case TokenKind::kw_constructor:
    case TokenKind::kw_static:
      return ticked(at.text()) + " belongs into a `resource`";
    default:
      return "";
  }
}

std::string hint_in_world(const Around& at) {
  if (at.is_name() && at.kind(1) == TokenKind::colon) {
    const std::string name(at.text());
    return "write `import " + name + ": ...` if the host has it, `export " + name +
           ": ...` if the plugin has";
  }
  if (at.kind() == TokenKind::kw_interface)
    return "an interface of a world alone is `import name: interface { ... }`";
  if (at.kind() == TokenKind::kw_world) return "is the `}` of the world before it missing? worlds don't nest";
  return "";
}

std::string hint_in_resource(const Around& at) {
  if (begins_type_definition(at.kind())) return "types stand beside the resource, not in it";
  if (at.kind() == TokenKind::kw_interface || at.kind() == TokenKind::kw_world)
    return "is the `}` of the resource before it missing?";
  return "";
}

std::string hint_in_place(const Around& at, Place place) {
  switch (place) {
    case Place::file:
      return hint_at_top(at);
    case Place::interface:
      return hint_in_interface(at);
    case Place::world:
      return hint_in_world(at);
    case Place::resource:
      return hint_in_resource(at);
    default:
      return "";
  }
}

}  // namespace

std::string hint_for_item(const Tokens& tokens, std::size_t place_of_error, Place place) {
  const Around at(tokens, place_of_error);
  if (at.kind() == TokenKind::semicolon && at.kind(-1) == TokenKind::right_brace)
    return "a block ends with its `}`, without `;`";
  if (std::string hint = hint_in_place(at, place); !hint.empty()) return hint;
  if (at.kind() == TokenKind::integer) return "names begin with a letter";
  if (at.kind() == TokenKind::kw_async || at.kind() == TokenKind::kw_static) {
    const std::string name(at.is_name(1) ? at.text(1) : "name");
    return ticked(at.text()) + " stands before `func`: `" + name + ": " + std::string(at.text()) + " func()`";
  }
  if (at.kind() == TokenKind::kw_func || is_function_word(at.text()))
    return "the name comes first: `" + std::string(at.is_name(1) ? at.text(1) : "name") + ": func()`";
  return at.kind() == TokenKind::identifier ? meant_keyword(at.text()) : "";
}

std::string hint_for_name(const Tokens& tokens, std::size_t place_of_error, Place place) {
  const Around at(tokens, place_of_error);
  const bool wants_type = place == Place::fields || place == Place::params;
  if (wants_type && at.is_type() && at.kind(1) != TokenKind::colon)
    return name_first(at.is_name(1) ? at.text(1) : "name", at.text(), at.kind(1) == TokenKind::less);
  const bool begins_item = at.kind() == TokenKind::kw_interface || at.kind() == TokenKind::kw_world;
  if (begins_item && at.is_name(1) && at.kind(2) == TokenKind::left_brace)
    return "a `}` is missing before this";
  if (at.kind() == TokenKind::left_brace && is_keyword(at.kind(-1)))
    return "give it a name: `" + std::string(at.text(-1)) + " name { ... }`";
  if (at.kind() == TokenKind::colon && at.kind(-1) == TokenKind::colon)
    return "WIT has no `::`; types of an interface are reached by `use name.{type}`";
  if (at.kind() == TokenKind::kw_func && at.is_name(1))
    return "the name comes first: `" + std::string(at.text(1)) + ": func()`";
  if (at.kind() == TokenKind::string_literal) return "names have no quotes";
  if (at.kind() == TokenKind::colon && is_keyword(at.kind(-1)))
    return "write `%" + std::string(at.text(-1)) + "` to use the keyword as a name";
  if (is_keyword(at.kind())) return "write `%" + std::string(at.text()) + "` to use the keyword as a name";
  return "";
}

std::string hint_for_type(const Tokens& tokens, std::size_t place_of_error) {
  const Around at(tokens, place_of_error);
  switch (at.kind()) {
    case TokenKind::left_paren:
      return at.kind(1) == TokenKind::right_paren ? "a function without a result has no arrow: `f: func();`"
                                                  : "several results are one `tuple<...>` or a record";
    case TokenKind::left_brace:
      return "types with members get a name first: `record name { ... }`";
    case TokenKind::kw_record:
    case TokenKind::kw_variant:
    case TokenKind::kw_enum:
    case TokenKind::kw_flags:
    case TokenKind::kw_resource:
      return "declare it as an item of its own, and write its name here";
    case TokenKind::kw_func:
      return "functions are no values; hand over a resource with a method";
    case TokenKind::kw_underscore:
      return "`_` stands only in `result<_, E>`";
    case TokenKind::greater:
      return at.kind(-1) == TokenKind::less ? "say of what type, such as `<u8>`" : "";
    default:
      return "";
  }
}

namespace {

std::string hint_for_colon(const Around& at) {
  const std::string name(at.text(-1));
  if (at.kind(-2) == TokenKind::kw_package)
    return "a package's name has two parts: `package my:" + name + ";`";
  if (at.kind() == TokenKind::left_paren) return "functions are written `" + name + ": func(...)`";
  if (is_function_word(name) && at.is_word())
    return "the name comes first: `" + std::string(at.text()) + ": func()`";
  if (at.is_word() && !find(kItems, name).empty()) return meant_keyword(name);
  if (at.is_word() && lower(name) != name && at.kind(1) == TokenKind::left_brace) return meant_keyword(name);
  if (at.is_name() && at.kind(1) == TokenKind::left_brace) return meant_keyword(name);
  const std::string found(at.text());
  if (at.is_name() && at.kind(1) == TokenKind::left_paren)
    return "the name comes first: `" + found + ": func(...) -> " + name + "`";
  if (at.is_type() || (at.is_name() && !Around(at).is_type(-1))) return "write `" + name + ": " + found + "`";
  if (at.is_name()) return name_first(found, name, false);
  if (at.is_type(-1)) return name_first("name", name, false);
  return at.kind() == TokenKind::comma || at.kind() == TokenKind::right_paren ||
                 at.kind() == TokenKind::right_brace
             ? "say of what type: `" + name + ": u32`"
             : "";
}

std::string hint_for_func(const Around& at) {
  if (is_function_word(at.text())) return did_you_mean_word("func");
  if (at.kind() == TokenKind::left_paren) return "write `func` before the `(`";
  if (at.kind() == TokenKind::kw_static) return "`static` functions belong into a `resource`";
  if (at.is_type() || at.is_name())
    return "interfaces have functions and types, no values: `" + std::string(at.text(-2)) + ": func() -> " +
           std::string(at.text()) + "`";
  return at.is_word() ? did_you_mean(at.text(), {"func"}) : "";
}

std::string hint_for_semicolon(const Around& at) {
  if (at.kind() == TokenKind::less && at.is_word(-1)) {
    const auto meant = find(kTypes, at.text(-1));
    if (!meant.empty()) return in_wit(at.text(-1), meant);
    return "types of one's own have no parameters; WIT's `list`, `option`, `result` and `tuple` do";
  }
  if (at.kind(-1) == TokenKind::right_paren) {
    if (at.kind() == TokenKind::left_brace) return "functions have no body in WIT";
    if (at.kind() == TokenKind::colon || at.kind() == TokenKind::equals)
      return "a result stands behind `->`: `func() -> u32`";
    if (at.is_type()) return "a result stands behind `->`: `-> " + std::string(at.text()) + "`";
  }
  if (at.kind() == TokenKind::left_paren && is_function_word(at.text(-1))) return did_you_mean_word("func");
  if (at.kind() == TokenKind::period) return "paths have the form `ns:package/interface@1.0.0`";
  return "end it with `;` behind " + ticked(at.text(-1));
}

std::string hint_for_less(const Around& at) {
  const std::string name(at.text(-1));
  switch (at.kind(-1)) {
    case TokenKind::kw_own:
    case TokenKind::kw_borrow:
      return "say of which resource: `" + name + "<r>`";
    case TokenKind::kw_map:
      return "say of what types: `map<string, u8>`";
    default:
      return "say of what type: `" + name + "<u8>`";
  }
}

}  // namespace

std::string hint_for_token(const Tokens& tokens, std::size_t place_of_error, TokenKind wanted) {
  const Around at(tokens, place_of_error);
  switch (wanted) {
    case TokenKind::colon:
      return hint_for_colon(at);
    case TokenKind::kw_func:
      return hint_for_func(at);
    case TokenKind::semicolon:
      return hint_for_semicolon(at);
    case TokenKind::less:
      return hint_for_less(at);
    case TokenKind::equals:
      return at.kind() == TokenKind::colon || at.is_type() ? "a type gets a name by `type name = u32;`" : "";
    case TokenKind::slash:
      return "another package's interfaces are written `ns:package/interface`";
    case TokenKind::period:
      if (at.kind(-1) == TokenKind::integer) return "versions have three numbers, such as `1.0.0`";
      return "name what is used: `use " + std::string(at.text(-1)) + ".{type}`";
    case TokenKind::left_brace:
      if (at.kind(-1) == TokenKind::period)
        return "the names stand in braces: `.{" + std::string(at.text()) + "}`";
      if (at.kind() == TokenKind::colon)
        return "there is no inheritance; `use` and `include` take from others";
      if (at.kind() == TokenKind::equals)
        return "what belongs to it stands in braces: `" + std::string(at.text(-1)) + " { ... }`";
      return "";
    case TokenKind::left_paren:
      return at.kind(-2) == TokenKind::at ? kGates : "";
    case TokenKind::kw_as:
      return "a new name is given by `old as new`";
    default:
      return "";
  }
}

std::string hint_for_gate() { return kGates; }

std::string hint_for_separator(const Tokens& tokens, std::size_t place_of_error, Place list) {
  const Around at(tokens, place_of_error);
  const bool are_cases = list == Place::cases || list == Place::labels;
  switch (at.kind()) {
    case TokenKind::semicolon:
      return "elements are separated by `,`";
    case TokenKind::equals:
      return are_cases ? "cases have no numbers of their own: they count from 0"
                       : "there are no default values";
    case TokenKind::colon:
      return list == Place::cases ? "a case with a value is written `" + std::string(at.text(-1)) + "(u32)`"
                                  : "";
    case TokenKind::left_paren:
      return list == Place::labels ? "only the cases of a `variant` have values" : "";
    case TokenKind::less: {
      const auto meant = find(kTypes, at.text(-1));
      return meant.empty() ? "" : in_wit(at.text(-1), meant);
    }
    default:
      return at.is_word() ? "elements are separated by `,`" : "";
  }
}

std::string hint_for_character(char32_t character) {
  switch (character) {
    case '[':
    case ']':
      return "an array is `list<T>`";
    case '?':
      return "what may be absent is `option<T>`";
    case '&':
      return "a reference to a resource is `borrow<r>`";
    case '|':
    case '!':
      return "alternatives are a `variant`, results with errors `result<T, E>`";
    case '#':
      return "comments begin with `//`";
    case '\'':
      return "there are no character literals";
    default:
      return "";
  }
}

std::string hint_for_type_name(std::string_view name) {
  const auto found = find(kTypes, name);
  if (!found.empty()) return in_wit(name, found);
  const std::string plain = lower(name);
  if (plain == "void" || plain == "unit") return "leave the result out: `f: func();`";
  if (plain == "any" || plain == "variant-type")
    return "there is no such type; list what it can be in a `variant`";
  if (plain == "set" || plain == "dict" || plain == "hashmap") return "use a list of records";
  static constexpr std::array<std::string_view, 3> kOwn = {"string", "bool", "char"};
  if (std::ranges::find(kOwn, plain) != kOwn.end()) return "keywords are lower case: `" + plain + "`";
  return "";
}

std::string hint_for_spelling(std::string_view name, Place place) {
  if (place == Place::types) {
    if (std::string hint = hint_for_type_name(name); !hint.empty()) return hint;
  }
  const std::string kebab = kebab_of(name);
  if (!kebab.empty()) return did_you_mean_word(kebab);
  return "identifiers are words of letters and digits joined by `-`, such as `set-gain`";
}

std::string kebab_of(std::string_view name) {
  std::string out;
  bool was_lower = false;
  for (const char c : name) {
    const bool is_upper = c >= 'A' && c <= 'Z';
    if (is_upper && was_lower) out += '-';
    was_lower = !is_upper && c != '_' && c != '-';
    if (c != '_')
      out += static_cast<char>(CaseLess::lower(c));
    else if (!out.empty() && out.back() != '-')
      out += '-';
  }
  while (out.ends_with('-')) out.pop_back();
  return check_identifier(out).empty() && out != name ? out : "";
}

}  // namespace tenon::wit

// SPDX-License-Identifier: MIT
#include <utility>

#include "wit/type_scope.hpp"

namespace tenon::wit {
namespace {

using Expr = ast::TypeExpr;

/// One code point per part, so that equal types have equal keys.
char32_t code_of(const std::optional<Type>& type) {
  if (!type) return 0;
  if (const auto* primitive = std::get_if<Primitive>(&*type)) return 1 + static_cast<char32_t>(*primitive);
  return 0x100 + std::get<TypeId>(*type).index;
}

struct KeyOf {
  std::u32string operator()(const Tuple& tuple) const {
    std::u32string key;
    for (const Type& type : tuple.types) key += code_of(type);
    return key;
  }
  std::u32string operator()(const Handle& handle) const { return {code_of(Type(handle.resource))}; }
  std::u32string operator()(const Result& result) const { return {code_of(result.ok), code_of(result.err)}; }
  std::u32string operator()(const Map& map) const { return {code_of(map.key), code_of(map.value)}; }
  std::u32string operator()(const FixedList& list) const { return {code_of(list.type), list.size}; }
  std::u32string operator()(const auto& kind) const {
    if constexpr (requires { kind.type; }) {
      return {code_of(kind.type)};
    } else {
      return {};
    }
  }
};

std::u32string key_of(const TypeKind& kind) {
  return static_cast<char32_t>(kind.index()) + std::visit(KeyOf{}, kind);
}

bool is_map_key(const Type& type) {
  const auto* primitive = std::get_if<Primitive>(&type);
  if (primitive == nullptr) return false;
  return *primitive != Primitive::f32 && *primitive != Primitive::f64 &&
         *primitive != Primitive::error_context;
}

}  // namespace

TypeKind TypeScope::definition_kind(const ast::TypeDef& definition, const Stability& stability) {
  check_members(definition);
  switch (definition.kind) {
    case ast::TypeDef::Kind::alias:
      return alias_kind(definition.alias, stability);
    case ast::TypeDef::Kind::resource:
      check_resource(definition);
      return Resource{};
    case ast::TypeDef::Kind::record: {
      Record record;
      for (const ast::Member& m : definition.members) {
        record.fields.push_back({std::string(m.name.text), resolve(*m.type, stability), m.docs, m.name.span});
      }
      return record;
    }
    case ast::TypeDef::Kind::variant: {
      Variant variant;
      for (const ast::Member& m : definition.members) {
        auto type = resolve_optional(m.type ? &*m.type : nullptr, stability);
        variant.cases.push_back({std::string(m.name.text), std::move(type), m.docs, m.name.span});
      }
      return variant;
    }
    case ast::TypeDef::Kind::enum_:
    case ast::TypeDef::Kind::flags:
      break;
  }
  std::vector<Label> labels;
  for (const ast::Member& m : definition.members)
    labels.push_back({std::string(m.name.text), m.docs, m.name.span});
  if (definition.kind == ast::TypeDef::Kind::flags) return Flags{std::move(labels)};
  return Enum{std::move(labels)};
}

void TypeScope::check_members(const ast::TypeDef& definition) {
  using Kind = ast::TypeDef::Kind;
  const bool is_enum = definition.kind == Kind::enum_;
  if (definition.members.empty() && (is_enum || definition.kind == Kind::variant)) {
    state_.report.error("T0117", definition.name.span, is_enum ? "empty enum" : "empty variant").help =
        "it needs a case, else it has no value";
  }
  NameMap<Span> seen;
  for (const ast::Member& member : definition.members) {
    const auto [found, is_new] = seen.emplace(member.name.text, member.name.span);
    if (is_new) continue;
    const char* what = definition.kind == Kind::record  ? "field"
                       : definition.kind == Kind::flags ? "flag"
                                                        : "case";
    Diagnostic& diagnostic = state_.report.error(
        "T0112", member.name.span,
        std::string(what) + " `" + std::string(member.name.text) + "` is defined more than once");
    diagnostic.label = "defined again";
    add_note(diagnostic, found->second, "first defined here");
  }
}

void TypeScope::check_resource(const ast::TypeDef& definition) {
  NameMap<Span> seen;
  const Span* constructor = nullptr;
  for (const ast::Function& function : definition.functions) {
    if (function.kind == FunctionKind::constructor) {
      if (constructor != nullptr) {
        Diagnostic& diagnostic = state_.report.error("T0118", function.name.span, "duplicate constructors");
        add_note(diagnostic, *constructor, "the first one is here");
        diagnostic.help = "make it a `static func` that returns the resource";
      }
      constructor = &function.name.span;
      continue;
    }
    const auto [found, is_new] = seen.emplace(function.name.text, function.name.span);
    if (is_new) continue;
    Diagnostic& diagnostic = state_.report.error(
        "T0112", function.name.span, "duplicate function name `" + std::string(function.name.text) + "`");
    diagnostic.label = "defined again";
    add_note(diagnostic, found->second, "first defined here");
  }
}

/// `type a = b` keeps the name `b`: if that is a resource, so is `a`.
TypeKind TypeScope::alias_kind(const Expr& expr, const Stability& stability) {
  switch (expr.kind) {
    case Expr::Kind::primitive:
      return Alias{expr.primitive};
    case Expr::Kind::name:
      return Alias{lookup(expr.name, expr.span)};
    case Expr::Kind::own:
      return Handle{true, lookup_resource(expr.name, expr.span)};
    default:
      return compound_kind(expr, stability);
  }
}

TypeKind TypeScope::compound_kind(const Expr& expr, const Stability& stability) {
  const auto argument = [&](std::size_t i = 0) { return resolve(expr.args[i], stability); };
  const auto optional = [&] {
    return resolve_optional(expr.args.empty() ? nullptr : expr.args.data(), stability);
  };
  switch (expr.kind) {
    case Expr::Kind::borrow:
      return Handle{false, lookup_resource(expr.name, expr.span)};
    case Expr::Kind::list:
      return List{argument()};
    case Expr::Kind::fixed_list:
      return FixedList{argument(), expr.size};
    case Expr::Kind::option:
      return Option{argument()};
    case Expr::Kind::future:
      return Future{optional()};
    case Expr::Kind::stream:
      return Stream{optional()};
    case Expr::Kind::result: {
      auto ok = resolve_optional(expr.ok.get(), stability);
      return Result{std::move(ok), resolve_optional(expr.err.get(), stability)};
    }
    case Expr::Kind::map: {
      const Type key = argument(0);
      check_key(key, expr.span);
      return Map{key, argument(1)};
    }
    default:
      break;
  }
  Tuple tuple;
  for (const Expr& element : expr.args) tuple.types.push_back(resolve(element, stability));
  return tuple;
}

void TypeScope::check_key(Type key, Span span) {
  const auto* id = std::get_if<TypeId>(&key);
  if (is_map_key(key) || (id != nullptr && state_.types[id->index].poisoned)) return;
  state_.report.error("T0120", span, "this type can't be the key of a map").help =
      "keys are `bool`, integers, `char` or `string`";
}

Type TypeScope::resolve(const Expr& expr, const Stability& stability) {
  switch (expr.kind) {
    case Expr::Kind::primitive:
      return expr.primitive;
    case Expr::Kind::own:
      return owned(lookup_resource(expr.name, expr.span));
    case Expr::Kind::name: {
      const TypeId id = lookup(expr.name, expr.span);
      return state_.types[id.index].resource ? owned(id) : Type(id);
    }
    default:
      return intern(compound_kind(expr, stability), stability, expr.span);
  }
}

std::optional<Type> TypeScope::resolve_optional(const Expr* expr, const Stability& stability) {
  return expr == nullptr ? std::nullopt : std::optional(resolve(*expr, stability));
}

TypeId TypeScope::lookup(std::string_view name, Span span) {
  const ScopeEntry* entry = find(name);
  if (entry != nullptr && entry->type) return *entry->type;
  if (entry != nullptr) {
    Diagnostic& diagnostic =
        state_.report.error("T0115", span, "cannot use function `" + std::string(name) + "` as a type");
    add_note(diagnostic, entry->span, "the function is here");
  } else if (!in_definition_) {
    report_missing(name, span, "name");
  }
  return kPoison;
}

TypeId TypeScope::lookup_resource(std::string_view name, Span span) {
  const TypeId id = lookup(name, span);
  const TypeInfo& info = state_.types[id.index];
  if (info.resource || info.poisoned || info.unknown) return id;
  Diagnostic& diagnostic = state_.report.error(
      "T0116", span, "type `" + std::string(name) + "` used in a handle must be a resource");
  add_note(diagnostic, state_.model[id].span, "it is defined here");
  diagnostic.help = "only resources have handles; write `" + std::string(name) + "` alone";
  return kPoison;
}

/// A resource's bare name means `own<r>` wherever a value is.
Type TypeScope::owned(TypeId resource) {
  if (state_.types[resource.index].poisoned) return kPoison;
  const auto [found, is_new] = anonymous_.owned.emplace(resource, kPoison);
  if (is_new) {
    const TypeDef& target = state_.model[resource];
    const bool excluded = state_.is_excluded(resource);
    found->second =
        state_.add_type({"", Handle{true, resource}, {}, {}, "", target.span}, excluded, target.span);
  }
  return found->second;
}

TypeId TypeScope::intern(TypeKind kind, const Stability& stability, Span span) {
  Stability own = inherited(kind, stability);
  const bool excluded = !state_.is_active(own);
  const auto [found, is_new] = anonymous_.types.emplace(key_of(kind), kPoison);
  // An excluded twin is of no use to an item that stays.
  if (is_new || (state_.is_excluded(found->second) && !excluded)) {
    found->second = state_.add_type({"", std::move(kind), {}, std::move(own), "", span}, excluded, span);
  }
  return found->second;
}

/// A type without a name is as stable as the definition it stands in, else as its first gated part.
Stability TypeScope::inherited(const TypeKind& kind, const Stability& stability) const {
  if (is_known(stability)) return stability;
  Stability found;
  for_each_type(kind, [&](TypeId id) {
    const TypeDef* part = &state_.model[id];
    const auto* handle = std::get_if<Handle>(&part->kind);
    if (handle != nullptr && handle->owned && part->name.empty()) part = &state_.model[handle->resource];
    if (!is_known(found)) found = part->stability;
  });
  return found;
}

}  // namespace tenon::wit

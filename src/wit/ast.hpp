#pragma once
// SPDX-License-Identifier: MIT
//
// What the parser makes of one file, before any name is looked up. Names are views into the text.
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "wit/model.hpp"

namespace tenon::wit::ast {

struct Name {
  std::string_view text;
  Span span;
};

enum class AttributeKind : std::uint8_t { since, unstable, deprecated, external_id };

struct Attribute {
  AttributeKind kind;
  Span span;
  std::string_view feature;
  Version version;
};

/// What may stand before an item.
struct Prefix {
  std::string docs;
  Span docs_span;
  std::vector<Attribute> attributes;
};

struct TypeExpr {
  enum class Kind : std::uint8_t {
    primitive,
    name,
    own,
    borrow,
    list,
    fixed_list,
    map,
    option,
    result,
    tuple,
    future,
    stream
  };
  Kind kind = Kind::primitive;
  Primitive primitive = Primitive::boolean;
  std::uint32_t size = 0;             ///< of fixed lists
  Span span;                          ///< the keyword or the name
  std::string_view name;              ///< of `name`, `own` and `borrow`
  std::vector<TypeExpr> args;         ///< elements; map: key and value
  std::unique_ptr<TypeExpr> ok, err;  ///< of `result`
};

struct PackageId {
  Name ns, name;
  std::optional<Version> version;
  Span span;  ///< with the version
  Span without_version;
  PackageName package_name() const { return {std::string(ns.text), std::string(name.text), version}; }
};

/// `iface`, or `ns:pkg/iface@1.0.0`.
struct Path {
  std::optional<PackageId> package;
  Name name;
};

struct UseName {
  Name name;
  std::optional<Name> as;
  const Name& local() const { return as ? *as : name; }
};
struct Use {
  Prefix prefix;
  Path from;
  std::vector<UseName> names;
};
struct TopUse {
  Prefix prefix;
  Span span;
  Path path;
  std::optional<Name> as;
};

struct Param {
  Name name;
  TypeExpr type;
};
struct Function {
  Prefix prefix;
  Name name;
  FunctionKind kind = FunctionKind::freestanding;
  bool async = false;
  std::vector<Param> params;
  std::optional<TypeExpr> result;
};

/// A field, case, enum case or flag.
struct Member {
  std::string docs;
  Name name;
  std::optional<TypeExpr> type;
};

struct TypeDef {
  enum class Kind : std::uint8_t { alias, record, variant, enum_, flags, resource };
  Prefix prefix;
  Name name;
  Kind kind = Kind::alias;
  TypeExpr alias;
  std::vector<Member> members;
  std::vector<Function> functions;  ///< of resources
};

using InterfaceItem = std::variant<Use, TypeDef, Function>;
struct Interface {
  Prefix prefix;
  Name name;
  std::vector<InterfaceItem> items;
};

struct InlineInterface {
  std::vector<InterfaceItem> items;
};
/// `import`/`export`: a function, an interface in place, a path, or a path under a name of its own.
struct Extern {
  Prefix prefix;
  bool is_import = true;
  std::optional<Name> label;
  std::variant<Path, Function, InlineInterface> item;
  const Name& place() const { return label ? *label : std::get<Path>(item).name; }
};
struct IncludeName {
  Name name, as;
};
struct Include {
  Prefix prefix;
  Path from;
  std::vector<IncludeName> names;
};

using WorldItem = std::variant<Use, TypeDef, Extern, Include>;
struct World {
  Prefix prefix;
  Name name;
  std::vector<WorldItem> items;
};

struct NestedPackage;
using Item = std::variant<Interface, World, TopUse, std::unique_ptr<NestedPackage>>;

struct Header {
  std::string docs;
  Span docs_span;
  PackageId id;
};
struct NestedPackage {
  Header header;
  std::vector<Item> items;
};

struct File {
  std::optional<Header> header;
  std::vector<Item> items;
};

}  // namespace tenon::wit::ast

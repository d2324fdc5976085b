#pragma once
// SPDX-License-Identifier: MIT
//
// The resolved model of WIT: what packages, interfaces, worlds and types mean once every name is
// looked up. It follows the shape of the reference parser's own model (crate `wit-parser`), so that
// `tenon parse --format json` and upstream tools describe the same thing.
//
//   for (const wit::Function& f : model[interface].functions) print(f.name);
//
// A `Model` is plain data: freely copied, and read from any number of threads once it is built.
// Items are kept in flat arrays and referred to by index (`TypeId`, `InterfaceId`, ...).
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace tenon::wit {

/// A range of bytes in one source: `file` indexes `Input`'s sources, counted over all packages.
struct Span {
  std::uint32_t file = 0;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
};

/// A semantic version. Ordered by semver precedence; build metadata is kept but not compared.
struct Version {
  std::uint64_t major = 0, minor = 0, patch = 0;
  std::string pre, build;

  std::string text() const;
  /// The track: the versions that belong together (1.4.2 → `1`, 0.2.5 → `0.2`, 0.0.3 → `0.0.3`; a
  /// pre-release is a track of its own).
  std::string track() const;
  static std::optional<Version> parse(std::string_view text);
};
std::strong_ordering operator<=>(const Version& a, const Version& b);
inline bool operator==(const Version& a, const Version& b) { return (a <=> b) == 0; }

template <class Item>
struct Id {
  std::uint32_t index = UINT32_MAX;
  auto operator<=>(const Id&) const = default;
};
struct TypeDef;
struct Interface;
struct World;
struct Package;
using TypeId = Id<TypeDef>;
using InterfaceId = Id<Interface>;
using WorldId = Id<World>;
using PackageId = Id<Package>;

enum class Primitive : std::uint8_t {
  boolean,
  u8,
  u16,
  u32,
  u64,
  s8,
  s16,
  s32,
  s64,
  f32,
  f64,
  character,
  string,
  error_context
};
/// The WIT keyword: `bool`, `u8`, ..., `char`, `string`, `error-context`.
std::string_view name_of(Primitive primitive);

/// A use of a type: one of the built-in ones, or an entry of `Model::types`.
using Type = std::variant<Primitive, TypeId>;

/// When an item belongs to the interface. `since` and `feature` exclude each other.
struct Stability {
  std::optional<Version> since;
  std::string feature;  ///< of `@unstable`, empty if none
  std::optional<Version> deprecated;
};

struct Field {
  std::string name;
  Type type;
  std::string docs;
  Span span;
};
struct Case {
  std::string name;
  std::optional<Type> type;
  std::string docs;
  Span span;
};
struct Label {
  std::string name;
  std::string docs;
  Span span;
};

struct Record {
  std::vector<Field> fields;
};
struct Variant {
  std::vector<Case> cases;
};
struct Enum {
  std::vector<Label> cases;
};
struct Flags {
  std::vector<Label> flags;
};
struct Tuple {
  std::vector<Type> types;
};
struct Option {
  Type type;
};
struct Result {
  std::optional<Type> ok, err;
};
struct List {
  Type type;
};
struct FixedList {
  Type type;
  std::uint32_t size;
};
struct Map {
  Type key, value;
};
struct Future {
  std::optional<Type> type;
};
struct Stream {
  std::optional<Type> type;
};
struct Resource {};
struct Handle {
  bool owned;
  TypeId resource;
};  ///< `own<r>` (also written `r`) or `borrow<r>`
/// `type a = b`, and what `use` brings in. `end` is where a chain of aliases ends; without it, following a
/// long chain from each of its links would take the square of its length.
struct Alias {
  Type type;
  Type end = {};
};
using TypeKind = std::variant<Record, Variant, Enum, Flags, Tuple, Option, Result, List, FixedList, Map,
                              Future, Stream, Resource, Handle, Alias>;

/// Where a named type is declared. Anonymous types have no owner.
using Owner = std::variant<std::monostate, InterfaceId, WorldId>;

struct TypeDef {
  std::string name;  ///< empty for anonymous types (`list<u8>` in a signature)
  TypeKind kind;
  Owner owner;
  Stability stability;
  std::string docs;
  Span span;
};

enum class FunctionKind : std::uint8_t { freestanding, method, static_, constructor };

struct Param {
  std::string name;
  Type type;
  Span span;
};

/// `name` is the reference's: `f`, `[method]r.m` (first parameter `self: borrow<r>`),
/// `[static]r.s`, `[constructor]r` (result `own<r>`, or `result<own<r>, E>` if it can fail).
struct Function {
  std::string name;
  FunctionKind kind = FunctionKind::freestanding;
  bool async = false;
  TypeId resource;  ///< of methods, statics and constructors
  std::vector<Param> params;
  std::optional<Type> result;
  Stability stability;
  std::string docs;
  Span span;

  /// The name as its author wrote it: `m` for `[method]r.m`, `constructor` for a constructor.
  std::string_view item_name() const;
};

struct NamedType {
  std::string name;
  TypeId id;
};

/// In source order. `name` is empty for an interface written inside a world's import or export, which has the
/// name of that instead.
struct Interface {
  std::string name;
  std::string label;  ///< of the first item that is it, empty where `name` isn't
  PackageId package;
  std::vector<NamedType> types;
  std::vector<Function> functions;
  Stability stability;
  std::string docs;
  Span span;
};

struct WorldInterface {
  InterfaceId id;
};
struct WorldType {
  TypeId id;
};
/// One import or export. `name` is set for functions, types and interfaces written in place; an
/// interface imported by path has its identity from `Model::id_of`.
struct WorldItem {
  std::string name;
  std::variant<WorldInterface, Function, WorldType> item;
  Stability stability;
  std::string docs;
  Span span;
};

/// Fully elaborated: includes are expanded, and interfaces that others need are imported before
/// them, as the component model demands.
struct World {
  std::string name;
  PackageId package;
  std::vector<WorldItem> imports, exports;
  Stability stability;
  std::string docs;
  Span span;
};

struct PackageName {
  std::string ns, name;
  std::optional<Version> version;
  std::string text() const;  ///< `ns:name@1.2.3`
  bool operator==(const PackageName&) const = default;
};

struct NamedInterface {
  std::string name;
  InterfaceId id;
};
struct NamedWorld {
  std::string name;
  WorldId id;
};

struct Package {
  PackageName name;
  std::vector<NamedInterface> interfaces;
  std::vector<NamedWorld> worlds;
  std::string docs;
};

struct Model {
  std::vector<World> worlds;
  std::vector<Interface> interfaces;
  std::vector<TypeDef> types;
  std::vector<Package> packages;
  PackageId main;  ///< the package that was asked for; the others are what it depends on

  const World& operator[](WorldId id) const { return worlds[id.index]; }
  const Interface& operator[](InterfaceId id) const { return interfaces[id.index]; }
  const TypeDef& operator[](TypeId id) const { return types[id.index]; }
  const Package& operator[](PackageId id) const { return packages[id.index]; }

  /// `ns:pkg/name@1.2.3`, without `@...` in unversioned packages.
  std::string id_of(InterfaceId id) const;
  std::string id_of(WorldId id) const;

  /// What a type is once aliases are followed: a primitive, or a definition that is no alias.
  Type resolve(Type type) const;
  /// The resource behind a resource's alias (from `type` or `use`).
  TypeId resolve_resource(TypeId id) const;
  /// The definition behind `type` if it is of kind `Kind`, else nullptr; aliases are followed.
  template <class Kind>
  const Kind* as(Type type) const {
    const Type target = resolve(type);
    const auto* id = std::get_if<TypeId>(&target);
    return id ? std::get_if<Kind>(&types[id->index].kind) : nullptr;
  }
};

}  // namespace tenon::wit

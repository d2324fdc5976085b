// SPDX-License-Identifier: MIT
#include "bind/c/naming.hpp"

#include <algorithm>
#include <variant>

#include "bind/common/bindings.hpp"
#include "bind/common/text.hpp"

namespace tenon::bind::c {
namespace {

// Typedefs of <stdint.h> and <stddef.h> that generated code uses, or a compiler may have built in.
const std::set<std::string_view> kStandard = {"int8_t",      "int16_t",  "int32_t",   "int64_t",  "uint8_t",
                                              "uint16_t",    "uint32_t", "uint64_t",  "size_t",   "ptrdiff_t",
                                              "max_align_t", "intptr_t", "uintptr_t", "intmax_t", "uintmax_t",
                                              "nullptr_t",   "ssize_t",  "va_list"};

/// "1", "0_2", "1_0_0_rc_1": a track as a part of an identifier.
std::string track_word(const wit::Version& version) {
  std::string out = names::snake(version.track());
  for (char& c : out)
    if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))) c = '_';
  return out;
}

/// Whether a world has an entry of that name, written in place, on the given side.
bool has_entry(const std::vector<wit::WorldItem>& side, const std::string& name) {
  return std::ranges::any_of(side, [&](const wit::WorldItem& entry) {
    return entry.name == name && std::holds_alternative<wit::WorldInterface>(entry.item);
  });
}

// Names of the headers; none ends in `_`.
bool is_tenons(const std::string& name) { return name.starts_with("tenon_") && !name.ends_with('_'); }

bool is_world_level(const abi::Interface& interface) { return !interface.interface; }

}  // namespace

Naming::Naming(const wit::Model& model, const std::vector<const abi::World*>& worlds) : model_(model) {
  std::map<std::string, std::set<wit::PackageId>> versions;
  const auto add = [&](wit::PackageId id) {
    versions[model[id].name.ns + ":" + model[id].name.name].insert(id);
  };
  for (const abi::World* world : worlds) {
    add(model[world->id].package);
    for (wit::InterfaceId id : reached_interfaces(model, *world)) add(model[id].package);
  }
  for (const auto& [name, packages] : versions)
    if (packages.size() > 1) versioned_.insert(packages.begin(), packages.end());
  for (std::uint32_t i = 0; i < model.types.size(); ++i)
    if (!model.types[i].name.empty() && !std::holds_alternative<std::monostate>(model.types[i].owner))
      type_names_.insert(named({i}));
}

std::string Naming::package_prefix(wit::PackageId id) const {
  const wit::PackageName& name = model_[id].name;
  const bool track = versioned_.contains(id) && name.version;
  return names::snake(name.ns) + "_" + names::snake(name.name) + "_" +
         (track ? "v" + track_word(*name.version) + "_" : "");
}

std::string Naming::prefix(const wit::Owner& owner) const {
  if (const auto* world = std::get_if<wit::WorldId>(&owner))
    return package_prefix(model_[*world].package) + names::snake(model_[*world].name);
  const wit::InterfaceId id = std::get<wit::InterfaceId>(owner);
  if (model_[id].name.empty()) return inline_prefix(id);
  return package_prefix(model_[id].package) + names::snake(model_[id].name);
}

std::string Naming::prefix(const abi::Interface& interface, const abi::World& world) const {
  if (interface.interface) return prefix(wit::Owner{*interface.interface});
  const bool imported =
      std::ranges::any_of(world.imports, [&](const abi::Interface& i) { return &i == &interface; });
  const bool both = std::ranges::any_of(world.exports, is_world_level);
  return prefix(wit::Owner{world.id}) + (imported && both ? "_import" : "");
}

std::string Naming::label(const abi::Interface& interface, const abi::World& world,
                          const std::vector<const abi::Interface*>& among) const {
  const std::string whole = prefix(interface, world);
  const bool shared = std::ranges::any_of(among, [&](const abi::Interface* other) {
    return short_name(*other) == short_name(interface) && prefix(*other, world) != whole;
  });
  return shared ? whole : short_name(interface);
}

// An interface written inside a world has its name from the import or export.
std::string Naming::inline_prefix(wit::InterfaceId id) const {
  for (const wit::World& world : model_.worlds)
    for (const auto* side : {&world.imports, &world.exports})
      for (const wit::WorldItem& entry : *side) {
        const auto* own = std::get_if<wit::WorldInterface>(&entry.item);
        if (!own || own->id != id) continue;
        const bool both = side == &world.imports && has_entry(world.exports, entry.name);
        return package_prefix(world.package) + names::snake(world.name) + (both ? "_import_" : "_") +
               names::snake(entry.name);
      }
  return "unnamed";
}

std::string Naming::named(wit::TypeId id) const {
  return prefix(model_[id].owner) + "_" + names::snake(model_[id].name);
}

std::string Naming::token(const std::optional<wit::Type>& type) const { return type ? token(*type) : "unit"; }

// What a structural type is made of: what it is, then its parts.
std::vector<std::string> Naming::tokens(const wit::TypeKind& kind) const {
  if (const auto* k = std::get_if<wit::Handle>(&kind))
    return {k->owned ? "own" : "borrow", named(model_.resolve_resource(k->resource))};
  if (const auto* k = std::get_if<wit::List>(&kind)) return {"list", token(k->type)};
  if (const auto* k = std::get_if<wit::Option>(&kind)) return {"option", token(k->type)};
  if (const auto* k = std::get_if<wit::Result>(&kind)) return {"result", token(k->ok), token(k->err)};
  if (const auto* k = std::get_if<wit::Tuple>(&kind)) {
    std::vector<std::string> parts = {"tuple" + std::to_string(k->types.size())};
    for (const wit::Type& type : k->types) parts.push_back(token(type));
    return parts;
  }
  return {"unsupported"};  // check_profile refuses what isn't above
}

std::string Naming::token(const wit::Type& type) const {
  const wit::Type target = model_.resolve(type);
  if (const auto* primitive = std::get_if<wit::Primitive>(&target))
    return std::string(wit::name_of(*primitive));
  const wit::TypeId id = std::get<wit::TypeId>(target);
  return is_structural(model_[id].kind) ? join(tokens(model_[id].kind), "_") : named(id);
}

std::string Naming::shape(wit::TypeId id) const {
  std::vector<std::string> parts = tokens(model_[id].kind);
  const std::string head = parts[0];
  parts.erase(parts.begin());
  return head + "<" + join(parts, ", ") + ">";
}

std::string Naming::type(const wit::Type& type) const {
  const wit::Type target = model_.resolve(type);
  if (const auto* primitive = std::get_if<wit::Primitive>(&target)) {
    static constexpr const char* kTypes[] = {"uint8_t", "uint8_t",  "uint16_t",     "uint32_t",   "uint64_t",
                                             "int8_t",  "int16_t",  "int32_t",      "int64_t",    "float",
                                             "double",  "uint32_t", "tenon_string", "unsupported"};
    return kTypes[static_cast<std::size_t>(*primitive)];
  }
  const wit::TypeId id = std::get<wit::TypeId>(target);
  if (const auto* handle = model_.as<wit::Handle>(target))
    return named(model_.resolve_resource(handle->resource));
  return is_structural(model_[id].kind) ? "tenon_" + token(target) : named(id);
}

std::string Naming::field(std::string_view kebab) const {
  std::string name = names::value(Language::c, kebab);
  const bool taken = is_tenons(name) || kStandard.contains(name) || type_names_.contains(name);
  return taken ? name + "_" : name;
}

std::string Naming::constant(wit::TypeId id, std::string_view kebab) const {
  return names::upper(named(id)) + "_" + names::upper(kebab);
}

std::string Naming::own(const std::string& name, const std::string& word) const {
  std::string out = name + "_" + word;
  return type_names_.contains(out) ? out + "_" : out;
}

bool Naming::is_global(const std::string& name) const {
  return kStandard.contains(name) || globals_.contains(name);
}

std::string Naming::fresh(std::string name) const {
  while (taken_.contains(name) || type_names_.contains(name)) name += '_';
  return name;
}

std::set<std::string> Naming::taken() const {
  std::set<std::string> out;
  for (const auto& [name, by] : taken_) out.insert(name);
  return out;
}

void Naming::take(const std::string& name, const std::string& origin, wit::Span span) {
  const auto [place, fresh] = taken_.try_emplace(name, Taken{origin, span});
  if (fresh || place->second.origin == origin) return;
  const auto same = [](const wit::Span& a, const wit::Span& b) {
    return a.file == b.file && a.begin == b.begin;
  };
  for (const wit::Diagnostic& told : clashes)
    if (!told.notes.empty() && same(told.span, span) && same(told.notes[0].span, place->second.span)) return;
  const auto is_known = [](const wit::Span& s) { return s.end > s.begin; };
  const Taken& other = place->second;
  wit::Diagnostic clash;
  clash.code = "T0301";
  clash.message = origin + " and " + other.origin + " are both `" + name + "` in C";
  clash.span = is_known(span) ? span : other.span;
  clash.help = "rename one of them; C has one set of names for all interfaces";
  if (is_known(span) && is_known(other.span))
    clash.notes.push_back({"the other one is here", other.span, true});
  clashes.push_back(std::move(clash));
}

bool is_structural(const wit::TypeKind& kind) {
  return !(std::holds_alternative<wit::Record>(kind) || std::holds_alternative<wit::Variant>(kind) ||
           std::holds_alternative<wit::Enum>(kind) || std::holds_alternative<wit::Flags>(kind) ||
           std::holds_alternative<wit::Resource>(kind));
}

std::string item(const wit::Model& model, const wit::Function& function) {
  const std::string own = names::snake(function.item_name());
  if (function.kind == wit::FunctionKind::freestanding || function.kind == wit::FunctionKind::method)
    return own;
  const std::string resource = names::snake(model[function.resource].name);
  return function.kind == wit::FunctionKind::constructor ? "new_" + resource : resource + "_" + own;
}

std::string in_words(const wit::Model& model, const wit::Function& function) {
  const std::string name = "`" + std::string(function.item_name()) + "`";
  if (function.kind == wit::FunctionKind::freestanding) return name;
  const bool constructor = function.kind == wit::FunctionKind::constructor;
  return (constructor ? "the constructor" : name) + " of `" + model[function.resource].name + "`";
}

std::vector<const abi::Interface*> pointers(const std::vector<abi::Interface>& interfaces) {
  std::vector<const abi::Interface*> out;
  for (const abi::Interface& interface : interfaces) out.push_back(&interface);
  return out;
}

std::string short_name(const abi::Interface& interface) {
  if (!interface.interface) return "world";
  const std::size_t slash = interface.id.find('/');
  const std::string_view rest =
      std::string_view(interface.id).substr(slash == std::string::npos ? 0 : slash + 1);
  return names::snake(rest.substr(0, rest.find('@')));
}

std::string unless(std::string name, const std::set<std::string_view>& words) {
  return words.contains(name) ? std::move(name) + "_" : std::move(name);
}

}  // namespace tenon::bind::c

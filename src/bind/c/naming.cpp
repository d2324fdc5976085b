// SPDX-License-Identifier: MIT
#include "bind/c/naming.hpp"

#include <variant>

#include "bind/common/text.hpp"

namespace tenon::bind::c {
namespace {

std::string package_prefix(const wit::Package& package) {
  return names::snake(package.name.ns) + "_" + names::snake(package.name.name) + "_";
}

/// Comments can't be nested, and must not end early.
std::string defused(std::string_view docs) {
  std::string out;
  for (char c : docs) {
    const char last = out.empty() ? ' ' : out.back();
    if ((last == '*' && c == '/') || (last == '/' && c == '*')) out += ' ';
    out += c;
  }
  while (!out.empty() && (out.back() == '\n' || out.back() == ' ')) out.pop_back();
  return out;
}

}  // namespace

std::string Naming::prefix(const wit::Owner& owner) const {
  if (const auto* world = std::get_if<wit::WorldId>(&owner))
    return package_prefix(model_[model_[*world].package]) + names::snake(model_[*world].name);
  const wit::InterfaceId id = std::get<wit::InterfaceId>(owner);
  if (model_[id].name.empty()) return inline_prefix(id);
  return package_prefix(model_[model_[id].package]) + names::snake(model_[id].name);
}

std::string Naming::prefix(const abi::Interface& interface, wit::WorldId world) const {
  return interface.interface ? prefix(wit::Owner{*interface.interface}) : prefix(wit::Owner{world});
}

// An interface written inside a world has its name from the import or export.
std::string Naming::inline_prefix(wit::InterfaceId id) const {
  for (const wit::World& world : model_.worlds)
    for (const auto* side : {&world.imports, &world.exports})
      for (const wit::WorldItem& entry : *side) {
        const auto* own = std::get_if<wit::WorldInterface>(&entry.item);
        if (own && own->id == id)
          return package_prefix(model_[world.package]) + names::snake(world.name) + "_" +
                 names::snake(entry.name);
      }
  return "unnamed";
}

std::string Naming::named(wit::TypeId id) const {
  return prefix(model_[id].owner) + "_" + names::snake(model_[id].name);
}

std::string Naming::token(const std::optional<wit::Type>& type) const { return type ? token(*type) : "unit"; }

std::string Naming::token(const wit::Type& type) const {
  const wit::Type target = model_.resolve(type);
  if (const auto* primitive = std::get_if<wit::Primitive>(&target))
    return std::string(wit::name_of(*primitive));
  const wit::TypeId id = std::get<wit::TypeId>(target);
  const wit::TypeKind& kind = model_[id].kind;
  if (const auto* k = std::get_if<wit::Handle>(&kind))
    return (k->owned ? "own_" : "borrow_") + named(model_.resolve_resource(k->resource));
  if (!is_structural(kind)) return named(id);
  if (const auto* k = std::get_if<wit::List>(&kind)) return "list_" + token(k->type);
  if (const auto* k = std::get_if<wit::Option>(&kind)) return "option_" + token(k->type);
  if (const auto* k = std::get_if<wit::Result>(&kind)) return "result_" + token(k->ok) + "_" + token(k->err);
  return "unsupported";  // check_profile refuses what isn't above
}

std::string Naming::shape(wit::TypeId id) const {
  const auto* result = std::get_if<wit::Result>(&model_[id].kind);
  return result ? "result<" + token(result->ok) + ", " + token(result->err) + ">" : token(wit::Type(id));
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

void Naming::take(const std::string& name, const std::string& origin, wit::Span span) {
  const std::optional<std::string> other = taken_.take(name, origin);
  if (!other) return;
  wit::Diagnostic clash;
  clash.code = "T0301";
  clash.message = origin + " and " + *other + " are both `" + name + "` in C";
  clash.span = span;
  clash.help = "rename one of them; C has one set of names for all interfaces";
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

std::string comment(std::string_view docs) {
  const std::string text = defused(docs);
  if (text.empty()) return "";
  if (text.find('\n') == std::string::npos) return "/* " + text + " */\n";
  return "/*\n" + prefixed(text, " * ") + " */\n";
}

}  // namespace tenon::bind::c

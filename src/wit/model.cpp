// SPDX-License-Identifier: MIT
#include "wit/model.hpp"

#include <array>

namespace tenon::wit {

std::string_view name_of(Primitive primitive) {
  static constexpr std::array<std::string_view, 14> kNames = {"bool", "u8",   "u16",    "u32",          "u64",
                                                              "s8",   "s16",  "s32",    "s64",          "f32",
                                                              "f64",  "char", "string", "error-context"};
  return kNames[static_cast<std::size_t>(primitive)];
}

std::string_view Function::item_name() const {
  if (kind == FunctionKind::freestanding) return name;
  if (kind == FunctionKind::constructor) return "constructor";
  return std::string_view(name).substr(name.find('.') + 1);
}

std::string PackageName::text() const {
  std::string out = ns + ':' + name;
  if (version) out += '@' + version->text();
  return out;
}

namespace {

std::string qualified(const PackageName& package, const std::string& name) {
  std::string out = package.ns + ':' + package.name + '/' + name;
  if (package.version) out += '@' + package.version->text();
  return out;
}

}  // namespace

std::string Model::id_of(InterfaceId id) const {
  const Interface& interface = (*this)[id];
  return qualified((*this)[interface.package].name, interface.name);
}

std::string Model::id_of(WorldId id) const {
  const World& world = (*this)[id];
  return qualified((*this)[world.package].name, world.name);
}

Type Model::resolve(Type type) const {
  const auto* id = std::get_if<TypeId>(&type);
  const auto* alias = id == nullptr ? nullptr : std::get_if<Alias>(&types[id->index].kind);
  return alias == nullptr ? type : alias->end;
}

TypeId Model::resolve_resource(TypeId id) const {
  const Type target = resolve(Type(id));
  const auto* resource = std::get_if<TypeId>(&target);
  return resource != nullptr ? *resource : id;
}

}  // namespace tenon::wit

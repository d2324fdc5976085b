// SPDX-License-Identifier: MIT
#include "wit/json.hpp"

#include <nlohmann/json.hpp>

namespace tenon::wit {
namespace {

using Json = nlohmann::ordered_json;

/// Appends a member whose key is known to be new: looking for it would take time for each.
void append(Json& object, std::string key, Json value) {
  object.get_ref<Json::object_t&>().emplace_back(std::move(key), std::move(value));
}

Json json_of(const Type& type) {
  if (const auto* primitive = std::get_if<Primitive>(&type)) return std::string(name_of(*primitive));
  return std::get<TypeId>(type).index;
}

Json json_of(const std::optional<Type>& type) { return type ? json_of(*type) : Json(nullptr); }

void add_docs(Json& json, const std::string& docs) {
  if (!docs.empty()) json["docs"] = {{"contents", docs}};
}

void add_stability(Json& json, const Stability& stability) {
  Json gate;
  const char* kind = stability.since ? "stable" : "unstable";
  if (stability.since) {
    gate["since"] = stability.since->text();
  } else if (!stability.feature.empty()) {
    gate["feature"] = stability.feature;
  } else {
    return;
  }
  if (stability.deprecated) gate["deprecated"] = stability.deprecated->text();
  json["stability"] = {{kind, std::move(gate)}};
}

template <class Labels>
Json labels_json(const Labels& labels) {
  Json out = Json::array();
  for (const Label& label : labels) {
    Json one = {{"name", label.name}};
    add_docs(one, label.docs);
    out.push_back(std::move(one));
  }
  return out;
}

/// Fields and cases; a case without payload has `null`.
template <class Members>
Json members_json(const Members& members) {
  Json out = Json::array();
  for (const auto& member : members) {
    Json one = {{"name", member.name}};
    one["type"] = json_of(member.type);
    add_docs(one, member.docs);
    out.push_back(std::move(one));
  }
  return out;
}

struct KindJson {
  Json operator()(const Record& record) const {
    return {{"record", {{"fields", members_json(record.fields)}}}};
  }
  Json operator()(const Variant& variant) const {
    return {{"variant", {{"cases", members_json(variant.cases)}}}};
  }
  Json operator()(const Enum& one) const { return {{"enum", {{"cases", labels_json(one.cases)}}}}; }
  Json operator()(const Flags& flags) const { return {{"flags", {{"flags", labels_json(flags.flags)}}}}; }
  Json operator()(const Tuple& tuple) const {
    Json types = Json::array();
    for (const Type& type : tuple.types) types.push_back(json_of(type));
    return {{"tuple", {{"types", std::move(types)}}}};
  }
  Json operator()(const Option& option) const { return {{"option", json_of(option.type)}}; }
  Json operator()(const Result& result) const {
    return {{"result", {{"ok", json_of(result.ok)}, {"err", json_of(result.err)}}}};
  }
  Json operator()(const List& list) const { return {{"list", json_of(list.type)}}; }
  Json operator()(const FixedList& list) const {
    return {{"fixed-length-list", Json::array({json_of(list.type), list.size})}};
  }
  Json operator()(const Map& map) const {
    return {{"map", Json::array({json_of(map.key), json_of(map.value)})}};
  }
  Json operator()(const Future& future) const { return {{"future", json_of(future.type)}}; }
  Json operator()(const Stream& stream) const { return {{"stream", json_of(stream.type)}}; }
  Json operator()(const Resource&) const { return "resource"; }
  Json operator()(const Handle& handle) const {
    return {{"handle", {{handle.owned ? "own" : "borrow", handle.resource.index}}}};
  }
  Json operator()(const Alias& alias) const { return {{"type", json_of(alias.type)}}; }
};

struct OwnerJson {
  Json operator()(std::monostate) const { return nullptr; }
  Json operator()(InterfaceId id) const { return {{"interface", id.index}}; }
  Json operator()(WorldId id) const { return {{"world", id.index}}; }
};

Json json_of(const TypeDef& type) {
  Json json;
  json["name"] = type.name.empty() ? Json(nullptr) : Json(type.name);
  json["kind"] = std::visit(KindJson{}, type.kind);
  json["owner"] = std::visit(OwnerJson{}, type.owner);
  add_docs(json, type.docs);
  add_stability(json, type.stability);
  return json;
}

Json kind_of(const Function& function) {
  const std::string prefix = function.async ? "async-" : "";
  switch (function.kind) {
    case FunctionKind::method:
      return {{prefix + "method", function.resource.index}};
    case FunctionKind::static_:
      return {{prefix + "static", function.resource.index}};
    case FunctionKind::constructor:
      return {{"constructor", function.resource.index}};
    case FunctionKind::freestanding:
      break;
  }
  return prefix + "freestanding";
}

Json json_of(const Function& function) {
  Json json;
  json["name"] = function.name;
  json["kind"] = kind_of(function);
  json["params"] = Json::array();
  for (const Param& param : function.params) {
    json["params"].push_back({{"name", param.name}, {"type", json_of(param.type)}});
  }
  if (function.result) json["result"] = json_of(*function.result);
  add_docs(json, function.docs);
  add_stability(json, function.stability);
  return json;
}

Json json_of(const Interface& interface) {
  Json json;
  json["name"] = interface.name.empty() ? Json(nullptr) : Json(interface.name);
  json["types"] = Json::object();
  for (const NamedType& type : interface.types) append(json["types"], type.name, type.id.index);
  json["functions"] = Json::object();
  for (const Function& function : interface.functions)
    append(json["functions"], function.name, json_of(function));
  add_docs(json, interface.docs);
  add_stability(json, interface.stability);
  json["package"] = interface.package.index;
  return json;
}

Json json_of(const WorldItem& item) {
  if (const auto* function = std::get_if<Function>(&item.item)) return {{"function", json_of(*function)}};
  if (const auto* type = std::get_if<WorldType>(&item.item)) return {{"type", type->id.index}};
  Json json = {{"id", std::get<WorldInterface>(item.item).id.index}};
  add_stability(json, item.stability);
  return {{"interface", std::move(json)}};
}

Json json_of(const std::vector<WorldItem>& items) {
  Json json = Json::object();
  for (const WorldItem& item : items) {
    const auto* interface = std::get_if<WorldInterface>(&item.item);
    const bool is_named = interface == nullptr || !item.name.empty();
    append(json, is_named ? item.name : "interface-" + std::to_string(interface->id.index), json_of(item));
  }
  return json;
}

Json json_of(const World& world) {
  Json json;
  json["name"] = world.name;
  json["imports"] = json_of(world.imports);
  json["exports"] = json_of(world.exports);
  json["package"] = world.package.index;
  add_docs(json, world.docs);
  add_stability(json, world.stability);
  return json;
}

Json json_of(const Package& package) {
  Json json;
  json["name"] = package.name.text();
  add_docs(json, package.docs);
  json["interfaces"] = Json::object();
  for (const NamedInterface& named : package.interfaces)
    append(json["interfaces"], named.name, named.id.index);
  json["worlds"] = Json::object();
  for (const NamedWorld& named : package.worlds) append(json["worlds"], named.name, named.id.index);
  return json;
}

template <class Item>
Json list_json(const std::vector<Item>& items) {
  Json json = Json::array();
  for (const Item& item : items) json.push_back(json_of(item));
  return json;
}

}  // namespace

Json to_json(const Model& model) {
  Json json;
  json["worlds"] = list_json(model.worlds);
  json["interfaces"] = list_json(model.interfaces);
  json["types"] = list_json(model.types);
  json["packages"] = list_json(model.packages);
  return json;
}

}  // namespace tenon::wit

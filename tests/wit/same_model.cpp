// SPDX-License-Identifier: MIT
#include "same_model.hpp"

#include <map>
#include <utility>

namespace tenon::wit::corpus {
namespace {

using nlohmann::json;

/// Walks both models by name and pairs their indices; a pair must never be undone.
class Matcher {
 public:
  Matcher(const json& expected, const json& actual) : expected_(expected), actual_(actual) {}

  std::string run() {
    for (const char* list : {"packages", "interfaces", "worlds", "types"}) {
      if (expected_[list].size() == actual_[list].size()) continue;
      return std::string(list) + ": expected " + std::to_string(expected_[list].size()) + ", got " +
             std::to_string(actual_[list].size());
    }
    match_packages();
    return difference_;
  }

 private:
  struct Pairs {
    std::map<std::size_t, std::size_t> there, back;
  };

  bool fail(const std::string& where, const std::string& what) {
    if (difference_.empty()) difference_ = where + ": " + what;
    return false;
  }

  /// True if the pair is new and its contents are still to be compared.
  bool pair(Pairs& pairs, std::size_t a, std::size_t b, const std::string& where) {
    const auto [there, is_new] = pairs.there.emplace(a, b);
    const auto [back, is_new_back] = pairs.back.emplace(b, a);
    if (there->second != b || back->second != a) fail(where, "shared in one model only");
    return is_new && is_new_back;
  }

  void match_packages() {
    std::map<std::string, std::size_t> by_name;
    for (std::size_t i = 0; i < actual_["packages"].size(); ++i) by_name[actual_["packages"][i]["name"]] = i;
    for (std::size_t i = 0; i < expected_["packages"].size(); ++i) {
      const std::string name = expected_["packages"][i]["name"];
      if (!by_name.contains(name)) {
        fail(name, "missing");
        return;
      }
      match_package(i, by_name[name], name);
    }
  }

  void match_package(std::size_t a, std::size_t b, const std::string& name) {
    const json& expected = expected_["packages"][a];
    const json& actual = actual_["packages"][b];
    if (!pair(packages_, a, b, name)) return;
    same_text(expected, actual, "docs", name);
    match_named(expected["interfaces"], actual["interfaces"], name,
                [&](auto x, auto y, auto& w) { interface(x, y, w); });
    match_named(expected["worlds"], actual["worlds"], name, [&](auto x, auto y, auto& w) { world(x, y, w); });
  }

  template <class Match>
  void match_named(const json& expected, const json& actual, const std::string& where, Match match) {
    if (expected.size() != actual.size()) fail(where, expected.dump() + " against " + actual.dump());
    for (const auto& [name, id] : expected.items()) {
      const std::string place = where + "/" + name;
      if (!actual.contains(name)) {
        fail(place, "missing");
      } else {
        match(std::size_t{id}, std::size_t{actual[name]}, place);
      }
    }
  }

  void same_text(const json& expected, const json& actual, const char* key, const std::string& where) {
    const json a = expected.value(key, json());
    const json b = actual.value(key, json());
    if (a != b) fail(where, std::string(key) + ": " + a.dump() + " against " + b.dump());
  }

  void interface(std::size_t a, std::size_t b, const std::string& where) {
    const json& expected = expected_["interfaces"][a];
    const json& actual = actual_["interfaces"][b];
    if (!pair(interfaces_, a, b, where)) return;
    for (const char* key : {"name", "docs", "stability"}) same_text(expected, actual, key, where);
    pair(packages_, expected["package"], actual["package"], where);
    match_named(expected["types"], actual["types"], where, [&](auto x, auto y, auto& w) { type(x, y, w); });
    value(expected["functions"], actual["functions"], where);
  }

  std::string item_key(const json& model, const std::string& key, const json& item) {
    if (!item.contains("interface")) return key;
    const json& id = item["interface"]["id"];
    if (key != "interface-" + id.dump()) return key;
    const json& target = model["interfaces"][id.get<std::size_t>()];
    const json& package = model["packages"][target["package"].get<std::size_t>()];
    return package["name"].get<std::string>() + "/" + target["name"].get<std::string>();
  }

  std::map<std::string, json> items(const json& model, const json& map) {
    std::map<std::string, json> found;
    for (const auto& [key, item] : map.items()) found[item_key(model, key, item)] = item;
    return found;
  }

  void world(std::size_t a, std::size_t b, const std::string& where) {
    const json& expected = expected_["worlds"][a];
    const json& actual = actual_["worlds"][b];
    if (!pair(worlds_, a, b, where)) return;
    for (const char* key : {"name", "docs", "stability"}) same_text(expected, actual, key, where);
    pair(packages_, expected["package"], actual["package"], where);
    for (const char* side : {"imports", "exports"}) {
      auto x = items(expected_, expected[side]);
      auto y = items(actual_, actual[side]);
      if (x.size() != y.size())
        fail(where, std::string(side) + ": " + expected[side].dump() + " against " + actual[side].dump());
      for (const auto& [key, item] : x) world_item(item, y[key], where + "/" + side + "/" + key);
    }
  }

  void world_item(const json& expected, const json& actual, const std::string& where) {
    if (!expected.contains("interface") || !actual.contains("interface"))
      return value(expected, actual, where);
    interface(expected["interface"]["id"], actual["interface"]["id"], where);
    same_text(expected["interface"], actual["interface"], "stability", where);
  }

  void type(std::size_t a, std::size_t b, const std::string& where) {
    const json& expected = expected_["types"][a];
    const json& actual = actual_["types"][b];
    if (!pair(types_, a, b, where)) return;
    for (const char* key : {"name", "docs", "stability"}) same_text(expected, actual, key, where);
    const json& x = expected["kind"];
    const json& y = actual["kind"];
    if (x.contains("fixed-length-list") && y.contains("fixed-length-list")) {
      value(x["fixed-length-list"][0], y["fixed-length-list"][0], where);
      if (x["fixed-length-list"][1] != y["fixed-length-list"][1]) fail(where, "length");
    } else {
      value(x, y, where);
    }
    owner(expected["owner"], actual["owner"], where);
  }

  void owner(const json& expected, const json& actual, const std::string& where) {
    for (const auto& [kind, pairs] : {std::pair{"interface", &interfaces_}, std::pair{"world", &worlds_}}) {
      if (expected.contains(kind) != actual.contains(kind)) fail(where, "owner");
      if (!expected.contains(kind) || !actual.contains(kind)) continue;
      const auto found = pairs->there.find(expected[kind]);
      if (found != pairs->there.end() && found->second != actual[kind])
        fail(where, "owner is another " + std::string(kind));
    }
  }

  /// Numbers are types.
  void value(const json& expected, const json& actual, const std::string& where) {
    if (expected.is_number() && actual.is_number()) return type(expected, actual, where);
    if (expected.type() != actual.type() || expected.size() != actual.size()) {
      fail(where, expected.dump() + " against " + actual.dump());
    } else if (expected.is_object()) {
      for (const auto& [key, part] : expected.items()) {
        if (!actual.contains(key))
          fail(where, key + " is missing");
        else
          value(part, actual[key], where + "/" + key);
      }
    } else if (expected.is_array()) {
      for (std::size_t i = 0; i < expected.size(); ++i) value(expected[i], actual[i], where);
    } else if (expected != actual) {
      fail(where, expected.dump() + " against " + actual.dump());
    }
  }

  const json& expected_;
  const json& actual_;
  Pairs packages_, interfaces_, worlds_, types_;
  std::string difference_;
};

}  // namespace

std::string difference(const json& expected, const json& actual) { return Matcher(expected, actual).run(); }

}  // namespace tenon::wit::corpus

// SPDX-License-Identifier: MIT
#include "abi/compat.hpp"

#include <algorithm>

#include "abi/canonical.hpp"
#include "abi/compat_table.hpp"
#include "abi/gate.hpp"

namespace tenon::abi {
namespace {

using Interfaces = std::vector<Interface>;

const Interface* find(const Interfaces& interfaces, const std::string& id) {
  const auto found = std::ranges::find(interfaces, id, &Interface::id);
  return found == interfaces.end() ? nullptr : &*found;
}

std::string_view without_track(std::string_view id) { return id.substr(0, id.find('@')); }

const Interface* find_other_track(const Interfaces& interfaces, const std::string& id) {
  const auto found = std::ranges::find_if(
      interfaces, [&](const Interface& i) { return without_track(i.id) == without_track(id); });
  return found == interfaces.end() ? nullptr : &*found;
}

const wit::PackageName& package_of(const Side& side, const Interface& interface) {
  const wit::Model& model = *side.model;
  const auto id = interface.interface ? model[*interface.interface].package : model[side.world->id].package;
  return model[id].name;
}

std::optional<wit::Version> base_of(const Side& side, const wit::PackageName& package) {
  const std::string name = package.ns + ":" + package.name;
  const auto found = std::ranges::find(side.since, name, &std::pair<std::string, wit::Version>::first);
  return found == side.since.end() ? std::nullopt : std::optional(found->second);
}

Half half_of(const char* name, const Side& side, const Interface& interface) {
  const wit::PackageName& package = package_of(side, interface);
  return {name, side.model, &interface, package.version, base_of(side, package)};
}

class Check {
 public:
  Check(const Side& host, const Side& plugin) : host_(host), plugin_(plugin) {}

  std::vector<Finding> run() {
    if (too_large()) return std::move(found_);
    for (const Interface& interface : plugin_.world->imports) import(interface);
    for (const Interface& interface : host_.world->exports) expected_export(interface);
    return std::move(found_);
  }

 private:
  bool too_large();
  void import(const Interface& wanted);
  void expected_export(const Interface& wanted);
  bool may_be_absent(const Interface& wanted) const;
  void missing_import(const Interface& wanted);
  void missing_export(const Interface& wanted);
  void compare(const Interface& host, const Interface& plugin, Caller caller);
  void add(const char* rule, const Interface& interface, std::string message, std::string host,
           std::string plugin, std::string help) {
    found_.push_back(
        {rule, interface.id, {}, std::move(message), std::move(host), std::move(plugin), std::move(help)});
  }

  const Side& host_;
  const Side& plugin_;
  std::vector<Finding> found_;
};

/// Comparing recurses into types, so their nesting must be bounded.
bool Check::too_large() {
  for (const Side* side : {&host_, &plugin_}) {
    for (const wit::Diagnostic& diagnostic : check_profile(*side->model, *side->world)) {
      if (diagnostic.code != "T0910") continue;
      found_.push_back({"TYPE_TOO_LARGE", {}, {}, diagnostic.message, {}, {}, diagnostic.help});
      return true;
    }
  }
  return false;
}

void Check::compare(const Interface& host, const Interface& plugin, Caller caller) {
  if (host.hash == plugin.hash) return;
  const Half h = half_of("host", host_, host), p = half_of("plugin", plugin_, plugin);
  TableCompare(h, p, found_).compare(caller);
}

void Check::import(const Interface& wanted) {
  if (const Interface* offered = find(host_.world->imports, wanted.id))
    return compare(*offered, wanted, Caller::plugin);
  missing_import(wanted);
}

void Check::missing_import(const Interface& wanted) {
  if (const Interface* near = find_other_track(host_.world->imports, wanted.id)) {
    return add("TRACK_CHANGED", wanted,
               "the host has `" + near->id + "`, the plugin was built for `" + wanted.id + "`", near->name,
               wanted.name, "build the plugin against the host's version of the interface");
  }
  if (find(host_.world->exports, wanted.id)) {
    return add("IMPORT_MISSING", wanted,
               "the plugin imports `" + wanted.id + "`, which the host wants from plugins but doesn't offer",
               {}, wanted.name, "check the direction: the plugin's world should export it");
  }
  add("IMPORT_MISSING", wanted, "the plugin imports `" + wanted.id + "`, which the host doesn't offer", {},
      wanted.name, "use a host that offers it, or build the plugin for a world without it");
}

void Check::expected_export(const Interface& wanted) {
  if (const Interface* made = find(plugin_.world->exports, wanted.id))
    return compare(wanted, *made, Caller::host);
  if (!may_be_absent(wanted)) missing_export(wanted);
}

const wit::WorldItem* item_of(const wit::World& world, const Interface& interface) {
  const auto found = std::ranges::find_if(world.exports, [&](const wit::WorldItem& item) {
    const auto* candidate = std::get_if<wit::WorldInterface>(&item.item);
    return candidate && interface.interface == candidate->id;
  });
  return found == world.exports.end() ? nullptr : &*found;
}

/// An export that joined the host's world after the version that the plugin was built for: it says
/// so by its own gate, or the plugin's world is an older version of the same one.
bool Check::may_be_absent(const Interface& wanted) const {
  const wit::World& world = (*host_.model)[host_.world->id];
  const wit::PackageName& package = (*host_.model)[world.package].name;
  const auto base = base_of(host_, package);
  const wit::WorldItem* item = item_of(world, wanted);
  const Since since = item ? from_start(newest({&item->stability}), package.version) : Since{};
  if (since.version) return !base || *base < *since.version;
  const wit::World& other = (*plugin_.model)[plugin_.world->id];
  const wit::PackageName& built_for = (*plugin_.model)[other.package].name;
  if (!package.version || !built_for.version || other.name != world.name) return false;
  return package.ns == built_for.ns && package.name == built_for.name &&
         package.version->track() == built_for.version->track() && *built_for.version < *package.version &&
         (!base || *base <= *built_for.version);
}

void Check::missing_export(const Interface& wanted) {
  if (const Interface* near = find_other_track(plugin_.world->exports, wanted.id)) {
    return add("TRACK_CHANGED", wanted,
               "the host has `" + wanted.id + "`, the plugin was built for `" + near->id + "`", wanted.name,
               near->name, "build the plugin against the host's version of the interface");
  }
  const std::string what = wanted.interface ? "`" + wanted.id + "`" : "the world's own functions";
  add("EXPORT_MISSING", wanted, "the plugin doesn't export " + what + ", which the host wants", wanted.name,
      {}, "build the plugin for the host's world `" + host_.world->name + "`");
}

}  // namespace

std::vector<Finding> check(const Side& host, const Side& plugin) { return Check(host, plugin).run(); }

std::string_view code_of(const Finding& finding) {
  if (finding.rule == "IMPORT_MISSING") return "E0401";
  if (finding.rule == "EXPORT_MISSING") return "E0402";
  if (finding.rule == "TRACK_CHANGED") return "E0403";
  if (finding.rule == "SLOT_MOVED") return "E0405";
  if (finding.rule == "TYPE_TOO_LARGE") return "E0406";
  return "E0404";
}

}  // namespace tenon::abi

// SPDX-License-Identifier: MIT
#include "abi/compat_table.hpp"

#include <algorithm>
#include <map>

#include "abi/canonical.hpp"
#include "abi/gate.hpp"

namespace tenon::abi {
namespace {

using Slots = std::vector<Slot>;
using Places = std::vector<std::size_t>;

std::map<std::string_view, std::size_t> by_name(const Slots& slots) {
  std::map<std::string_view, std::size_t> places;
  for (std::size_t i = 0; i < slots.size(); ++i) places.emplace(slots[i].function->name, i);
  return places;
}

Places only_in(const Slots& slots, const Slots& other) {
  const auto known = by_name(other);
  Places places;
  for (std::size_t i = 0; i < slots.size(); ++i) {
    if (!known.contains(slots[i].function->name)) places.push_back(i);
  }
  return places;
}

Since newest_of(const Slots& slots) {
  Since newest;
  for (const Slot& slot : slots) newest = std::max(newest, slot.since);
  return newest;
}

std::string gate_text(const Since& since) {
  return since.version ? "`" + since_text(*since.version) + "`" : "no `@since`";
}

/// The version that a function which just joined should carry.
std::optional<wit::Version> next_version(const Half& longer, const Since& released) {
  if (!longer.package) return std::nullopt;
  const wit::Version floor = released.version.value_or(track_start(*longer.package));
  if (floor < *longer.package) return longer.package;
  return wit::Version{floor.major, floor.minor, floor.patch + 1, {}, {}};
}

std::string slot_number(std::size_t i) { return "slot " + std::to_string(i); }

}  // namespace

void TableCompare::compare(Caller caller) {
  table({host_.interface->functions, plugin_.interface->functions, caller});
  resources();
}

void TableCompare::table(const Pair& pair) {
  common(pair);
  if (unstable(pair)) return;
  const Places host = only_in(pair.host, pair.plugin), plugin = only_in(pair.plugin, pair.host);
  if (!host.empty() && !plugin.empty()) return both_differ(pair, host, plugin);
  if (!host.empty()) continued(pair, host, false);
  if (!plugin.empty()) continued(pair, plugin, true);
  order(pair);
}

void TableCompare::common(const Pair& pair) {
  const auto places = by_name(pair.plugin);
  for (const Slot& slot : pair.host) {
    const auto other = places.find(slot.function->name);
    if (other == places.end()) continue;
    functions_.compare(host_.interface->id, *slot.function, *pair.plugin[other->second].function, pair.caller,
                       out_);
  }
}

Finding TableCompare::finding(const std::string& rule, const Slot& slot, bool only_in_plugin) const {
  Finding out{rule, host_.interface->id, display_name(*slot.function), {}, {}, {}, {}};
  (only_in_plugin ? out.plugin : out.host) =
      signature(only_in_plugin ? *plugin_.model : *host_.model, *slot.function);
  return out;
}

/// Unstable functions promise nothing: a table that has one fits only an equal one, and that has
/// been seen by the hashes before.
bool TableCompare::unstable(const Pair& pair) {
  const auto same = [](const Slot& a, const Slot& b) { return a.function->name == b.function->name; };
  if (std::ranges::equal(pair.host, pair.plugin, same)) return false;
  for (const Slots* slots : {&pair.host, &pair.plugin}) {
    const auto found =
        std::ranges::find_if(*slots, [](const Slot& slot) { return !slot.since.feature.empty(); });
    if (found == slots->end()) continue;
    Finding out = finding("UNSTABLE_DIFFERS", *found, slots == &pair.plugin);
    out.message = "`" + out.function + "` is unstable (feature `" + found->since.feature +
                  "`), so both sides must be built from the same text";
    out.help = "build both sides from the same WIT, or without the feature";
    out_.push_back(std::move(out));
    return true;
  }
  return false;
}

/// The same item as another kind of function: method for static, or the other way round.
std::string TableCompare::other_kind(const wit::Function& function, const Half& half) const {
  const auto matches = [&](const Slot& slot) {
    return slot.function->kind != function.kind && display_name(*slot.function) == display_name(function);
  };
  const auto found_in = [&](const Slots& slots) { return std::ranges::any_of(slots, matches); };
  const bool found = found_in(half.interface->functions) ||
                     std::ranges::any_of(half.interface->resources, [&](const Resource& resource) {
                       return found_in(resource.methods);
                     });
  return found && function.kind != wit::FunctionKind::freestanding
             ? "; there it is a method on one side and a static on the other"
             : "";
}

/// Missing on one side, with no rule that allows it.
void TableCompare::lost(const Slot& slot, bool only_in_plugin) {
  const Half& other = only_in_plugin ? host_ : plugin_;
  const std::string kind = other_kind(*slot.function, other);
  Finding out = finding(!kind.empty()    ? "METHOD_STATIC"
                        : only_in_plugin ? "FUNCTION_ADDED"
                                         : "FUNCTION_REMOVED",
                        slot, only_in_plugin);
  out.message = "the " + std::string(other.name) + " hasn't got `" + out.function + "`" + kind;
  out.help = "a released function stays: keep it, and add new ones with a newer `@since`";
  out_.push_back(std::move(out));
}

bool TableCompare::renamed(const Pair& pair, const Places& host, const Places& plugin) {
  if (host.size() != 1 || plugin.size() != 1 || host != plugin) return false;
  const Slot &h = pair.host[host.front()], &p = pair.plugin[plugin.front()];
  if (h.function->kind != p.function->kind || !functions_.fits(*h.function, *p.function, pair.caller))
    return false;
  Finding out = finding("FUNCTION_RENAMED", h, false);
  out.plugin = signature(*plugin_.model, *p.function);
  out.message = "`" + out.function + "` is called `" + display_name(*p.function) + "` in the plugin";
  out.help =
      "names are part of the contract: keep the old function, and add the new one with a newer `@since`";
  out_.push_back(std::move(out));
  return true;
}

void TableCompare::both_differ(const Pair& pair, const Places& host, const Places& plugin) {
  if (renamed(pair, host, plugin)) return;
  for (std::size_t i : host) lost(pair.host[i], false);
  for (std::size_t i : plugin) lost(pair.plugin[i], true);
}

std::string TableCompare::since_help(const Half& longer, const Slots& shorter,
                                     const std::string& function) const {
  const auto version = next_version(longer, newest_of(shorter));
  if (!version) {
    return "interfaces of a package without a version are frozen: give the package one, and new functions "
           "`@since`";
  }
  return "give `" + function + "` `" + since_text(*version) + "`, newer than every released function";
}

void TableCompare::continued(const Pair& pair, const Places& extras, bool plugin_is_longer) {
  const Caller longer = plugin_is_longer ? Caller::plugin : Caller::host;
  const bool called = pair.caller == Caller::both || pair.caller == longer;
  for (std::size_t i : extras) {
    extra(plugin_is_longer ? pair.plugin : pair.host, plugin_is_longer ? pair.host : pair.plugin, i, called,
          plugin_is_longer);
  }
}

/// A function that only the longer table has: fine if it is newer than all of the shorter one and,
/// where the longer side calls it, newer than that side's base version.
void TableCompare::extra(const Slots& longer, const Slots& shorter, std::size_t i, bool called,
                         bool plugin_is_longer) {
  const Half &has = plugin_is_longer ? plugin_ : host_, &lacks = plugin_is_longer ? host_ : plugin_;
  const Slot& slot = longer[i];
  const Since released = newest_of(shorter);
  Finding out = finding("FUNCTION_MISSING", slot, plugin_is_longer);
  const std::string absent = "the " + std::string(lacks.name) + " hasn't got `" + out.function + "`";
  if (slot.since.version && released < slot.since) {
    if (!called || !has.base || *has.base < *slot.since.version) return;
    out.message = absent + ", which is part of the " + has.name + "'s base version " + has.base->text();
    out.help = "update the " + std::string(lacks.name) + ", or lower `since` of the " + has.name;
    out_.push_back(std::move(out));
    return;
  }
  out.help = since_help(has, shorter, out.function);
  if (i < shorter.size()) {
    out.rule = "SLOT_MOVED";
    out.message = "`" + out.function + "`, which the " + lacks.name + " hasn't got, takes " + slot_number(i) +
                  ", where the " + lacks.name + " has `" + display_name(*shorter[i].function) + "`";
  } else if (slot.since.version) {
    out.rule = "FUNCTION_NOT_NEWER";
    out.message = absent + ", and its " + gate_text(slot.since) +
                  " is not newer than that of a released function (" + gate_text(released) + ")";
  } else {
    out.message = absent + ", and it has no `@since` that says it is new";
  }
  out_.push_back(std::move(out));
}

/// Functions that both have, in another order: a gate of a released function was changed.
void TableCompare::order(const Pair& pair) {
  const auto hosts = by_name(pair.host), plugins = by_name(pair.plugin);
  Places h, p;  // places of the common functions
  for (std::size_t i = 0; i < pair.host.size(); ++i) {
    if (plugins.contains(pair.host[i].function->name)) h.push_back(i);
  }
  for (std::size_t i = 0; i < pair.plugin.size(); ++i) {
    if (hosts.contains(pair.plugin[i].function->name)) p.push_back(i);
  }
  for (std::size_t i = 0; i < h.size(); ++i) {
    const Slot& slot = pair.host[h[i]];
    if (slot.function->name == pair.plugin[p[i]].function->name) continue;
    const std::size_t other = plugins.at(slot.function->name);
    Finding out = finding("SLOT_MOVED", slot, false);
    out.plugin = signature(*plugin_.model, *pair.plugin[other].function);
    out.message = "`" + out.function + "` is " + slot_number(h[i]) + " at the host (" +
                  gate_text(slot.since) + ") and " + slot_number(other) + " in the plugin (" +
                  gate_text(pair.plugin[other].since) + ")";
    out.help = "a released function keeps the `@since` it was released with";
    out_.push_back(std::move(out));
  }
}

void TableCompare::resources() {
  const auto find = [](const Interface& interface, const std::string& id) {
    const auto found = std::ranges::find(interface.resources, id, &Resource::id);
    return found == interface.resources.end() ? nullptr : &*found;
  };
  for (const Resource& resource : host_.interface->resources) {
    const Resource* other = find(*plugin_.interface, resource.id);
    if (!other) {
      lone_resource(resource, host_, plugin_);
    } else if (other->hash != resource.hash) {
      table({resource.methods, other->methods, Caller::both});
    }
  }
  for (const Resource& resource : plugin_.interface->resources) {
    if (!find(*host_.interface, resource.id)) lone_resource(resource, plugin_, host_);
  }
}

/// A resource that one side doesn't know is fine if it joined later, like the functions that use it.
void TableCompare::lone_resource(const Resource& resource, const Half& longer, const Half& shorter) {
  const wit::TypeDef& def = (*longer.model)[resource.type];
  Since released = newest_of(shorter.interface->functions);
  for (const Resource& known : shorter.interface->resources)
    released = std::max(released, newest_of(known.methods));
  const Since since = from_start(newest({&def.stability}), longer.package);
  if (since.version && released < since) return;
  const std::string kind = &longer == &plugin_ ? "RESOURCE_ADDED" : "RESOURCE_REMOVED";
  const auto version = next_version(longer, released);
  out_.push_back({kind, host_.interface->id, def.name,
                  "the " + std::string(shorter.name) + " hasn't got resource `" + def.name + "`",
                  &longer == &host_ ? "resource " + def.name : "",
                  &longer == &plugin_ ? "resource " + def.name : "",
                  version ? "if it is new, give `" + def.name + "` `" + since_text(*version) + "`"
                          : "interfaces of a package without a version are frozen: give the package one"});
}

}  // namespace tenon::abi

// SPDX-License-Identifier: MIT
#include "abi/compat_types.hpp"

#include "abi/canonical.hpp"
#include "abi/compat_names.hpp"
#include "abi/contract.hpp"
#include "abi/layout.hpp"
#include "abi/spell.hpp"
#include "abi/walk.hpp"

namespace tenon::abi {
namespace {

using Names = std::vector<std::string>;

template <class Members>
Names names_of(const Members& members) {
  Names names;
  for (const auto& member : members) names.push_back(member.name);
  return names;
}

std::string spell(const wit::Model& model, const wit::Type& type) {
  constexpr std::size_t kLongest = 200;
  return Speller(model, [&](wit::TypeId id) { return model[id].name; }, true).type(type, kLongest);
}

std::string rule_of(NameDifference::Kind kind, const std::string& member) {
  static constexpr const char* kSuffix[] = {"_ADDED", "_REMOVED", "_RENAMED", "_MOVED"};
  return member + kSuffix[kind];
}

}  // namespace

std::string TypeCompare::spell_host(const wit::Type& type) const { return spell(host_, type); }
std::string TypeCompare::spell_plugin(const wit::Type& type) const { return spell(plugin_, type); }

std::string TypeCompare::both(const wit::Type& host, const wit::Type& plugin) const {
  return "`" + spell_host(host) + "` at the host and `" + spell_plugin(plugin) + "` in the plugin";
}

TypeCompare::Outcome TypeCompare::compare(const std::optional<wit::Type>& host,
                                          const std::optional<wit::Type>& plugin, Receiver receiver) {
  if (host && plugin) return compare(*host, *plugin, receiver);
  if (!host && !plugin) return std::nullopt;
  return Difference{};
}

TypeCompare::Outcome TypeCompare::compare(const wit::Type& host, const wit::Type& plugin, Receiver receiver) {
  const wit::Type h = host_.resolve(host), p = plugin_.resolve(plugin);
  const auto* host_id = std::get_if<wit::TypeId>(&h);
  const auto* plugin_id = std::get_if<wit::TypeId>(&p);
  if (!host_id || !plugin_id) return h == p ? Outcome{} : Difference{};
  const auto key = std::tuple(host_id->index, plugin_id->index, receiver);
  if (const auto known = known_.find(key); known != known_.end()) return known->second;
  const Outcome outcome = compare_definitions({*host_id, *plugin_id, receiver});
  known_.emplace(key, outcome);
  return outcome;
}

TypeCompare::Outcome TypeCompare::compare_definitions(const Pair& pair) {
  const wit::TypeKind &host = host_[pair.host].kind, &plugin = plugin_[pair.plugin].kind;
  if (host.index() != plugin.index()) return Difference{};
  if (const auto* h = std::get_if<wit::Record>(&host))
    return records(*h, std::get<wit::Record>(plugin), pair);
  if (const auto* h = std::get_if<wit::Variant>(&host))
    return variants(*h, std::get<wit::Variant>(plugin), pair);
  if (const auto* h = std::get_if<wit::Enum>(&host)) return enums(*h, std::get<wit::Enum>(plugin), pair);
  if (const auto* h = std::get_if<wit::Flags>(&host)) return flags(*h, std::get<wit::Flags>(plugin), pair);
  if (const auto* h = std::get_if<wit::Handle>(&host)) return handles(*h, std::get<wit::Handle>(plugin));
  if (const auto* h = std::get_if<wit::FixedList>(&host)) {
    if (h->size != std::get<wit::FixedList>(plugin).size) return Difference{};
  }
  if (const auto* h = std::get_if<wit::Result>(&host)) {
    const auto& p = std::get<wit::Result>(plugin);
    if (h->ok.has_value() != p.ok.has_value() || h->err.has_value() != p.err.has_value()) return Difference{};
  }
  return parts(pair);
}

/// Lists, options, results, tuples: whatever they are made of.
TypeCompare::Outcome TypeCompare::parts(const Pair& pair) {
  const auto host = parts_of(host_[pair.host]), plugin = parts_of(plugin_[pair.plugin]);
  if (host.size() != plugin.size()) return Difference{};
  for (std::size_t i = 0; i < host.size(); ++i) {
    if (const Outcome inner = compare(host[i], plugin[i], pair.receiver)) return inner;
  }
  return std::nullopt;
}

TypeCompare::Outcome TypeCompare::records(const wit::Record& host, const wit::Record& plugin,
                                          const Pair& pair) {
  const std::string whole = "record `" + host_[pair.host].name + "`";
  if (const auto names = compare_names(names_of(host.fields), names_of(plugin.fields), "field", whole)) {
    return Difference{rule_of(names->kind, "FIELD"), names->detail, pair.host, pair.plugin};
  }
  for (std::size_t i = 0; i < host.fields.size(); ++i) {
    const wit::Field &h = host.fields[i], &p = plugin.fields[i];
    const Outcome inner = compare(h.type, p.type, pair.receiver);
    if (!inner) continue;
    if (!inner->rule.empty()) return inner;
    return Difference{"FIELD_RETYPED", "field `" + h.name + "` of " + whole + " is " + both(h.type, p.type),
                      pair.host, pair.plugin};
  }
  return std::nullopt;
}

/// The names of cases: whoever receives a value must know all that the sender can send.
TypeCompare::Outcome TypeCompare::cases(const Names& host, const Names& plugin, const Pair& pair,
                                        const std::string& kind) {
  const bool host_knows = pair.receiver == Receiver::plugin || starts_with(host, plugin);
  const bool plugin_knows = pair.receiver == Receiver::host || starts_with(plugin, host);
  const bool same_tag = tag_size(host.size()) == tag_size(plugin.size());
  if (host_knows && plugin_knows && same_tag) return std::nullopt;
  auto names = compare_names(host, plugin, "case", kind + " `" + host_[pair.host].name + "`");
  if (starts_with(plugin, host) && !host_knows) names->detail += "; the host would receive it";
  if (starts_with(host, plugin) && !plugin_knows) names->detail += "; the plugin would receive it";
  if (!same_tag) names->detail += "; the tag has another size";
  return Difference{rule_of(names->kind, "CASE"), names->detail, pair.host, pair.plugin};
}

TypeCompare::Outcome TypeCompare::enums(const wit::Enum& host, const wit::Enum& plugin, const Pair& pair) {
  return cases(names_of(host.cases), names_of(plugin.cases), pair, "enum");
}

TypeCompare::Outcome TypeCompare::variants(const wit::Variant& host, const wit::Variant& plugin,
                                           const Pair& pair) {
  if (const Outcome names = cases(names_of(host.cases), names_of(plugin.cases), pair, "variant"))
    return names;
  const std::string whole = "variant `" + host_[pair.host].name + "`";
  for (std::size_t i = 0; i < std::min(host.cases.size(), plugin.cases.size()); ++i) {
    const Outcome inner = compare(host.cases[i].type, plugin.cases[i].type, pair.receiver);
    if (!inner) continue;
    if (!inner->rule.empty()) return inner;
    return Difference{"CASE_RETYPED",
                      "case `" + host.cases[i].name + "` of " + whole + " has another payload", pair.host,
                      pair.plugin};
  }
  const Layout h = layout_of(host_, pair.host), p = layout_of(plugin_, pair.plugin);
  if (h.size == p.size && h.align == p.align) return std::nullopt;
  return Difference{"CASE_ADDED", whole + " has another size: a new case must fit into the old ones' space",
                    pair.host, pair.plugin};
}

/// Unknown bits are kept, so either side may know more flags, as long as the width stays.
TypeCompare::Outcome TypeCompare::flags(const wit::Flags& host, const wit::Flags& plugin, const Pair& pair) {
  const Names h = names_of(host.flags), p = names_of(plugin.flags);
  const bool same_width = layout_of(host_, pair.host).size == layout_of(plugin_, pair.plugin).size;
  if (same_width && (starts_with(h, p) || starts_with(p, h))) return std::nullopt;
  const auto names = compare_names(h, p, "flag", "flags `" + host_[pair.host].name + "`");
  return Difference{rule_of(names->kind, "FLAG"), names->detail, pair.host, pair.plugin};
}

TypeCompare::Outcome TypeCompare::handles(const wit::Handle& host, const wit::Handle& plugin) {
  const std::string h = resource_id(host_, host.resource), p = resource_id(plugin_, plugin.resource);
  if (h != p) {
    return Difference{
        "RESOURCE_CHANGED", "the resource is `" + h + "` at the host and `" + p + "` in the plugin", {}, {}};
  }
  if (host.owned == plugin.owned) return std::nullopt;
  const std::string& name = host_[host_.resolve_resource(host.resource)].name;
  const auto text = [&](bool owned) { return (owned ? "`own<" : "`borrow<") + name + ">`"; };
  return Difference{"OWNERSHIP_CHANGED",
                    "it is " + text(host.owned) + " at the host and " + text(plugin.owned) + " in the plugin",
                    {},
                    {}};
}

}  // namespace tenon::abi

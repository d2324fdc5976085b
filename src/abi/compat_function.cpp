// SPDX-License-Identifier: MIT
#include "abi/compat_function.hpp"

#include <algorithm>
#include <set>

#include "abi/canonical.hpp"
#include "abi/spell.hpp"

namespace tenon::abi {
namespace {

constexpr const char* kFrozen =
    "a released function can't change: add a new one with a newer `@since` (docs/evolution.md)";

/// "record finding { line: u32, message: string }", as an addition to a signature.
std::string expanded(const wit::Model& model, wit::TypeId id) {
  constexpr std::size_t kLongest = 400;
  const wit::TypeDef& def = model[id];
  Speller speller(model, [&](wit::TypeId inner) { return model[inner].name; }, true);
  std::string kind, members;
  const auto add = [&](const std::string& text) {
    if (members.size() < kLongest) members += (members.empty() ? "" : ", ") + text;
  };
  if (const auto* record = std::get_if<wit::Record>(&def.kind)) {
    kind = "record ";
    for (const auto& field : record->fields) add(field.name + ": " + speller.type(field.type, kLongest));
  } else if (const auto* e = std::get_if<wit::Enum>(&def.kind)) {
    kind = "enum ";
    for (const auto& label : e->cases) add(label.name);
  } else if (const auto* variant = std::get_if<wit::Variant>(&def.kind)) {
    kind = "variant ";
    for (const auto& c : variant->cases)
      add(c.name + (c.type ? "(" + speller.type(*c.type, kLongest) + ")" : ""));
  } else if (const auto* flags = std::get_if<wit::Flags>(&def.kind)) {
    kind = "flags ";
    for (const auto& label : flags->flags) add(label.name);
  }
  return "; " + kind + def.name + " { " + members + " }";
}

std::size_t first_param(const wit::Function& function) {
  return function.kind == wit::FunctionKind::method ? 1 : 0;
}

std::string names_only_in(const wit::Function& function, const wit::Function& other) {
  std::set<std::string> known;
  for (const wit::Param& param : other.params) known.insert(param.name);
  std::string out;
  for (const wit::Param& param : function.params) {
    if (!known.contains(param.name)) out += (out.empty() ? "`" : ", `") + param.name + "`";
  }
  return out;
}

std::string number_of(std::size_t count) {
  return count == 1 ? "1 parameter" : std::to_string(count) + " parameters";
}

Receiver receiver_of_params(Caller caller) {
  if (caller == Caller::both) return Receiver::both;
  return caller == Caller::plugin ? Receiver::host : Receiver::plugin;
}

Receiver receiver_of_result(Caller caller) {
  if (caller == Caller::both) return Receiver::both;
  return caller == Caller::plugin ? Receiver::plugin : Receiver::host;
}

}  // namespace

std::string display_name(const wit::Function& function) {
  const std::size_t end = function.name.find(']');
  if (end == std::string::npos) return function.name;
  const bool constructor = function.kind == wit::FunctionKind::constructor;
  return function.name.substr(end + 1) + (constructor ? ".constructor" : "");
}

void FunctionCompare::add(const std::string& rule, const std::string& message, const Difference& difference) {
  Finding finding = blank_;
  finding.rule = rule;
  finding.message = message;
  finding.help = kFrozen;
  if (difference.host) finding.host += expanded(host_, *difference.host);
  if (difference.plugin) finding.plugin += expanded(plugin_, *difference.plugin);
  if (rule.starts_with("FIELD_"))
    finding.help = "records can't change: add a new record and a new function for it (docs/evolution.md)";
  found_.push_back(std::move(finding));
}

void FunctionCompare::one(const std::string& rule, const std::string& subject,
                          const std::optional<wit::Type>& host, const std::optional<wit::Type>& plugin,
                          Receiver receiver) {
  const auto difference = types_.compare(host, plugin, receiver);
  if (!difference) return;
  const std::string whose = subject + " of `" + blank_.function + "`";
  if (!difference->rule.empty()) return add(difference->rule, whose + ": " + difference->detail, *difference);
  const std::string h = host ? "is `" + types_.spell_host(*host) + "`" : "is absent";
  const std::string p = plugin ? "`" + types_.spell_plugin(*plugin) + "`" : "absent";
  add(rule, whose + " " + h + " at the host and " + p + " in the plugin");
}

void FunctionCompare::count(const wit::Function& host, const wit::Function& plugin) {
  const bool added = plugin.params.size() > host.params.size();
  const std::string names = added ? names_only_in(plugin, host) : names_only_in(host, plugin);
  std::string message = "`" + blank_.function + "` has " + number_of(host.params.size() - first_param(host)) +
                        " at the host and " + std::to_string(plugin.params.size() - first_param(plugin)) +
                        " in the plugin";
  if (!names.empty())
    message += ", which has " + std::string(added ? names : "no " + names) + (added ? " too" : "");
  add(added ? "PARAMETER_ADDED" : "PARAMETER_REMOVED", message);
}

void FunctionCompare::params(const wit::Function& host, const wit::Function& plugin, Caller caller) {
  if (host.params.size() != plugin.params.size()) return count(host, plugin);
  for (std::size_t i = first_param(host); i < host.params.size(); ++i) {
    one("PARAMETER_RETYPED", "parameter `" + host.params[i].name + "`", host.params[i].type,
        plugin.params[i].type, receiver_of_params(caller));
  }
}

void FunctionCompare::result(const wit::Function& host, const wit::Function& plugin, Caller caller) {
  const Receiver receiver = receiver_of_result(caller);
  const auto* h = host.result ? host_.as<wit::Result>(*host.result) : nullptr;
  const auto* p = plugin.result ? plugin_.as<wit::Result>(*plugin.result) : nullptr;
  if (!h || !p) return one("RESULT_RETYPED", "the result", host.result, plugin.result, receiver);
  one("RESULT_RETYPED", "the result", h->ok, p->ok, receiver);
  one("ERROR_RETYPED", "the error", h->err, p->err, receiver);
}

void FunctionCompare::compare(const std::string& interface, const wit::Function& host,
                              const wit::Function& plugin, Caller caller, std::vector<Finding>& out) {
  blank_ = {{}, interface, display_name(host), {}, signature(host_, host), signature(plugin_, plugin), {}};
  found_.clear();
  if (host.async != plugin.async) {
    add("ASYNC_CHANGED", "`" + blank_.function + "` is async on one side only");
  }
  params(host, plugin, caller);
  result(host, plugin, caller);
  std::ranges::move(found_, std::back_inserter(out));
  found_.clear();
}

bool FunctionCompare::fits(const wit::Function& host, const wit::Function& plugin, Caller caller) {
  std::vector<Finding> found;
  compare({}, host, plugin, caller, found);
  return found.empty();
}

}  // namespace tenon::abi

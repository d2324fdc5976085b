// SPDX-License-Identifier: MIT
#include "abi/wit_writer.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

#include "abi/gate.hpp"
#include "abi/spell.hpp"

namespace tenon::abi {
namespace {

constexpr auto kKeywords = std::to_array<std::string_view>(
    {"as",   "async", "bool",   "borrow", "char",    "constructor", "enum",     "error-context", "export",
     "f32",  "f64",   "flags",  "from",   "func",    "future",      "import",   "include",       "interface",
     "list", "map",   "option", "own",    "package", "record",      "resource", "result",        "s16",
     "s32",  "s64",   "s8",     "static", "stream",  "string",      "tuple",    "type",          "u16",
     "u32",  "u64",   "u8",     "use",    "variant", "with",        "world"});

const char* keyword_of(const wit::TypeDef& def) {
  if (std::holds_alternative<wit::Record>(def.kind)) return "record ";
  if (std::holds_alternative<wit::Variant>(def.kind)) return "variant ";
  if (std::holds_alternative<wit::Enum>(def.kind)) return "enum ";
  return "flags ";
}

constexpr std::string_view kBlank = " \t\r\v\f";

std::vector<std::string_view> trimmed_lines(std::string_view docs) {
  std::vector<std::string_view> lines;
  while (!docs.empty()) {
    const std::size_t end = std::min(docs.find('\n'), docs.size());
    const std::string_view text = docs.substr(0, end);
    lines.push_back(text.substr(0, text.find_last_not_of(kBlank) + 1));
    docs.remove_prefix(std::min(end + 1, docs.size()));
  }
  return lines;
}

/// What all lines have in front: a reader takes it away, so it can't be in a text that reads back to itself.
std::size_t common_indent(const std::vector<std::string_view>& lines) {
  std::size_t indent = std::string_view::npos;
  for (const std::string_view line : lines)
    if (!line.empty()) indent = std::min(indent, line.find_first_not_of(kBlank));
  return indent;
}

}  // namespace

std::string escaped(const std::string& name) {
  return std::ranges::find(kKeywords, name) == kKeywords.end() ? name : "%" + name;
}

std::string escaped(const wit::PackageName& package) {
  std::string out = escaped(package.ns) + ":" + escaped(package.name);
  return package.version ? out + "@" + package.version->text() : out;
}

Members members_of(const wit::Model& model, const Interface& interface) {
  Members members;
  const auto take = [&](const std::vector<Slot>& slots) {
    for (const Slot& slot : slots)
      if (slot.function->kind != wit::FunctionKind::freestanding)
        members[model.resolve_resource(slot.function->resource)].push_back(slot.function);
  };
  take(interface.functions);
  for (const Resource& resource : interface.resources) take(resource.methods);
  return members;
}

void WitWriter::enter(const Scope& scope, wit::PackageId package) {
  scope_ = &scope;
  package_ = package;
}

void WitWriter::line(const std::string& text) {
  if (wants_gap_) out_ += "\n";
  wants_gap_ = false;
  out_ += indent_ + text + "\n";
}

void WitWriter::gap() { wants_gap_ = true; }

void WitWriter::open(const std::string& head) {
  line(head + " {");
  indent_ += "  ";
}

void WitWriter::close() {
  wants_gap_ = false;
  indent_.resize(indent_.size() - 2);
  line("}");
  gap();
}

void WitWriter::docs(const std::string& docs) {
  const std::vector<std::string_view> lines = trimmed_lines(docs);
  const std::size_t indent = common_indent(lines);
  for (const std::string_view text : lines)
    line(text.empty() ? "///" : "/// " + std::string(text.substr(indent)));
}

void WitWriter::gate(const Since& effective, const wit::Stability& own) {
  if (!effective.feature.empty()) line("@unstable(feature = " + escaped(effective.feature) + ")");
  if (effective.version) line(since_text(*effective.version));
  if (own.deprecated) line("@deprecated(version = " + own.deprecated->text() + ")");
}

std::string WitWriter::path(wit::InterfaceId interface, wit::PackageId from) const {
  const wit::Interface& i = model_[interface];
  if (i.package == from) return escaped(i.name);
  const wit::PackageName& package = model_[i.package].name;
  std::string out = escaped(package.ns) + ":" + escaped(package.name) + "/" + escaped(i.name);
  return package.version ? out + "@" + package.version->text() : out;
}

void WitWriter::uses() {
  const auto& uses = scope_->uses;
  for (std::size_t i = 0; i < uses.size();) {
    const wit::InterfaceId from = uses[i].from;
    std::string names;
    for (; i < uses.size() && uses[i].from == from; ++i) {
      names += (names.empty() ? "" : ", ") + escaped(uses[i].name);
      if (uses[i].local != uses[i].name) names += " as " + escaped(uses[i].local);
    }
    line("use " + path(from, package_) + ".{" + names + "};");
  }
  if (!uses.empty()) gap();
}

std::string WitWriter::spell(const wit::Type& type) const {
  const auto name = [this](wit::TypeId id) {
    const auto found = scope_->names.find(id);
    return escaped(found == scope_->names.end() ? model_[id].name : found->second);
  };
  return Speller(model_, name, false).type(type);
}

std::string WitWriter::params(const wit::Function& function) const {
  std::string out;
  for (std::size_t i = function.kind == wit::FunctionKind::method ? 1 : 0; i < function.params.size(); ++i) {
    const wit::Param& param = function.params[i];
    out += (out.empty() ? "" : ", ") + escaped(param.name) + ": " + spell(param.type);
  }
  return "(" + out + ")";
}

/// What follows a function's name: "func(text: string) -> string"; of a constructor all of it.
std::string WitWriter::after_name(const wit::Function& function) const {
  const bool constructor = function.kind == wit::FunctionKind::constructor;
  std::string out = constructor ? "constructor" : function.async ? "async func" : "func";
  out += params(function);
  const bool says_result =
      function.result && (!constructor || model_.as<wit::Result>(*function.result) != nullptr);
  return says_result ? out + " -> " + spell(*function.result) : out;
}

void WitWriter::function(const wit::Function& function, const Since& since, const std::string& prefix) {
  docs(function.docs);
  gate(since, function.stability);
  const bool constructor = function.kind == wit::FunctionKind::constructor;
  const std::string name = constructor ? "" : escaped(std::string(function.item_name())) + ": ";
  const std::string is_static = function.kind == wit::FunctionKind::static_ ? "static " : "";
  line(prefix + name + is_static + after_name(function) + ";");
}

void WitWriter::resource(wit::TypeId id, const Members& members, const wit::Stability& outer) {
  const wit::TypeDef& def = model_[id];
  const auto functions = members.find(id);
  if (functions == members.end()) return line("resource " + escaped(def.name) + ";");
  open("resource " + escaped(def.name));
  for (const wit::Function* f : functions->second) {
    function(*f, newest({&f->stability, &def.stability, &outer}), "");
  }
  close();
}

void WitWriter::member(const std::string& doc, const std::string& text) {
  docs(doc);
  line(text + ",");
}

void WitWriter::members(const wit::TypeDef& def) {
  if (const auto* record = std::get_if<wit::Record>(&def.kind)) {
    for (const auto& f : record->fields) member(f.docs, escaped(f.name) + ": " + spell(f.type));
  } else if (const auto* variant = std::get_if<wit::Variant>(&def.kind)) {
    for (const auto& c : variant->cases) {
      member(c.docs, escaped(c.name) + (c.type ? "(" + spell(*c.type) + ")" : ""));
    }
  } else if (const auto* e = std::get_if<wit::Enum>(&def.kind)) {
    for (const auto& label : e->cases) member(label.docs, escaped(label.name));
  } else if (const auto* flags = std::get_if<wit::Flags>(&def.kind)) {
    for (const auto& label : flags->flags) member(label.docs, escaped(label.name));
  }
}

void WitWriter::type(wit::TypeId id, const Members& members_of, const wit::Stability& outer) {
  const wit::TypeDef& def = model_[id];
  docs(def.docs);
  gate(newest({&def.stability, &outer}), def.stability);
  if (std::holds_alternative<wit::Resource>(def.kind)) {
    resource(id, members_of, outer);
  } else {
    open(keyword_of(def) + escaped(def.name));
    members(def);
    close();
  }
  gap();
}

}  // namespace tenon::abi

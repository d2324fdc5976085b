// SPDX-License-Identifier: MIT
//
// The texts that are hashed (docs/abi.md, "Hashes"). Every type that is no primitive gets a line of
// its own, `t<n> = ...`, in which its parts are numbers already: equal structures share a line, and
// the text stays linear in the source however deep types nest.
#include <sodium.h>

#include <algorithm>
#include <unordered_map>

#include "abi/canonical.hpp"
#include "abi/walk.hpp"

namespace tenon::abi {
namespace {

class HashText {
 public:
  HashText(const wit::Model& model, const std::string& head)
      : model_(model), walk_(model), out_(head + "\n") {}

  void functions(const std::vector<Slot>& slots) {
    for (std::size_t i = 0; i < slots.size(); ++i) function(i, *slots[i].function);
  }
  void resource(const Resource& resource) {
    out_ += "resource " + resource.id + "\n";
    functions(resource.methods);
  }
  std::string take() { return std::move(out_); }

 private:
  void function(std::size_t slot, const wit::Function& function);
  std::string name(const wit::Type& type) const;
  std::string optional(const std::optional<wit::Type>& type) const { return type ? name(*type) : "_"; }
  void define_below(const wit::Type& type);
  void define(wit::TypeId id);
  std::string line(const wit::TypeDef& def) const;

  std::string members(const std::vector<wit::Field>& fields) const;
  std::string members(const std::vector<wit::Case>& cases) const;
  static std::string members(const std::vector<wit::Label>& labels);
  std::string members(const std::vector<wit::Type>& types) const;

  const wit::Model& model_;
  TypeWalk walk_;
  std::unordered_map<std::uint32_t, std::string> names_;  ///< by type: "t3", "u32"; few of a model's many
  std::unordered_map<std::string, std::string> lines_;
  std::string out_;
};

void HashText::function(std::size_t slot, const wit::Function& function) {
  const bool method = function.kind == wit::FunctionKind::method;
  std::vector<wit::Type> params;
  for (const wit::Param& param : function.params) params.push_back(param.type);
  if (method && !params.empty()) params.erase(params.begin());  // the object itself
  for (const wit::Type& type : params) define_below(type);
  if (function.result) define_below(*function.result);
  out_ += std::to_string(slot) + (function.async ? " async " : " ");
  out_ += method ? function.item_name() : std::string_view(function.name);
  out_ += "(" + members(params) + ")";
  if (function.result) out_ += " -> " + name(*function.result);
  out_ += "\n";
}

void HashText::define_below(const wit::Type& type) {
  for (wit::TypeId id : walk_.enter(type)) define(id);
}

std::string HashText::name(const wit::Type& type) const {
  if (const auto* primitive = std::get_if<wit::Primitive>(&type)) return std::string(name_of(*primitive));
  const auto found = names_.find(std::get<wit::TypeId>(type).index);
  return found == names_.end() ? std::string() : found->second;  // resources have none
}

void HashText::define(wit::TypeId id) {
  const wit::TypeDef& def = model_[id];
  if (std::holds_alternative<wit::Resource>(def.kind)) return;  // handles name it by its id
  if (const auto* alias = std::get_if<wit::Alias>(&def.kind)) {
    names_[id.index] = name(alias->end);
    return;
  }
  const auto [place, is_new] = lines_.try_emplace(line(def), "t" + std::to_string(lines_.size()));
  if (is_new) out_ += place->second + " = " + place->first + "\n";
  names_[id.index] = place->second;
}

std::string joined(const std::vector<std::string>& parts) {
  std::string out;
  for (const std::string& part : parts) out += (out.empty() ? "" : ", ") + part;
  return out;
}

std::string HashText::members(const std::vector<wit::Field>& fields) const {
  std::vector<std::string> parts;
  for (const wit::Field& field : fields) parts.push_back(field.name + ": " + name(field.type));
  return joined(parts);
}

std::string HashText::members(const std::vector<wit::Case>& cases) const {
  std::vector<std::string> parts;
  for (const wit::Case& c : cases) parts.push_back(c.name + (c.type ? "(" + name(*c.type) + ")" : ""));
  return joined(parts);
}

std::string HashText::members(const std::vector<wit::Label>& labels) {
  std::vector<std::string> parts;
  for (const wit::Label& label : labels) parts.push_back(label.name);
  return joined(parts);
}

std::string HashText::members(const std::vector<wit::Type>& types) const {
  std::vector<std::string> parts;
  for (const wit::Type& type : types) parts.push_back(name(type));
  return joined(parts);
}

std::string HashText::line(const wit::TypeDef& def) const {
  using namespace wit;
  if (const auto* record = std::get_if<Record>(&def.kind)) return "record {" + members(record->fields) + "}";
  if (const auto* variant = std::get_if<Variant>(&def.kind))
    return "variant {" + members(variant->cases) + "}";
  if (const auto* e = std::get_if<Enum>(&def.kind)) return "enum {" + members(e->cases) + "}";
  if (const auto* flags = std::get_if<Flags>(&def.kind)) return "flags {" + members(flags->flags) + "}";
  if (const auto* tuple = std::get_if<Tuple>(&def.kind)) return "tuple<" + members(tuple->types) + ">";
  if (const auto* option = std::get_if<Option>(&def.kind)) return "option<" + name(option->type) + ">";
  if (const auto* list = std::get_if<List>(&def.kind)) return "list<" + name(list->type) + ">";
  if (const auto* r = std::get_if<Result>(&def.kind)) {
    return "result<" + optional(r->ok) + ", " + optional(r->err) + ">";
  }
  if (const auto* list = std::get_if<FixedList>(&def.kind)) {
    return "list<" + name(list->type) + ", " + std::to_string(list->size) + ">";
  }
  if (const auto* map = std::get_if<Map>(&def.kind))
    return "map<" + name(map->key) + ", " + name(map->value) + ">";
  if (const auto* future = std::get_if<Future>(&def.kind)) return "future<" + optional(future->type) + ">";
  if (const auto* stream = std::get_if<Stream>(&def.kind)) return "stream<" + optional(stream->type) + ">";
  if (const auto* handle = std::get_if<Handle>(&def.kind)) {
    return (handle->owned ? "own<" : "borrow<") + resource_id(model_, handle->resource) + ">";
  }
  return {};  // aliases and resources have no line
}

}  // namespace

std::string hash_text(const wit::Model& model, const Interface& interface) {
  HashText text(model, "interface " + interface.id);
  text.functions(interface.functions);
  for (const Resource& resource : interface.resources) text.resource(resource);
  return text.take();
}

std::string hash_text(const wit::Model& model, const Resource& resource) {
  HashText text(model, "resource " + resource.id);
  text.functions(resource.methods);
  return text.take();
}

Hash hash_of(std::string_view text) {
  std::array<unsigned char, crypto_hash_sha256_BYTES> whole{};
  crypto_hash_sha256(whole.data(), reinterpret_cast<const unsigned char*>(text.data()), text.size());
  Hash half{};
  std::copy_n(whole.begin(), half.size(), half.begin());
  return half;
}

}  // namespace tenon::abi

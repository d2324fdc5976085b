// SPDX-License-Identifier: MIT
#include "abi/spell.hpp"

#include "abi/canonical.hpp"

namespace tenon::abi {

std::string Speller::type(const wit::Type& type, std::size_t longest) {
  out_.clear();
  longest_ = longest;
  add(type);
  if (out_.size() > longest_) out_ = out_.substr(0, longest_) + "...";
  return std::move(out_);
}

void Speller::add(const wit::Type& type) {
  if (out_.size() > longest_) return;
  const wit::Type target = model_.resolve(type);
  if (depth_ == kDeepestSpelling) {
    out_ += "...";
  } else if (const auto* primitive = std::get_if<wit::Primitive>(&target)) {
    out_ += name_of(*primitive);
  } else {
    const auto id = std::get<wit::TypeId>(target);
    ++depth_;
    add(model_[id], id);
    --depth_;
  }
}

void Speller::add(const std::optional<wit::Type>& type) {
  if (type) {
    add(*type);
  } else {
    out_ += "_";
  }
}

void Speller::add_list(const std::vector<wit::Type>& types) {
  for (std::size_t i = 0; i < types.size() && out_.size() <= longest_; ++i) {
    if (i != 0) out_ += ", ";
    add(types[i]);
  }
}

void Speller::add_handle(const wit::Handle& handle) {
  const std::string name = name_of_(model_.resolve_resource(handle.resource));
  if (!handle.owned) {
    out_ += "borrow<" + name + ">";
  } else {
    out_ += says_own_ ? "own<" + name + ">" : name;
  }
}

void Speller::add_result(const wit::Result& result) {
  out_ += "result";
  if (!result.ok && !result.err) return;
  out_ += "<";
  add(result.ok);
  if (result.err) {
    out_ += ", ";
    add(*result.err);
  }
  out_ += ">";
}

void Speller::add_optional(const char* keyword, const std::optional<wit::Type>& type) {
  out_ += keyword;
  if (!type) return;
  out_ += "<";
  add(*type);
  out_ += ">";
}

void Speller::add(const wit::TypeDef& def, wit::TypeId id) {
  const auto wrapped = [&](const char* open, const std::vector<wit::Type>& types, const std::string& close) {
    out_ += open;
    add_list(types);
    out_ += close;
  };
  if (const auto* list = std::get_if<wit::List>(&def.kind)) return wrapped("list<", {list->type}, ">");
  if (const auto* option = std::get_if<wit::Option>(&def.kind))
    return wrapped("option<", {option->type}, ">");
  if (const auto* tuple = std::get_if<wit::Tuple>(&def.kind)) return wrapped("tuple<", tuple->types, ">");
  if (const auto* map = std::get_if<wit::Map>(&def.kind)) return wrapped("map<", {map->key, map->value}, ">");
  if (const auto* list = std::get_if<wit::FixedList>(&def.kind)) {
    return wrapped("list<", {list->type}, ", " + std::to_string(list->size) + ">");
  }
  if (const auto* result = std::get_if<wit::Result>(&def.kind)) return add_result(*result);
  if (const auto* future = std::get_if<wit::Future>(&def.kind)) return add_optional("future", future->type);
  if (const auto* stream = std::get_if<wit::Stream>(&def.kind)) return add_optional("stream", stream->type);
  if (const auto* handle = std::get_if<wit::Handle>(&def.kind)) return add_handle(*handle);
  out_ += name_of_(id);
}

namespace {

constexpr std::size_t kLongestSignature = 300;

/// "document.feed", "document: constructor" ... up to the parameters.
std::string head_of(const wit::Model& model, const wit::Function& function) {
  using enum wit::FunctionKind;
  const std::string keyword = function.async ? "async func" : "func";
  if (function.kind == freestanding) return function.name + ": " + keyword;
  const std::string& resource = model[model.resolve_resource(function.resource)].name;
  if (function.kind == constructor) return resource + ": constructor";
  return resource + "." + std::string(function.item_name()) + ": " +
         (function.kind == static_ ? "static " : "") + keyword;
}

}  // namespace

std::string signature(const wit::Model& model, const wit::Function& function) {
  Speller speller(model, [&](wit::TypeId id) { return model[id].name; }, true);
  std::string out = head_of(model, function) + "(";
  const std::size_t first = function.kind == wit::FunctionKind::method ? 1 : 0;
  for (std::size_t i = first; i < function.params.size(); ++i) {
    const wit::Param& param = function.params[i];
    out += (i == first ? "" : ", ") + param.name + ": " + speller.type(param.type, kLongestSignature);
  }
  out += ")";
  if (function.result) out += " -> " + speller.type(*function.result, kLongestSignature);
  return out;
}

}  // namespace tenon::abi

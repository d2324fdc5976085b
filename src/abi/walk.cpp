// SPDX-License-Identifier: MIT
#include "abi/walk.hpp"

namespace tenon::abi {
namespace {

using Parts = std::vector<wit::Type>;

void add(Parts& parts, const std::optional<wit::Type>& type) {
  if (type) parts.push_back(*type);
}

struct PartsOf {
  Parts operator()(const wit::Record& record) const {
    Parts parts;
    for (const wit::Field& field : record.fields) parts.push_back(field.type);
    return parts;
  }
  Parts operator()(const wit::Variant& variant) const {
    Parts parts;
    for (const wit::Case& c : variant.cases) add(parts, c.type);
    return parts;
  }
  Parts operator()(const wit::Result& result) const {
    Parts parts;
    add(parts, result.ok);
    add(parts, result.err);
    return parts;
  }
  Parts operator()(const wit::Future& future) const { return optional(future.type); }
  Parts operator()(const wit::Stream& stream) const { return optional(stream.type); }
  Parts operator()(const wit::Enum&) const { return {}; }
  Parts operator()(const wit::Flags&) const { return {}; }
  Parts operator()(const wit::Resource&) const { return {}; }
  Parts operator()(const wit::Tuple& tuple) const { return tuple.types; }
  Parts operator()(const wit::Option& option) const { return {option.type}; }
  Parts operator()(const wit::List& list) const { return {list.type}; }
  Parts operator()(const wit::FixedList& list) const { return {list.type}; }
  Parts operator()(const wit::Map& map) const { return {map.key, map.value}; }
  Parts operator()(const wit::Handle& handle) const { return {handle.resource}; }
  Parts operator()(const wit::Alias& alias) const { return {alias.end}; }

 private:
  static Parts optional(const std::optional<wit::Type>& type) {
    Parts parts;
    add(parts, type);
    return parts;
  }
};

}  // namespace

std::vector<wit::Type> parts_of(const wit::TypeDef& def) { return std::visit(PartsOf{}, def.kind); }

std::vector<wit::Type> types_of(const wit::Function& function) {
  std::vector<wit::Type> types;
  for (const wit::Param& param : function.params) types.push_back(param.type);
  if (function.result) types.push_back(*function.result);
  return types;
}

void TypeWalk::push(const wit::Type& type, std::vector<Frame>& stack) {
  const auto* id = std::get_if<wit::TypeId>(&type);
  if (!id || seen_[id->index]) return;
  seen_[id->index] = true;
  stack.push_back({*id, parts_of(model_[*id])});
}

std::vector<wit::TypeId> TypeWalk::enter(const wit::Type& root) {
  std::vector<wit::TypeId> order;
  std::vector<Frame> stack;
  push(root, stack);
  while (!stack.empty()) {
    Frame& top = stack.back();
    if (top.next == top.parts.size()) {
      order.push_back(top.id);
      stack.pop_back();
    } else {
      const wit::Type part = top.parts[top.next++];
      push(part, stack);  // may move `top`
    }
  }
  return order;
}

}  // namespace tenon::abi

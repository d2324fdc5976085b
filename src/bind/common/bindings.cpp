// SPDX-License-Identifier: MIT
#include "bind/common/bindings.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <variant>

#include "abi/walk.hpp"

namespace tenon::bind {
namespace {

/// Depth first over everything that types and interfaces mention; on a stack of its own, since a chain of
/// aliases may be of any length.
class Reach {
 public:
  /// `only`: types that other interfaces or worlds own are left out, with all below them.
  explicit Reach(const wit::Model& model, std::optional<wit::InterfaceId> only = {})
      : model_(model), only_(only) {}

  void function(const wit::Function& f) {
    for (const wit::Type& t : abi::types_of(f)) type(t);
  }

  void type(const wit::Type& t) {
    if (const auto* id = std::get_if<wit::TypeId>(&t)) push(*id);
    run();
  }

  void interface(wit::InterfaceId id) {
    push(id);
    run();
  }

  std::vector<wit::InterfaceId> order;
  std::vector<wit::TypeId> types;  ///< dependencies first

 private:
  using Node = std::variant<wit::InterfaceId, wit::TypeId>;
  struct Frame {
    std::optional<Node> done;  ///< what is complete behind the last of its parts
    std::vector<Node> parts;
    std::size_t next = 0;
  };

  void push(wit::InterfaceId id) {
    if (!begun_.insert(id).second) return;
    Frame frame{id, {}};
    for (const wit::NamedType& t : model_[id].types) frame.parts.push_back(t.id);
    for (const wit::Function& f : model_[id].functions) add(frame, abi::types_of(f));
    stack_.push_back(std::move(frame));
  }

  void push(wit::TypeId id) {
    if (seen_.contains(id) || is_left_out(model_[id].owner)) return;
    const auto* owner = std::get_if<wit::InterfaceId>(&model_[id].owner);
    if (owner && !only_ && !begun_.contains(*owner)) {
      // As one of its interface's types: else that would be complete before what this one mentions.
      stack_.push_back({std::nullopt, {*owner, id}});
      return;
    }
    seen_.insert(id);
    Frame frame{id, {}};
    // Each link of a chain: an interface that a type only passes through is mentioned as well.
    const auto* alias = std::get_if<wit::Alias>(&model_[id].kind);
    add(frame, alias ? std::vector{alias->type} : abi::parts_of(model_[id]));
    stack_.push_back(std::move(frame));
  }

  static void add(Frame& frame, const std::vector<wit::Type>& types) {
    for (const wit::Type& t : types)
      if (const auto* id = std::get_if<wit::TypeId>(&t)) frame.parts.push_back(*id);
  }

  void run() {
    while (!stack_.empty()) {
      Frame& top = stack_.back();
      if (top.next < top.parts.size()) {
        const Node part = top.parts[top.next++];
        std::visit([&](auto id) { push(id); }, part);  // may move `top`
        continue;
      }
      if (top.done) std::visit([&](auto id) { complete(id); }, *top.done);
      stack_.pop_back();
    }
  }

  bool is_left_out(const wit::Owner& owner) const {
    return only_ && !std::holds_alternative<std::monostate>(owner) && owner != wit::Owner(*only_);
  }

  void complete(wit::InterfaceId id) { order.push_back(id); }
  void complete(wit::TypeId id) { types.push_back(id); }

  const wit::Model& model_;
  std::optional<wit::InterfaceId> only_;
  std::set<wit::InterfaceId> begun_;
  std::set<wit::TypeId> seen_;
  std::vector<Frame> stack_;
};

}  // namespace

bool newer_than_base(const BaseVersions& base, const abi::Interface& interface, const abi::Slot& slot) {
  if (!slot.since.version) return false;
  const std::string package = interface.name.substr(0, interface.name.find('/'));
  const auto raised = std::ranges::find(base, package, &std::pair<std::string, wit::Version>::first);
  if (raised != base.end()) return *slot.since.version > raised->second;
  // The start of the track: 1.0.0 of 1.x, 0.2.0 of 0.2.x, 0.0.3 of 0.0.3.
  wit::Version start = *slot.since.version;
  if (start.major > 0) start.minor = 0;
  if (start.major > 0 || start.minor > 0) start.patch = 0;
  if (start.pre.empty()) return *slot.since.version > start;
  return false;
}

bool yields(const abi::Interface& one, const abi::Interface& other) {
  return one.id == abi::kState && other.id != abi::kState;
}

std::vector<wit::InterfaceId> reached_interfaces(const wit::Model& model, const abi::World& world) {
  Reach reach(model);
  for (const auto* side : {&world.imports, &world.exports})
    for (const abi::Interface& interface : *side) {
      for (const abi::Slot& slot : interface.functions) reach.function(*slot.function);
      if (interface.interface) reach.interface(*interface.interface);
    }
  return reach.order;
}

std::vector<wit::TypeId> own_types(const wit::Model& model, wit::InterfaceId interface,
                                   const std::vector<bool>& in_profile) {
  const auto is_foreign = [&](wit::TypeId id) {
    const auto* alias = std::get_if<wit::Alias>(&model[id].kind);
    const auto* target = alias ? std::get_if<wit::TypeId>(&alias->type) : nullptr;
    return target && !model[*target].name.empty() && model[*target].owner != model[id].owner;
  };
  std::set<wit::TypeId> own;
  for (const wit::NamedType& type : model[interface].types)
    if (!is_foreign(type.id)) own.insert(type.id);
  Reach reach(model, interface);
  for (const wit::NamedType& type : model[interface].types)
    if (own.contains(type.id)) reach.type(type.id);
  std::erase_if(reach.types, [&](wit::TypeId id) { return !own.contains(id) || !in_profile[id.index]; });
  return std::move(reach.types);
}

}  // namespace tenon::bind

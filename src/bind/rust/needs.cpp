// SPDX-License-Identifier: MIT
#include "bind/rust/needs.hpp"

#include "bind/rust/signature.hpp"
#include "bind/rust/types.hpp"

namespace tenon::bind::rust {
namespace {

class Walk {
 public:
  explicit Walk(const Surface& surface) : surface_(surface), model_(*surface.model) {}

  Needs run() {
    for (const Face& face : surface_.faces) {
      const Types types(surface_, face, Types::From::glue);
      types_ = &types;
      for (const wit::NamedType& type : face.types) enter(type.id);
      for (const abi::Interface* side : {face.imports, face.exports})
        if (side) functions(side->functions);
      for (const abi::Resource* resource : face.resources) functions(resource->methods);
    }
    return std::move(needs_);
  }

 private:
  void functions(const std::vector<abi::Slot>& slots) {
    for (const abi::Slot& slot : slots) {
      for (const wit::Param& param : slot.function->params) enter(param.type);
      if (const wit::Result* result = whole_result(surface_, *slot.function)) {
        if (result->ok) enter(*result->ok);
        if (result->err) enter(*result->err);
      } else if (slot.function->result) {
        enter(*slot.function->result);
      }
    }
  }

  void enter(const wit::Type& type) {
    const wit::Type target = model_.resolve(type);
    const auto* id = std::get_if<wit::TypeId>(&target);
    if (!id || !seen_.insert(*id).second) return;
    note(model_[*id].kind);
    types_->parts(target, [&](const wit::Type& part) { enter(part); });
  }

  void note(const wit::TypeKind& kind) {
    needs_.compounds |=
        std::holds_alternative<wit::Option>(kind) || std::holds_alternative<wit::Result>(kind);
    needs_.lists |= std::holds_alternative<wit::List>(kind);
    needs_.flags |= std::holds_alternative<wit::Flags>(kind);
    needs_.resources |=
        std::holds_alternative<wit::Resource>(kind) || std::holds_alternative<wit::Handle>(kind);
    if (const auto* tuple = std::get_if<wit::Tuple>(&kind)) needs_.tuples.insert(tuple->types.size());
  }

  const Surface& surface_;
  const wit::Model& model_;
  const Types* types_ = nullptr;
  std::set<wit::TypeId> seen_;
  Needs needs_;
};

}  // namespace

Needs needs_of(const Surface& surface) { return Walk(surface).run(); }

}  // namespace tenon::bind::rust

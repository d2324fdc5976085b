// SPDX-License-Identifier: MIT
#include "bind/rust/collisions.hpp"

#include "bind/common/names.hpp"
#include "bind/rust/faces.hpp"
#include "bind/rust/signature.hpp"
#include "bind/rust/types.hpp"

namespace tenon::bind::rust {
namespace {

class Refusals {
 public:
  explicit Refusals(const Surface& surface) : surface_(surface), model_(*surface.model) {}

  std::vector<wit::Diagnostic> run() {
    Scope accessors;
    for (const char* own : {"dir", "clone"}) accessors.take(own, "a function of `Host`");
    for (const Face& face : surface_.faces) {
      if (face.import >= 0 && !face.contract->functions.empty())
        take(accessors, face.module, "interface `" + face.name + "`", {});
      types(face);
      if (face.contract) functions(face);
    }
    return std::move(found_);
  }

 private:
  void take(Scope& scope, const std::string& name, const std::string& origin, const wit::Span& span) {
    const std::optional<std::string> other = scope.take(name, origin);
    if (!other) return;
    found_.push_back({wit::Severity::error,
                      "T0301",
                      origin + " and " + *other + " are both `" + name + "` in Rust",
                      span,
                      "the second one",
                      {},
                      "rename one of them"});
  }

  void types(const Face& face) {
    Scope scope;
    const Types types(surface_, face, Types::From::face);
    scope.take("Imported", "the host's functions");
    if (face.exported) scope.take(face.trait, "the interface's own trait");
    for (const wit::NamedType& type : face.types) {
      const wit::TypeDef& def = model_[type.id];
      const std::string origin = "type `" + type.name + "`", name = type_name(type.name);
      take(scope, name, origin, def.span);
      if (const auto* record = std::get_if<wit::Record>(&def.kind)) {
        take(scope, name + "View", origin, def.span);
        fields(type, *record, types);
      }
      if (std::holds_alternative<wit::Resource>(def.kind))
        for (const char* suffix : {"Ref", "Object", "Impl"}) take(scope, name + suffix, origin, def.span);
      if (const auto* labels = std::get_if<wit::Enum>(&def.kind)) cases(*labels);
    }
  }

  void fields(const wit::NamedType& type, const wit::Record& record, const Types& types) {
    Scope scope;
    for (const wit::Field& field : record.fields)
      take(scope, names::value(Language::rust, field.name), "field `" + field.name + "`", field.span);
    if (!types.owns(type.id) || !types.borrows(type.id)) return;
    const wit::TypeDef& def = model_[type.id];
    found_.push_back(
        {wit::Severity::error,
         "T0302",
         "record `" + type.name + "` has own and borrowed handles, which Rust bindings can't express",
         def.span,
         "",
         {},
         "make two records of it"});
  }

  void cases(const wit::Enum& labels) {
    Scope scope;
    for (const wit::Label& label : labels.cases)
      take(scope, names::pascal(label.name), "case `" + label.name + "`", label.span);
  }

  void functions(const Face& face) {
    Scope scope;
    slots(scope, face.contract->functions);
    for (const abi::Resource* resource : face.resources) {
      Scope methods;
      methods.take("downcast_ref", "a function of every handle");
      methods.take("borrow", "a function of every handle");
      slots(methods, resource->methods);
    }
  }

  void slots(Scope& scope, const std::vector<abi::Slot>& slots) {
    for (const abi::Slot& slot : slots) {
      const wit::Function& function = *slot.function;
      const std::string name = function_name(surface_, function), origin = "function `" + function.name + "`";
      take(scope, name, origin, function.span);
      if (surface_.newer.contains(&function)) take(scope, "has_" + name, origin, function.span);
    }
  }

  const Surface& surface_;
  const wit::Model& model_;
  std::vector<wit::Diagnostic> found_;
};

}  // namespace

std::vector<wit::Diagnostic> refusals(const Surface& surface) { return Refusals(surface).run(); }

}  // namespace tenon::bind::rust

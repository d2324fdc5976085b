// SPDX-License-Identifier: MIT
#include "bind/rust/collisions.hpp"

#include <map>
#include <set>
#include <tuple>

#include "bind/common/names.hpp"
#include "bind/rust/signature.hpp"
#include "bind/rust/types.hpp"

namespace tenon::bind::rust {
namespace {

class Refusals {
 public:
  explicit Refusals(const Surface& surface) : surface_(surface), model_(*surface.model) {}

  std::vector<wit::Diagnostic> run() {
    for (const Face& face : surface_.faces) {
      types(face);
      for (const abi::Interface* side : {face.imports, face.exports}) {
        Scope scope;
        if (side) slots(scope, side->functions);
      }
      for (const abi::Resource* resource : face.resources) {
        Scope scope;
        slots(scope, resource->methods);
      }
    }
    return std::move(found_);
  }

 private:
  // The names of one scope, with what each comes from.
  struct Origin {
    std::string what;
    wit::Span span;
  };
  using Scope = std::map<std::string, Origin>;

  void take(Scope& scope, const std::string& name, const std::string& what, const wit::Span& span) {
    const auto [place, fresh] = scope.try_emplace(name, Origin{what, span});
    const Origin& first = place->second;
    if (fresh || first.what == what || !told_.insert({what, first.what, span.begin}).second) return;
    found_.push_back({wit::Severity::error,
                      "T0301",
                      what + " and " + first.what + " are both `" + name + "` in Rust",
                      span,
                      "the second one",
                      {{"the first one is here", first.span, true}},
                      "rename one of them"});
  }

  void types(const Face& face) {
    Scope scope;
    const Types types(surface_, face, Types::From::face);
    for (const wit::NamedType& type : face.types) {
      const wit::TypeDef& def = model_[type.id];
      const std::string origin = "type `" + type.name + "`";
      for (const std::string& name : types.names_of(type)) take(scope, name, origin, def.span);
      parts(def);
    }
  }

  void parts(const wit::TypeDef& def) {
    Scope scope;
    if (const auto* record = std::get_if<wit::Record>(&def.kind))
      for (const wit::Field& field : record->fields)
        take(scope, names::value(Language::rust, field.name), "field `" + field.name + "`", field.span);
    if (const auto* labels = std::get_if<wit::Enum>(&def.kind))
      for (const wit::Label& label : labels->cases)
        take(scope, case_name(label.name), "case `" + label.name + "`", label.span);
    if (const auto* variant = std::get_if<wit::Variant>(&def.kind))
      for (const wit::Case& one : variant->cases)
        take(scope, case_name(one.name), "case `" + one.name + "`", one.span);
    if (const auto* flags = std::get_if<wit::Flags>(&def.kind))
      for (const wit::Label& label : flags->flags)
        take(scope, names::upper(label.name), "flag `" + label.name + "`", label.span);
  }

  std::string origin_of(const wit::Function& function) const {
    const std::string item(function.item_name());
    if (function.kind == wit::FunctionKind::freestanding) return "function `" + item + "`";
    const std::string resource = "`" + model_[model_.resolve_resource(function.resource)].name + "`";
    if (function.kind == wit::FunctionKind::constructor) return "the constructor of " + resource;
    return (function.kind == wit::FunctionKind::method ? "method `" : "static `") + item + "` of " + resource;
  }

  void slots(Scope& scope, const std::vector<abi::Slot>& slots) {
    for (const abi::Slot& slot : slots) {
      const wit::Function& function = *slot.function;
      const std::string name = function_name(surface_, function), origin = origin_of(function);
      take(scope, name, origin, function.span);
      if (surface_.newer.contains(&function)) take(scope, "has_" + name, origin, function.span);
    }
  }

  const Surface& surface_;
  const wit::Model& model_;
  std::set<std::tuple<std::string, std::string, std::uint32_t>> told_;
  std::vector<wit::Diagnostic> found_;
};

}  // namespace

std::vector<wit::Diagnostic> refusals(const Surface& surface) { return Refusals(surface).run(); }

}  // namespace tenon::bind::rust

// SPDX-License-Identifier: MIT
//
// `@since`, `@unstable` and `@deprecated`.
#include <algorithm>

#include "wit/state.hpp"

namespace tenon::wit {
namespace {

using ast::Attribute;
using ast::AttributeKind;

bool same_version(const std::optional<Version>& a, const std::optional<Version>& b) {
  return a.has_value() == b.has_value() && (!a || (*a == *b && a->build == b->build));
}

const Attribute* find(const std::vector<const Attribute*>& attributes, AttributeKind kind) {
  const auto found = std::ranges::find(attributes, kind, &Attribute::kind);
  return found == attributes.end() ? nullptr : *found;
}

}  // namespace

bool same_stability(const Stability& a, const Stability& b) {
  return a.feature == b.feature && same_version(a.since, b.since) && same_version(a.deprecated, b.deprecated);
}

Stability State::stability_of(const std::vector<Attribute>& attributes) {
  std::vector<const Attribute*> gates;
  for (const Attribute& attribute : attributes) {
    if (attribute.kind != AttributeKind::external_id) gates.push_back(&attribute);
  }
  const Attribute* since = find(gates, AttributeKind::since);
  const Attribute* unstable = find(gates, AttributeKind::unstable);
  const Attribute* deprecated = find(gates, AttributeKind::deprecated);
  Stability stability;
  if (gates.size() == 1 && deprecated != nullptr) {
    report.error("T0012", deprecated->span, "must pair `@deprecated` with either `@since` or `@unstable`")
        .help = "say since when it was there as well, such as `@since(version = 1.0.0)`";
    return stability;
  }
  const auto kinds =
      static_cast<std::size_t>((since != nullptr) + (unstable != nullptr) + (deprecated != nullptr));
  if (kinds != gates.size() || (since != nullptr && unstable != nullptr)) {
    report.error("T0012", gates[1]->span, "unsupported combination of attributes").help =
        "an item has one of `@since` and `@unstable`, and perhaps `@deprecated`";
    return stability;
  }
  if (since != nullptr) stability.since = since->version;
  if (unstable != nullptr) stability.feature = unstable->feature;
  if (deprecated != nullptr) stability.deprecated = deprecated->version;
  return stability;
}

bool State::is_active(const Stability& stability) const {
  return stability.feature.empty() || all_features_ ||
         std::ranges::binary_search(features_, stability.feature);
}

bool State::is_included(const Stability& stability, PackageId package, Span span) {
  if (!stability.since) return is_active(stability);
  const PackageName& name = model[package].name;
  if (!name.version) {
    report
        .error(
            "T0128", span,
            "package `" + name.text() + "` contains a feature gate with a version, so it must have a version")
        .help = "give the package one: `package " + name.text() + "@1.0.0;`";
  } else if (*stability.since > *name.version) {
    report
        .error("T0127", span,
               "`@since` names version " + stability.since->text() + ", which package `" + name.text() +
                   "` hasn't reached")
        .help = "raise the package's version to " + stability.since->text() + ", or lower the gate's";
  }
  return true;
}

void State::report_excluded(const char* what, const std::string& name, const Stability& stability,
                            Span span) {
  std::string message = std::string("found a reference to ") + what;
  if (!name.empty()) message += " `" + name + "`";
  message += ", which is excluded because its feature is not active";
  Diagnostic& diagnostic = report.error("T0129", span, std::move(message));
  if (!stability.feature.empty()) {
    diagnostic.help =
        "put this item behind `@unstable(feature = " + stability.feature + ")` too, or switch the feature on";
  }
}

void State::check_reference(TypeId target, Span span) {
  const TypeInfo& info = types[target.index];
  if (!info.excluded || info.poisoned) return;
  const TypeDef& definition = model[target];
  report_excluded("type", definition.name, definition.stability, span);
}

/// A type can't outlive the interface or world around it.
void State::check_owner(const Owner& owner, const std::string& name, Span span) {
  const Stability* stability = nullptr;
  const char* what = "interface";
  if (const auto* interface = std::get_if<InterfaceId>(&owner)) {
    if (is_excluded(*interface)) stability = &model[*interface].stability;
  } else if (const auto* world = std::get_if<WorldId>(&owner)) {
    what = "world";
    if (is_excluded(*world)) stability = &model[*world].stability;
  }
  if (stability == nullptr) return;
  const std::string gate = stability->feature.empty() ? "" : " by `" + stability->feature + "`";
  report
      .error("T0129", span,
             "type `" + name + "` is not gated by a feature but its " + what + " is gated" + gate +
                 ", which is not active")
      .help = "put the type behind the same gate";
}

}  // namespace tenon::wit

// SPDX-License-Identifier: MIT
#include "bind/rust/allocations.hpp"

#include <set>

#include "bind/rust/signature.hpp"
#include "bind/rust/types.hpp"

namespace tenon::bind::rust {
namespace {

class Allocations {
 public:
  explicit Allocations(const Surface& surface) : surface_(surface), model_(*surface.model) {}

  std::vector<wit::Diagnostic> run() {
    for (const Face& face : surface_.faces) {
      const Types types(surface_, face, Types::From::face);
      types_ = &types;
      if (face.imports) functions(face, face.imports->functions, true);
      if (face.exports) functions(face, face.exports->functions, false);
      // Objects come from both sides.
      for (const abi::Resource* resource : face.resources) functions(face, resource->methods, true);
    }
    return std::move(found_);
  }

 private:
  void functions(const Face& face, const std::vector<abi::Slot>& slots, bool called) {
    for (const abi::Slot& slot : slots) function(face, *slot.function, called);
  }

  // `called`: by the plugin.
  void function(const Face& face, const wit::Function& function, bool called) {
    for (const wit::Param& param : function.params) {
      const std::string who = "its parameter `" + param.name + "` ";
      if (types_->owns(param.type) && types_->grows(param.type))
        add(face, function, param.span, who + "has " + what(param.type) + " beside own handles");
      else if (called && relisted(param.type))
        add(face, function, param.span, who + "is called with a list that isn't of numbers");
    }
    if (function.result && types_->grows(*function.result))
      add(face, function, function.span, "its result has " + what(*function.result));
  }

  std::string what(const wit::Type& type) const { return has_string(type) ? "a string" : "a list"; }

  bool has_string(const wit::Type& type) const {
    const wit::Type target = model_.resolve(type);
    bool found = target == wit::Type(wit::Primitive::string);
    types_->parts(target, [&](const wit::Type& part) { found = found || has_string(part); });
    return found;
  }

  // Whether a list in it has to be written anew for a call: its elements differ in memory.
  bool relisted(const wit::Type& type) const {
    const wit::Type target = model_.resolve(type);
    bool found = model_.as<wit::List>(target) && !types_->slice(target);
    types_->parts(target, [&](const wit::Type& part) { found = found || relisted(part); });
    return found;
  }

  void add(const Face& face, const wit::Function& function, const wit::Span& span, const std::string& why) {
    if (!told_.insert(&function).second) return;
    found_.push_back({wit::Severity::error,
                      "T0302",
                      "`" + spoken_name(surface_, face, function) +
                          "` takes an allocator, and `freestanding = true` has none in Rust",
                      span,
                      why,
                      {},
                      "leave it out of the plugin's world, write the plugin in C, or take "
                      "`freestanding = true` out of tenon.toml"});
  }

  const Surface& surface_;
  const wit::Model& model_;
  const Types* types_ = nullptr;
  std::set<const wit::Function*> told_;
  std::vector<wit::Diagnostic> found_;
};

}  // namespace

std::vector<wit::Diagnostic> allocations(const Surface& surface) {
  return surface.bare() ? Allocations(surface).run() : std::vector<wit::Diagnostic>{};
}

}  // namespace tenon::bind::rust

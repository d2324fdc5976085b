// SPDX-License-Identifier: MIT
//
// What bindings can't express (native profile 1), refused by name. docs/errors/abi.md has a section
// for each code.
#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <tuple>

#include "abi/contract.hpp"
#include "abi/spell.hpp"
#include "abi/walk.hpp"

namespace tenon::abi {
namespace {

constexpr std::size_t kDeepest = 50;           ///< types inside types; rustc gives up at about 90
constexpr std::size_t kLargest = 1024 * 1024;  ///< bytes in memory of one value, lists apart
constexpr std::size_t kMostFlags = 32;
constexpr std::size_t kMostInterfaces =
    1000;  ///< each way; bindings compare the names of all with those of all

struct Refusal {
  const char* code;
  std::string what;  ///< "a map"
  const char* help;
};

/// How much a type takes: nesting, bytes in memory (an upper bound) and characters when spelled.
struct Extent {
  std::size_t depth = 0, bytes = 16, letters = 16;
};

class Profile {
 public:
  explicit Profile(const wit::Model& model) : model_(model), walk_(model), extents_(model.types.size()) {}

  void side(const std::vector<Interface>& interfaces);
  void both(const World& world);
  void count(const World& world);
  /// Whether it is fine by itself; what it is made of was asked about before.
  bool is_fine(wit::TypeId id);
  std::vector<wit::Diagnostic> take();

 private:
  void tracks(const std::vector<Interface>& interfaces);
  void functions(const Interface& interface, const std::vector<Slot>& slots);
  void function(const Interface& interface, const wit::Function& function);
  void use(const wit::Type& type, const wit::Span& span, const std::string& where);
  void definition(wit::TypeId id, const wit::Span& span, const std::string& where);
  void extent(wit::TypeId id, const wit::Span& span, const std::string& where);
  Extent extent_of(const wit::Type& type) const;
  void refuse(const char* code, std::string message, const wit::Span& span, const char* label,
              std::string help);

  const wit::Model& model_;
  TypeWalk walk_;
  std::vector<Extent> extents_;
  std::set<const wit::Function*> seen_;
  std::set<std::string> error_contexts_;
  std::vector<wit::Diagnostic> found_;
};

void Profile::refuse(const char* code, std::string message, const wit::Span& span, const char* label,
                     std::string help) {
  found_.push_back({wit::Severity::error, code, std::move(message), span, label, {}, std::move(help)});
}

std::string before_track(const std::string& id) { return id.substr(0, id.find('@')); }

void Profile::tracks(const std::vector<Interface>& interfaces) {
  for (std::size_t i = 1; i < interfaces.size(); ++i) {
    const Interface &a = interfaces[i - 1], &b = interfaces[i];
    if (a.id != b.id || !b.interface) continue;
    refuse("T0908",
           "`" + before_track(b.id) + "` is in the world twice on one track: `" + a.name + "` and `" +
               b.name + "`",
           model_[*b.interface].span, "the second version",
           "let both uses name the same version; versions of one track are one interface in the binary");
  }
}

void Profile::side(const std::vector<Interface>& interfaces) {
  tracks(interfaces);
  for (const Interface& interface : interfaces) {
    functions(interface, interface.functions);
    for (const Resource& resource : interface.resources) functions(interface, resource.methods);
  }
}

/// Interfaces written inside the world have no name but the world's word for them, which imports and exports
/// may share: so may their resources, and nobody could tell the objects apart.
void Profile::both(const World& world) {
  std::map<std::string_view, const Interface*> imports;
  for (const Interface& imported : world.imports) imports.emplace(imported.id, &imported);
  for (const Interface& exported : world.exports) {
    const auto found = imports.find(exported.id);
    if (found == imports.end() || found->second->interface == exported.interface) continue;
    const Interface& imported = *found->second;
    for (const Resource& resource : exported.resources) {
      if (std::ranges::find(imported.resources, resource.id, &Resource::id) == imported.resources.end())
        continue;
      refuse("T0911",
             "`" + exported.name +
                 "` is declared in the world twice, as import and as export, both with a resource `" +
                 model_[resource.type].name + "`",
             model_[resource.type].span, "the second one",
             "declare the interface in the package, so that both sides mean one; or rename one of them");
    }
  }
}

void Profile::count(const World& world) {
  for (const auto* side : {&world.imports, &world.exports}) {
    if (side->size() <= kMostInterfaces) continue;
    const std::string direction = side == &world.imports ? "imports " : "exports ";
    refuse("T0912",
           "`" + world.name + "` " + direction + std::to_string(side->size()) +
               " interfaces; native plugins have at most " + std::to_string(kMostInterfaces) + " each way",
           model_[world.id].span, "this world", "make several worlds of it, or fewer and larger interfaces");
  }
}

void Profile::functions(const Interface& interface, const std::vector<Slot>& slots) {
  for (const Slot& slot : slots) {
    if (seen_.insert(slot.function).second) function(interface, *slot.function);
  }
}

void Profile::function(const Interface& interface, const wit::Function& function) {
  const std::string where = "`" + function.name + "` of `" + interface.id + "`";
  if (function.async) {
    refuse(
        "T0901", where + " is async, which native plugins don't support", function.span, "async here",
        "make it a plain `func`; a resource with a method that is asked again can stand for work under way");
  }
  for (const wit::Param& param : function.params) use(param.type, param.span, where);
  if (function.result) use(*function.result, function.span, where);
}

void Profile::use(const wit::Type& type, const wit::Span& span, const std::string& where) {
  const auto* primitive = std::get_if<wit::Primitive>(&type);
  if (primitive && *primitive == wit::Primitive::error_context && error_contexts_.insert(where).second) {
    refuse("T0906", "`error-context`, used by " + where + ", is not supported by native plugins", span,
           "here", "use `string`, or a record of your own");
  }
  for (wit::TypeId id : walk_.enter(type)) {
    definition(id, span, where);
    extent(id, span, where);
  }
}

/// What is wrong with one definition by itself.
struct RefusalOf {
  std::optional<Refusal> operator()(const wit::Stream&) const {
    return Refusal{"T0902", "a stream", "use `list`, or a resource with a method that gives the next part"};
  }
  std::optional<Refusal> operator()(const wit::Future&) const {
    return Refusal{"T0903", "a future", "use a resource with a method that gives the value once it is there"};
  }
  std::optional<Refusal> operator()(const wit::Map&) const {
    return Refusal{"T0904", "a map", "use a list of records with a key and a value"};
  }
  std::optional<Refusal> operator()(const wit::FixedList&) const {
    return Refusal{"T0905", "a list of fixed length",
                   "use a plain list, or a record with a field for each element"};
  }
  std::optional<Refusal> operator()(const wit::Record& record) const {
    if (!record.fields.empty()) return std::nullopt;
    return Refusal{"T0907", "a record without fields", "give it a field: C has no type of size zero"};
  }
  std::optional<Refusal> operator()(const wit::Tuple& tuple) const {
    if (!tuple.types.empty()) return std::nullopt;
    return Refusal{"T0907", "an empty tuple", "leave it out: C has no type of size zero"};
  }
  std::optional<Refusal> operator()(const wit::Flags& flags) const {
    if (flags.flags.empty())
      return Refusal{"T0907", "flags without a flag", "give it a flag: C has no type of size zero"};
    if (flags.flags.size() <= kMostFlags) return std::nullopt;
    return Refusal{"T0909", "flags with more than 32 members", "split them up"};
  }
  template <class Other>
  std::optional<Refusal> operator()(const Other&) const {
    return std::nullopt;
  }
};

void Profile::definition(wit::TypeId id, const wit::Span& span, const std::string& where) {
  const wit::TypeDef& def = model_[id];
  const wit::Span& place = def.name.empty() ? span : def.span;
  for (const wit::Type& part : parts_of(def)) {
    if (std::holds_alternative<wit::Primitive>(part)) use(part, place, where);
  }
  const std::optional<Refusal> refusal = std::visit(RefusalOf{}, def.kind);
  if (!refusal) return;
  const std::string subject =
      def.name.empty() ? "a type in " + where : "`" + def.name + "`, used by " + where + ",";
  refuse(refusal->code, subject + " is " + refusal->what + ", which native plugins don't support", place,
         "here", refusal->help);
}

/// A list with a name is written out all the same where it is used.
bool is_spelled_by_name(const wit::TypeDef& def) {
  return std::holds_alternative<wit::Record>(def.kind) || std::holds_alternative<wit::Variant>(def.kind) ||
         std::holds_alternative<wit::Enum>(def.kind) || std::holds_alternative<wit::Flags>(def.kind) ||
         std::holds_alternative<wit::Resource>(def.kind);
}

Extent Profile::extent_of(const wit::Type& type) const {
  const auto* id = std::get_if<wit::TypeId>(&type);
  return id ? extents_[id->index] : Extent{};
}

void Profile::extent(wit::TypeId id, const wit::Span& span, const std::string& where) {
  const wit::TypeDef& def = model_[id];
  if (const auto* alias = std::get_if<wit::Alias>(&def.kind)) {
    extents_[id.index] = extent_of(alias->end);  // another name, and nothing of its own
    return;
  }
  Extent sum;
  for (const wit::Type& part : parts_of(def)) {
    const Extent e = extent_of(part);
    sum = {std::max(sum.depth, e.depth + 1), sum.bytes + e.bytes, sum.letters + e.letters};
  }
  const bool is_list = std::holds_alternative<wit::List>(def.kind);
  if (is_list) sum.bytes = 16;
  if (is_spelled_by_name(def)) sum.letters = def.name.size() + 16;
  const bool too_much = sum.depth > kDeepest || sum.bytes > kLargest || sum.letters > kLongestSpelling;
  extents_[id.index] = too_much ? Extent{} : sum;  // told once, not again by all that use it
  if (!too_much) return;
  refuse("T0910",
         (def.name.empty() ? "a type" : "`" + def.name + "`") + " used by " + where +
             " is too large: more than 50 types inside each other, or more than 1 MiB in memory",
         def.name.empty() ? span : def.span, "here", "put a list or a resource in between");
}

bool Profile::is_fine(wit::TypeId id) {
  definition(id, {}, "");
  extent(id, {}, "");
  return take().empty();
}

std::vector<wit::Diagnostic> Profile::take() {
  std::ranges::stable_sort(found_, [](const wit::Diagnostic& a, const wit::Diagnostic& b) {
    return std::tie(a.span.file, a.span.begin) < std::tie(b.span.file, b.span.begin);
  });
  return std::move(found_);
}

}  // namespace

std::vector<wit::Diagnostic> check_profile(const wit::Model& model, const World& world) {
  Profile profile(model);
  profile.side(world.imports);
  profile.side(world.exports);
  profile.both(world);
  profile.count(world);
  return profile.take();
}

std::vector<bool> types_in_profile(const wit::Model& model) {
  Profile profile(model);
  TypeWalk walk(model);
  std::vector<bool> fine(model.types.size());
  const auto is_fine = [&](const wit::Type& part) {
    const auto* id = std::get_if<wit::TypeId>(&part);
    return id ? fine[id->index] : std::get<wit::Primitive>(part) != wit::Primitive::error_context;
  };
  for (std::uint32_t i = 0; i < model.types.size(); ++i)
    for (wit::TypeId id : walk.enter(wit::TypeId{i}))
      fine[id.index] = profile.is_fine(id) && std::ranges::all_of(parts_of(model[id]), is_fine);
  return fine;
}

}  // namespace tenon::abi

// SPDX-License-Identifier: MIT
//
// The functions that go with a type: what walks over its parts.
#include <functional>

#include "abi/layout.hpp"
#include "bind/c/values.hpp"
#include "bind/common/text.hpp"

namespace tenon::bind::c {
namespace {

using wit::Type;

/// Something done to the parts of a value: which of them it concerns, and how it is done.
struct Action {
  bool (*needed)(const wit::Model& model, const Type& type);
  std::string (*of)(const Naming& naming, const Type& type, const std::string& lvalue);
};
constexpr Action kFree{abi::needs_free, free_of};
constexpr Action kForget{has_memory, forget_of};
constexpr Action kDrop{owns_objects, drop_of};

std::string each_part(const Naming& n, const Action& action, wit::TypeId id) {
  std::string out;
  for (const Part& part : parts_of(n, id)) {
    if (!action.needed(n.model(), part.type)) continue;
    const std::string when = part.condition.empty() ? "" : "if (" + part.condition + ") ";
    out += when + action.of(n, part.type, "value->" + part.place) + "\n";
  }
  return out;
}

std::string each_element(const Naming& n, const Action& action, const Type& element) {
  if (!action.needed(n.model(), element)) return "";
  return "for (size_t i = 0; i < value->len; ++i) " + action.of(n, element, "value->ptr[i]") + "\n";
}

std::string release_body(const Naming& n, const Action& action, wit::TypeId id) {
  const auto* list = std::get_if<wit::List>(&n.model()[id].kind);
  std::string body = list ? each_element(n, action, list->type) : each_part(n, action, id);
  if (list)
    body += "tenon_elements_free(host, value->ptr, value->len, " + layout_arguments(n, list->type) + ");\n";
  return body.find("(host, ") == std::string::npos ? "(void)host;\n" + body : body;
}

// The value may be one that was refused: tags and bounds are looked at before what is behind them.
std::string drop_body(const Naming& n, wit::TypeId id) {
  const auto* list = std::get_if<wit::List>(&n.model()[id].kind);
  if (!list) return each_part(n, kDrop, id);
  return "if (!tenon_elements_valid(value->ptr, value->len, " + layout_arguments(n, list->type) +
         ")) return;\n" + each_element(n, kDrop, list->type);
}

std::string alloc_function(const Naming& n, const std::string& type, const wit::List& list) {
  const std::string element = n.type(list.type) + (n.model().as<wit::Handle>(list.type) ? " **" : " *");
  const bool clear = abi::needs_free(n.model(), list.type);
  return fill(
      R"(
    {{what}}
    static inline {{element}}{{type}}_alloc(const tenon_host_table *host, {{type}} *out, size_t len) {
      {{element}}const elements = ({{element}})tenon_elements(host, len, {{layout}});
      if (elements) {
        {{clear}}
        out->ptr = elements;
        out->len = len;
      }
      return elements;
    }
  )",
      {{"what", clear ? "/* `len` cleared elements for the caller to fill, NULL if there is no memory. */"
                      : "/* `len` elements for the caller to fill, NULL if there is no memory. */"},
       {"element", element},
       {"type", type},
       {"clear", clear ? "if (len) tenon_clear(elements, len * sizeof *elements);\n" : ""},
       {"layout", layout_arguments(n, list.type)}});
}

class Functions {
 public:
  Functions(Naming& naming, wit::TypeId id)
      : naming_(naming), model_(naming.model()), id_(id), type_(naming.type(id)) {}

  std::string text() {
    std::string out;
    const bool result = !is_lent(model_, id_);
    if (needs_valid(model_, id_)) out += valid_function();
    if (owns_objects(model_, id_)) out += drop_function();
    if (result && abi::needs_free(model_, id_)) out += release("_free", kFree);
    if (result && owns_objects(model_, id_) && has_memory(model_, id_)) out += release("_forget", kForget);
    const auto* list = std::get_if<wit::List>(&model_[id_].kind);
    if (result && list) out += take("_alloc") + alloc_function(naming_, type_, *list);
    if (result && has_memory(model_, id_)) out += copy_function();
    return out;
  }

 private:
  /// Takes the name, and is empty.
  std::string take(const std::string& suffix) {
    const wit::TypeDef& def = model_[id_];
    naming_.take(type_ + suffix, "the function `" + suffix.substr(1) + "` of `" + type_ + "`", def.span);
    return "";
  }

  std::string valid_function() {
    return take("_valid") + fill("static inline int {{type}}_valid(const {{type}} *value) {\n  {{body}}\n}\n",
                                 {{"type", type_}, {"body", check_body(naming_, id_)}});
  }

  std::string drop_function() {
    return take("_drop_objects") +
           fill("static inline void {{type}}_drop_objects(const {{type}} *value) {\n  {{body}}\n}\n",
                {{"type", type_}, {"body", drop_body(naming_, id_)}});
  }

  std::string release(const std::string& suffix, const Action& action) {
    return take(suffix) +
           fill(
               "static inline void {{name}}(const tenon_host_table *host, {{type}} *value) {\n  "
               "{{body}}\n}\n",
               {{"name", type_ + suffix}, {"type", type_}, {"body", release_body(naming_, action, id_)}});
  }

  std::string copy_function() {
    return take("_copy") +
           fill(
               "static inline int32_t {{type}}_copy(const tenon_host_table *host, {{type}} *out, const "
               "{{type}} *value) {\n  {{body}}\n}\n",
               {{"type", type_}, {"body", copy_body(naming_, id_)}});
  }

  Naming& naming_;
  const wit::Model& model_;
  wit::TypeId id_;
  std::string type_;
};

}  // namespace

std::string value_functions(Naming& naming, wit::TypeId id) {
  const wit::TypeKind& kind = naming.model()[id].kind;
  if (std::holds_alternative<wit::Enum>(kind) || std::holds_alternative<wit::Flags>(kind) ||
      std::holds_alternative<wit::Resource>(kind))
    return "";
  return Functions(naming, id).text();
}

}  // namespace tenon::bind::c

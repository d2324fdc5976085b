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
    static inline {{element}}{{name}}(const tenon_host_table *host, {{type}} *out, size_t len) {
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
       {"name", n.own(type, "alloc")},
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
    const auto* list = std::get_if<wit::List>(&model_[id_].kind);
    if (needs_valid(model_, id_)) out += valid_function(take("valid"));
    if (owns_objects(model_, id_)) out += drop_function(take("drop_objects"));
    if (!result) return out;
    if (abi::needs_free(model_, id_)) out += release(take("free"), kFree);
    if (owns_objects(model_, id_) && has_memory(model_, id_)) out += release(take("forget"), kForget);
    if (list) take("alloc"), out += alloc_function(naming_, type_, *list);
    if (has_memory(model_, id_)) out += copy_function(take("copy"));
    return out;
  }

 private:
  std::string take(const std::string& word) {
    const std::string name = naming_.own(type_, word);
    naming_.take(name, "the function `" + word + "` of `" + type_ + "`", model_[id_].span);
    return name;
  }

  std::string valid_function(const std::string& name) {
    return fill("static inline int {{name}}(const {{type}} *value) {\n  {{body}}\n}\n",
                {{"name", name}, {"type", type_}, {"body", check_body(naming_, id_)}});
  }

  std::string drop_function(const std::string& name) {
    return fill("static inline void {{name}}(const {{type}} *value) {\n  {{body}}\n}\n",
                {{"name", name}, {"type", type_}, {"body", drop_body(naming_, id_)}});
  }

  std::string release(const std::string& name, const Action& action) {
    return fill(
        "static inline void {{name}}(const tenon_host_table *host, {{type}} *value) {\n  {{body}}\n}\n",
        {{"name", name}, {"type", type_}, {"body", release_body(naming_, action, id_)}});
  }

  std::string copy_function(const std::string& name) {
    return fill(R"(
      static inline int32_t {{name}}(const tenon_host_table *host, {{type}} *out, const {{type}} *value) {
        {{body}}
      }
    )",
                {{"name", name}, {"type", type_}, {"body", copy_body(naming_, id_)}});
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

// SPDX-License-Identifier: MIT
#include "bind/c/values.hpp"

#include <algorithm>
#include <functional>

#include "abi/layout.hpp"
#include "abi/walk.hpp"
#include "bind/common/text.hpp"

namespace tenon::bind::c {
namespace {

using wit::Type;

std::string address(const std::string& lvalue) {
  return lvalue.starts_with('*') ? lvalue.substr(1) : "&" + lvalue;
}

/// Enums whose tag has no bits to spare can't be wrong.
bool is_full(const wit::Enum& e) { return e.cases.size() == 1ull << (8 * abi::tag_size(e.cases.size())); }

const wit::TypeDef* definition(const wit::Model& model, const Type& type) {
  const Type target = model.resolve(type);
  const auto* id = std::get_if<wit::TypeId>(&target);
  return id ? &model[*id] : nullptr;
}

bool is_string(const wit::Model& model, const Type& type) {
  return model.resolve(type) == Type(wit::Primitive::string);
}

/// One of the three things done to values, with what a part needs and how it is done.
struct Action {
  std::function<bool(const Type&)> needed;
  std::function<std::string(const Type&, const std::string&)> of;
};

std::string field(const wit::Field& f) { return "value->" + names::value(Language::c, f.name); }

// --- checks -----------------------------------------------------------------------------------

std::string either(const std::string& tag, const std::string& set, const std::string& unset) {
  if (set.empty() && unset.empty()) return "";
  if (set.empty()) return " && (" + tag + " || " + unset + ")";
  if (unset.empty()) return " && (!" + tag + " || " + set + ")";
  return " && (" + tag + " ? " + set + " : " + unset + ")";
}

std::string check_of(const Naming& n, const std::optional<Type>& part, const std::string& lvalue) {
  return part && needs_valid(n.model(), *part) ? valid(n, *part, lvalue) : "";
}

std::string check_record(const Naming& n, const wit::Record& record) {
  std::vector<std::string> parts;
  for (const wit::Field& f : record.fields)
    if (needs_valid(n.model(), f.type)) parts.push_back(valid(n, f.type, field(f)));
  return "return " + join(parts, " && ") + ";\n";
}

std::string check_list(const Naming& n, const wit::List& list) {
  const abi::Layout layout = abi::layout_of(n.model(), list.type);
  const std::string bounds = "tenon_elements_valid(value->ptr, value->len, " + std::to_string(layout.size) +
                             ", " + std::to_string(layout.align) + ")";
  if (!needs_valid(n.model(), list.type)) return "return " + bounds + ";\n";
  return fill(R"(
    if (!{{bounds}}) return 0;
    for (size_t i = 0; i < value->len; ++i) {
      if ({{element}}) return 0;
    }
    return 1;
  )",
              {{"bounds", bounds}, {"element", invalid(n, list.type, "value->ptr[i]")}});
}

std::string check_body(const Naming& n, const wit::TypeDef& def) {
  if (const auto* k = std::get_if<wit::Record>(&def.kind)) return check_record(n, *k);
  if (const auto* k = std::get_if<wit::List>(&def.kind)) return check_list(n, *k);
  if (const auto* k = std::get_if<wit::Option>(&def.kind))
    return "return value->is_some <= 1" + either("value->is_some", check_of(n, k->type, "value->value"), "") +
           ";\n";
  if (const auto* k = std::get_if<wit::Result>(&def.kind))
    return "return value->is_err <= 1" +
           either("value->is_err", check_of(n, k->err, "value->value.err"),
                  check_of(n, k->ok, "value->value.ok")) +
           ";\n";
  return "";
}

// --- walks over the parts, for free and drop -----------------------------------------------------

std::string when(const std::string& condition, const Action& action, const std::optional<Type>& part,
                 const std::string& lvalue) {
  if (!part || !action.needed(*part)) return "";
  return "if (" + condition + ") " + action.of(*part, lvalue) + "\n";
}

std::string each_element(const Action& action, const Type& element, const std::string& lvalue) {
  if (!action.needed(element)) return "";
  return "for (size_t i = 0; i < value->len; ++i) " + action.of(element, lvalue) + "\n";
}

std::string each_part(const Action& action, const wit::TypeDef& def) {
  std::string out;
  if (const auto* k = std::get_if<wit::Record>(&def.kind))
    for (const wit::Field& f : k->fields)
      if (action.needed(f.type)) out += action.of(f.type, field(f)) + "\n";
  if (const auto* k = std::get_if<wit::List>(&def.kind)) out = each_element(action, k->type, "value->ptr[i]");
  if (const auto* k = std::get_if<wit::Option>(&def.kind))
    out = when("value->is_some", action, k->type, "value->value");
  if (const auto* k = std::get_if<wit::Result>(&def.kind))
    out = when("!value->is_err", action, k->ok, "value->value.ok") +
          when("value->is_err", action, k->err, "value->value.err");
  return out;
}

std::string layout_arguments(const Naming& n, const Type& type) {
  const abi::Layout layout = abi::layout_of(n.model(), type);
  return std::to_string(layout.size) + ", " + std::to_string(layout.align);
}

std::string free_body(const Naming& n, const wit::TypeDef& def) {
  const Action action{[&](const Type& t) { return abi::needs_free(n.model(), t); },
                      [&](const Type& t, const std::string& lvalue) { return free_of(n, t, lvalue); }};
  std::string body = each_part(action, def);
  if (const auto* list = std::get_if<wit::List>(&def.kind))
    body += "tenon_elements_free(host, value->ptr, value->len, " + layout_arguments(n, list->type) + ");\n";
  return body.find("(host, ") == std::string::npos ? "(void)host;\n" + body : body;
}

std::string drop_body(const Naming& n, const wit::TypeDef& def) {
  const Action action{[&](const Type& t) { return owns_objects(n.model(), t); },
                      [&](const Type& t, const std::string& lvalue) { return drop_of(n, t, lvalue); }};
  return each_part(action, def);
}

std::string alloc_function(const Naming& n, const std::string& type, const wit::List& list) {
  const std::string element = n.type(list.type) + (n.model().as<wit::Handle>(list.type) ? " **" : " *");
  return fill(R"(
    /* `len` elements for the caller to fill, NULL if there is no memory. */
    static inline {{element}}{{type}}_alloc(const tenon_host_table *host, {{type}} *out, size_t len) {
      {{element}}const elements = ({{element}})tenon_elements(host, len, {{layout}});
      if (elements) {
        out->ptr = elements;
        out->len = len;
      }
      return elements;
    }
  )",
              {{"element", element}, {"type", type}, {"layout", layout_arguments(n, list.type)}});
}

}  // namespace

bool needs_valid(const wit::Model& model, const Type& type) {
  const wit::TypeDef* def = definition(model, type);
  if (!def) return is_string(model, type) || abi::needs_check(model, type);
  if (const auto* e = std::get_if<wit::Enum>(&def->kind)) return !is_full(*e);
  if (!std::holds_alternative<wit::Record>(def->kind)) return abi::needs_check(model, type);
  return std::ranges::any_of(abi::parts_of(*def), [&](const Type& part) { return needs_valid(model, part); });
}

bool owns_objects(const wit::Model& model, const Type& type) {
  const wit::TypeDef* def = definition(model, type);
  if (!def) return false;
  if (const auto* handle = std::get_if<wit::Handle>(&def->kind)) return handle->owned;
  if (std::holds_alternative<wit::Resource>(def->kind)) return false;
  return std::ranges::any_of(abi::parts_of(*def),
                             [&](const Type& part) { return owns_objects(model, part); });
}

std::string valid(const Naming& naming, const Type& type, const std::string& lvalue) {
  const wit::Model& model = naming.model();
  if (is_string(model, type)) return "tenon_string_valid(" + address(lvalue) + ")";
  if (!definition(model, type)) return "tenon_char_valid(" + lvalue + ")";
  if (const auto* e = model.as<wit::Enum>(type)) return lvalue + " < " + std::to_string(e->cases.size());
  if (model.as<wit::Handle>(type)) return lvalue + " != NULL";
  return naming.type(type) + "_valid(" + address(lvalue) + ")";
}

std::string invalid(const Naming& naming, const Type& type, const std::string& lvalue) {
  const wit::Model& model = naming.model();
  if (const auto* e = model.as<wit::Enum>(type)) return lvalue + " >= " + std::to_string(e->cases.size());
  if (model.as<wit::Handle>(type)) return lvalue + " == NULL";
  return "!" + valid(naming, type, lvalue);
}

std::string free_of(const Naming& naming, const Type& type, const std::string& lvalue) {
  if (naming.model().as<wit::Handle>(type)) return naming.type(type) + "_drop(" + lvalue + ");";
  // Lists are handed around as const; whoever frees one owns its elements.
  const bool element = lvalue.ends_with(']');
  const std::string cast = element ? "(" + naming.type(type) + " *)" : "";
  return naming.type(type) + "_free(host, " + cast + address(lvalue) + ");";
}

std::string drop_of(const Naming& naming, const Type& type, const std::string& lvalue) {
  const bool handle = naming.model().as<wit::Handle>(type) != nullptr;
  return naming.type(type) + (handle ? "_drop(" + lvalue : "_drop_objects(" + address(lvalue)) + ");";
}

std::string value_functions(const Naming& naming, wit::TypeId id) {
  const wit::Model& model = naming.model();
  const wit::TypeDef& def = model[id];
  const std::string type = naming.type(id);
  std::string out;
  if (std::holds_alternative<wit::Enum>(def.kind) || std::holds_alternative<wit::Resource>(def.kind))
    return out;
  if (needs_valid(model, id))
    out += fill("static inline int {{type}}_valid(const {{type}} *value) {\n  {{body}}\n}\n",
                {{"type", type}, {"body", check_body(naming, def)}});
  if (abi::needs_free(model, id))
    out += fill(
        "static inline void {{type}}_free(const tenon_host_table *host, {{type}} *value) {\n  {{body}}\n}\n",
        {{"type", type}, {"body", free_body(naming, def)}});
  if (owns_objects(model, id))
    out += fill("static inline void {{type}}_drop_objects(const {{type}} *value) {\n  {{body}}\n}\n",
                {{"type", type}, {"body", drop_body(naming, def)}});
  if (const auto* list = std::get_if<wit::List>(&def.kind)) out += alloc_function(naming, type, *list);
  return out;
}

}  // namespace tenon::bind::c

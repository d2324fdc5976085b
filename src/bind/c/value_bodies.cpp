// SPDX-License-Identifier: MIT
//
// How values are checked and copied.
#include "abi/layout.hpp"
#include "bind/c/values.hpp"
#include "bind/common/text.hpp"

namespace tenon::bind::c {
namespace {

using wit::Type;

// Behind text of `indent` characters; one to a line where there are many.
std::string conjunction(const std::vector<std::string>& parts, std::size_t indent) {
  return join(parts, parts.size() > 3 ? " &&\n" + std::string(indent, ' ') : " && ");
}

// --- checks -----------------------------------------------------------------------------------

std::string check_product(const Naming& n, wit::TypeId id) {
  std::vector<std::string> checks;
  for (const Part& part : parts_of(n, id))
    if (needs_valid(n.model(), part.type)) checks.push_back(valid(n, part.type, "value->" + part.place));
  return "return " + conjunction(checks, 7) + ";\n";
}

// Each case with something to check returns for itself.
std::string check_sum(const Naming& n, wit::TypeId id, const std::string& tag, std::size_t cases) {
  std::string out;
  for (const Part& part : parts_of(n, id))
    if (needs_valid(n.model(), part.type))
      out += "if (" + part.condition + ") return " + valid(n, part.type, "value->" + part.place) + ";\n";
  const bool full = cases == 1ull << (8 * abi::tag_size(cases));
  const std::string unused = out.empty() && full ? "(void)value;\n" : "";
  return unused + out + "return " + (full ? "1" : tag + " < " + std::to_string(cases)) + ";\n";
}

std::string check_list(const Naming& n, const wit::List& list) {
  const std::string bounds =
      "tenon_elements_valid(value->ptr, value->len, " + layout_arguments(n, list.type) + ")";
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

// --- copies -----------------------------------------------------------------------------------

// The whole first, since most parts are plain; then the memory of one part after the other. What isn't
// copied yet is cleared, so that the value can be forgotten at any point.
std::string copy_product(const Naming& n, wit::TypeId id) {
  std::vector<std::string> copies;
  std::string clear;
  for (const Part& part : parts_of(n, id)) {
    if (!has_memory(n.model(), part.type)) continue;
    clear += "tenon_clear(&out->" + part.place + ", sizeof out->" + part.place + ");\n";
    copies.push_back(copy_of(n, part.type, "out->" + part.place, "value->" + part.place) + " == TENON_OK");
  }
  return fill(R"(
    tenon_copy(out, value, sizeof *out);
    {{clear}}
    if ({{copies}}) return TENON_OK;
    {{forget}}
    tenon_clear(out, sizeof *out);
    return TENON_OUT_OF_MEMORY;
  )",
              {{"clear", clear}, {"copies", conjunction(copies, 4)}, {"forget", forget_of(n, id, "*out")}});
}

std::string copy_sum(const Naming& n, wit::TypeId id) {
  std::string copies;
  for (const Part& part : parts_of(n, id))
    if (has_memory(n.model(), part.type))
      copies += "if (" + part.condition +
                ") rc = " + copy_of(n, part.type, "out->" + part.place, "value->" + part.place) + ";\n";
  return fill(R"(
    int32_t rc = TENON_OK;
    tenon_copy(out, value, sizeof *out);
    {{copies}}
    if (rc != TENON_OK) tenon_clear(out, sizeof *out);
    return rc;
  )",
              {{"copies", copies}});
}

std::string copy_list(const Naming& n, wit::TypeId id, const wit::List& list) {
  const std::string type = n.type(id);
  const std::string element = n.type(list.type) + (n.model().as<wit::Handle>(list.type) ? " **" : " *");
  const std::string alloc = n.own(type, "alloc");
  if (!has_memory(n.model(), list.type))
    return fill(R"(
      {{element}}const elements = {{alloc}}(host, out, value->len);
      if (!elements) return TENON_OUT_OF_MEMORY;
      if (value->len) tenon_copy(elements, value->ptr, value->len * sizeof *elements);
      return TENON_OK;
    )",
                {{"element", element}, {"alloc", alloc}});
  return fill(R"(
    {{type}} made;
    {{element}}const elements = {{alloc}}(host, &made, value->len);
    if (!elements) return TENON_OUT_OF_MEMORY;
    for (size_t i = 0; i < value->len; ++i) {
      if ({{copy}} == TENON_OK) continue;
      {{forget}}
      return TENON_OUT_OF_MEMORY;
    }
    *out = made;
    return TENON_OK;
  )",
              {{"type", type},
               {"alloc", alloc},
               {"element", element},
               {"copy", copy_of(n, list.type, "elements[i]", "value->ptr[i]")},
               {"forget", forget_of(n, id, "made")}});
}

}  // namespace

std::string check_body(const Naming& n, wit::TypeId id) {
  const wit::TypeKind& kind = n.model()[id].kind;
  if (const auto* k = std::get_if<wit::List>(&kind)) return check_list(n, *k);
  if (const auto* k = std::get_if<wit::Variant>(&kind))
    return check_sum(n, id, "value->tag", k->cases.size());
  if (std::holds_alternative<wit::Option>(kind)) return check_sum(n, id, "value->is_some", 2);
  if (std::holds_alternative<wit::Result>(kind)) return check_sum(n, id, "value->is_err", 2);
  return check_product(n, id);
}

std::string copy_body(const Naming& n, wit::TypeId id) {
  const wit::TypeKind& kind = n.model()[id].kind;
  if (const auto* k = std::get_if<wit::List>(&kind)) return copy_list(n, id, *k);
  const bool product = std::holds_alternative<wit::Record>(kind) || std::holds_alternative<wit::Tuple>(kind);
  return product ? copy_product(n, id) : copy_sum(n, id);
}

}  // namespace tenon::bind::c

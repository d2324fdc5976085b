// SPDX-License-Identifier: MIT
#include "bind/cpp/skeleton.hpp"

#include <span>

#include "bind/common/names.hpp"
#include "bind/common/text.hpp"
#include "bind/cpp/functions.hpp"
#include "bind/cpp/types.hpp"

namespace tenon::bind::cpp {
namespace {

// What an author's function is handed: a view of the caller's memory, or what owns an object.
std::string parameter_type(const Context& c, const wit::Type& type) {
  const wit::Model& m = c.m();
  if (has_objects(m, type, false)) return owned_type(c, type);
  if (const auto* list = m.as<wit::List>(type)) {
    const bool scalar = is_scalar(m, list->type);
    return "std::span<const " + (scalar ? owned_type(c, list->type) : view_type(c, list->type)) + ">";
  }
  if (const auto* option = m.as<wit::Option>(type)) {
    const bool plain =
        !has_view(m, option->type) && !m.as<wit::Tuple>(option->type) && !m.as<wit::Result>(option->type);
    return plain ? "std::optional<" + parameter_type(c, option->type) + ">" : "const auto&";
  }
  if (has_view(m, type) || m.as<wit::Tuple>(type)) return "const " + view_type(c, type) + "&";
  if (m.as<wit::Result>(type)) return "const auto&";
  return owned_type(c, type) == "std::string" ? "std::string_view" : owned_type(c, type);
}

std::string member(const Context& c, const wit::Function& f, const std::string& name) {
  std::vector<std::string> params;
  const std::size_t first = f.kind == wit::FunctionKind::method ? 1 : 0;
  for (const wit::Param& p : std::span(f.params).subspan(first))
    params.push_back(parameter_type(c, p.type) + " /*" + names::value(Language::cpp, p.name) + "*/");
  const std::string head =
      (f.result ? owned_type(c, *f.result) : "void") + " " + name + "(" + join(params, ", ") + ")";
  if (!f.result) return head + " {}\n";
  if (!has_zero(c.m(), *f.result)) return head + " { throw std::runtime_error(\"not written yet\"); }\n";
  return head + " { return {}; }\n";
}

}  // namespace

File skeleton(const Library& library) {
  const Plugin& plugin = library.plugins[0];
  Context c(*library.model);
  std::string members;
  bool throws = false;
  for (const abi::Interface& interface : plugin.world.exports)
    for (const abi::Slot& slot : interface.functions) {
      members += member(c, *slot.function, author_name(c.m(), plugin.world, interface, *slot.function));
      throws = throws || (slot.function->result && !has_zero(c.m(), *slot.function->result));
    }
  return {.path = plugin.header,
          .text = fill(R"(
    #pragma once
    {{stdexcept}}
    #include "{{library}}.tenon.hpp"

    struct {{type}} {
      {{members}}
    };
  )",
                       {{"stdexcept", throws ? "#include <stdexcept>\n" : ""},
                        {"library", library.name},
                        {"type", plugin.type},
                        {"members", members}})};
}

}  // namespace tenon::bind::cpp

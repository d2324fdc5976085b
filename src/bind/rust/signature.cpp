// SPDX-License-Identifier: MIT
#include "bind/rust/signature.hpp"

#include <algorithm>
#include <array>

#include "abi/layout.hpp"
#include "bind/common/names.hpp"
#include "bind/common/text.hpp"
#include "bind/rust/face_types.hpp"

namespace tenon::bind::rust {
namespace {

// What bodies in the glue use themselves.
const std::set<std::string> kLocals = {"err",    "export",  "handle", "host",    "object", "ok",    "out",
                                       "plugin", "reached", "record", "scratch", "status", "table", "this"};

std::string free_name(std::set<std::string>& taken, std::string name) {
  while (!taken.insert(name).second) name += '_';
  return name;
}

// Whether the wrapper takes anything that becomes the parameter.
bool converts(const Surface& surface, const Types& types, const wit::Type& type) {
  if (types.owns(type) || types.slice(type)) return false;
  return surface.model->as<wit::List>(type) || surface.model->as<wit::Handle>(type);
}

// The slice that a list is made of may live shorter than what its elements point at.
std::string convertible(const Surface& surface, const Types& types, const wit::Type& type) {
  const auto* list = surface.model->as<wit::List>(type);
  const std::string target =
      list ? "super::List<'a, " + types.view(list->type, "'b") + ">" : types.view(type, "'a");
  return "impl Into<" + target + ">";
}

std::string wrapper_result(const Surface& surface, const Types& types, const wit::Function& function) {
  const bool wraps = surface.wraps(function);
  if (const wit::Result* result = whole_result(surface, function)) {
    const std::string err = types.owned(result->err);
    return " -> Result<" + types.owned(result->ok) + ", " + (wraps ? "super::CallError<" + err + ">" : err) +
           ">";
  }
  if (!wraps) return function.result ? " -> " + types.owned(*function.result) : "";
  return " -> Result<" + types.owned(function.result) + ", super::Error>";
}

// Methods that every handle or value has, which these would hide or be hidden by.
constexpr std::array kMethods = std::to_array<std::string_view>(
    {"borrow", "clone", "clone_from", "downcast_ref", "drop", "into", "into_owned", "to_owned", "try_into"});

}  // namespace

std::string function_name(const Surface& surface, const wit::Function& function) {
  const wit::Model& model = *surface.model;
  const auto resource = [&] { return names::snake(model[model.resolve_resource(function.resource)].name); };
  switch (function.kind) {
    case wit::FunctionKind::constructor:
      return "new_" + resource();
    case wit::FunctionKind::static_:
      return resource() + "_" + names::snake(function.item_name());
    default:
      std::string name = names::value(Language::rust, function.item_name());
      return std::ranges::count(kMethods, name) ? name + '_' : name;
  }
}

std::string spoken_name(const Surface& surface, const Face& face, const wit::Function& function) {
  const wit::Model& model = *surface.model;
  const std::string item(function.item_name());
  if (surface.host) {
    const bool free = function.kind == wit::FunctionKind::freestanding;
    return face.id + "#" + (free ? "" : model[model.resolve_resource(function.resource)].name + ".") + item +
           '\0';
  }
  if (function.kind == wit::FunctionKind::freestanding) {
    const std::string last = face.name.substr(face.name.find_last_of("/:") + 1);
    return last.substr(0, last.find('@')) + "." + item;
  }
  return model[model.resolve_resource(function.resource)].name + "." + item;
}

std::vector<Parameter> parameters_of(const wit::Function& function) {
  std::set<std::string> taken = kLocals;
  std::vector<Parameter> out;
  for (const wit::Param& param : function.params) {
    if (function.kind == wit::FunctionKind::method && &param == &function.params.front()) continue;
    out.push_back({free_name(taken, names::value(Language::rust, param.name)), {}, param.type});
  }
  for (Parameter& parameter : out)
    parameter.length = free_name(taken, parameter.name + (parameter.name.back() == '_' ? "len" : "_len"));
  return out;
}

const wit::Result* whole_result(const Surface& surface, const wit::Function& function) {
  return function.result ? surface.model->as<wit::Result>(*function.result) : nullptr;
}

std::string trait_signature(const Surface& surface, const Types& types, const wit::Function& function) {
  std::string out = "fn " + function_name(surface, function) + "(&self";
  for (const Parameter& parameter : parameters_of(function))
    out += ", " + parameter.name + ": " + types.parameter(parameter.type, "'_");
  return out + ")" + (function.result ? " -> " + types.owned(*function.result) : "");
}

std::string wrapper(const Surface& surface, const Types& types, const wit::Function& function,
                    std::string_view call, std::string_view target) {
  bool generic = false;
  std::string declared, given(target), lifetimes = "'a";
  for (const Parameter& parameter : parameters_of(function)) {
    const bool into = converts(surface, types, parameter.type);
    generic |= into;
    const std::string type =
        into ? convertible(surface, types, parameter.type) : types.parameter(parameter.type, "'_");
    if (type.find("'b") != type.npos) lifetimes = "'a, 'b: 'a";
    declared += ", " + parameter.name + ": " + type;
    given += ", " + parameter.name + (into ? ".into()" : "");
  }
  std::string body = std::string(call) + "(" + given + ")";
  if (!surface.wraps(function))
    body += ".or_trap()";
  else if (whole_result(surface, function))
    body = "runtime::flatten(" + body + ")";
  return fill(R"(
    {{docs}}
    pub fn {{name}}{{lifetime}}(&self{{declared}}){{result}} {
        {{body}}
    }
  )",
              {{"docs", doc_lines(function.docs)},
               {"name", function_name(surface, function)},
               {"lifetime", generic ? "<" + lifetimes + ">" : ""},
               {"declared", declared},
               {"result", wrapper_result(surface, types, function)},
               {"body", body}});
}

std::string slot_type(const Surface& surface, const Types& types, const wit::Function& function) {
  std::string out = "unsafe extern \"C\" fn(*mut c_void";
  const wit::Model& model = *surface.model;
  for (const Parameter& parameter : parameters_of(function)) {
    const auto* list = model.as<wit::List>(parameter.type);
    switch (abi::passing_of(model, parameter.type)) {
      case abi::Passing::value:
        out += ", " + types.raw(parameter.type);
        break;
      case abi::Passing::pointer_and_length:
        out += ", *const " + (list ? types.raw(list->type) : "u8") + ", usize";
        break;
      case abi::Passing::pointer:
        out += ", *const " + types.raw(parameter.type);
        break;
    }
  }
  const wit::Result* result = whole_result(surface, function);
  if (result && result->ok) out += ", *mut " + types.raw(*result->ok);
  if (result && result->err) out += ", *mut " + types.raw(*result->err);
  if (!result && function.result) out += ", *mut " + types.raw(*function.result);
  return out + ") -> i32";
}

}  // namespace tenon::bind::rust

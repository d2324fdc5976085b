// SPDX-License-Identifier: MIT
#include "bind/c/signature.hpp"

#include "abi/layout.hpp"
#include "bind/common/text.hpp"

namespace tenon::bind::c {
namespace {

// What bodies of generated functions call their own values, and variables that libc has: -Wshadow minds.
const std::set<std::string_view> kLocals = {
    "daylight", "jmp_buf", "sigjmp_buf", "va_list",  "environ", "optarg", "opterr", "optind",
    "optopt",   "signgam", "timezone",   "tzname",   "box",     "call",   "err",    "here",
    "host",     "impl",    "import",     "instance", "object",  "ok",     "out",    "rc",
    "record",   "self",    "table",      "value",    "vtable"};

abi::Passing passing(const Naming& naming, const wit::Type& type) {
  return abi::passing_of(naming.model(), type);
}

// A parameter may become two, and must hide nothing that generated functions mention.
std::string unique(const Naming& naming, std::string name, std::set<std::string>& taken) {
  if (name.ends_with("_t")) name += '_';  // POSIX has all of these
  const auto hides = [&](const std::string& word) { return taken.contains(word) || naming.is_global(word); };
  while (hides(name) || hides(name + "_ptr") || hides(name + "_len")) name += '_';
  for (const char* suffix : {"", "_ptr", "_len"}) taken.insert(name + suffix);
  return name;
}

std::string out_parameter(const Naming& naming, const Out& out) {
  return naming.type(out.type) + (is_handle(naming, out.type) ? " **" : " *") + out.name;
}

void add_outs(const Naming& naming, const Signature& signature, std::vector<std::string>& parts) {
  for (const std::optional<Out>* out : {&signature.ok, &signature.err})
    if (*out) parts.push_back(out_parameter(naming, **out));
}

void add_out_names(const Signature& signature, std::vector<std::string>& parts) {
  for (const std::optional<Out>* out : {&signature.ok, &signature.err})
    if (*out) parts.push_back((*out)->name);
}

}  // namespace

Signature signature_of(const Naming& naming, const wit::Function& function) {
  Signature out;
  std::set<std::string> taken;
  const std::size_t first = function.kind == wit::FunctionKind::method ? 1 : 0;
  for (std::size_t i = first; i < function.params.size(); ++i) {
    const wit::Param& param = function.params[i];
    out.arguments.push_back({unique(naming, unless(naming.field(param.name), kLocals), taken), param.type});
  }
  if (!function.result) return out;
  const auto* result = naming.model().as<wit::Result>(*function.result);
  out.fails = result != nullptr;
  if (!result) out.ok = Out{"out", *function.result};
  if (result && result->ok) out.ok = Out{"ok", *result->ok};
  if (result && result->err) out.err = Out{"err", *result->err};
  return out;
}

bool by_pointer(const Naming& naming, const wit::Type& type) {
  return passing(naming, type) == abi::Passing::pointer;
}

bool is_handle(const Naming& naming, const wit::Type& type) {
  return naming.model().as<wit::Handle>(type) != nullptr;
}

std::string typed(const Naming& naming, const Argument& argument) {
  const std::string type = naming.type(argument.type);
  if (is_handle(naming, argument.type)) return type + " *" + argument.name;
  return by_pointer(naming, argument.type) ? "const " + type + " *" + argument.name
                                           : type + " " + argument.name;
}

std::string raw(const Naming& naming, const Argument& argument) {
  if (passing(naming, argument.type) != abi::Passing::pointer_and_length) return typed(naming, argument);
  const auto* list = naming.model().as<wit::List>(argument.type);
  std::string element = list ? "const " + naming.type(list->type) + " *" : "const char *";
  if (list && is_handle(naming, list->type)) element = naming.type(list->type) + " *const *";
  return element + argument.name + "_ptr, size_t " + argument.name + "_len";
}

std::string typed_parameters(const Naming& naming, const std::string& self, const Signature& signature) {
  std::vector<std::string> parts = {self};
  for (const Argument& argument : signature.arguments) parts.push_back(typed(naming, argument));
  add_outs(naming, signature, parts);
  return join(parts, ", ");
}

std::string raw_parameters(const Naming& naming, const std::string& self, const Signature& signature) {
  std::vector<std::string> parts = {self};
  for (const Argument& argument : signature.arguments) parts.push_back(raw(naming, argument));
  add_outs(naming, signature, parts);
  return join(parts, ", ");
}

std::string raw_arguments(const Naming& naming, const std::string& self, const Signature& signature) {
  std::vector<std::string> parts = {self};
  for (const Argument& a : signature.arguments) {
    const bool pair = passing(naming, a.type) == abi::Passing::pointer_and_length;
    parts.push_back(pair ? a.name + ".ptr, " + a.name + ".len" : a.name);
  }
  add_out_names(signature, parts);
  return join(parts, ", ");
}

std::string typed_arguments(const std::string& self, const Signature& signature) {
  std::vector<std::string> parts = {self};
  for (const Argument& argument : signature.arguments) parts.push_back(argument.name);
  add_out_names(signature, parts);
  return join(parts, ", ");
}

}  // namespace tenon::bind::c

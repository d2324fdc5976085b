// SPDX-License-Identifier: MIT
#include "bind/c/skeleton.hpp"

#include <algorithm>

#include "bind/c/c.hpp"
#include "bind/c/plugin.hpp"
#include "bind/c/tables.hpp"
#include "bind/c/values.hpp"
#include "bind/common/text.hpp"

namespace tenon::bind::c {
namespace {

// Whether the zero value of the type has an object in it, which can't be made of zeros.
bool needs_object(const wit::Model& model, const wit::Type& type) {
  const auto in = [&](const wit::Type& part) { return needs_object(model, part); };
  if (model.as<wit::Handle>(type)) return true;
  if (const auto* record = model.as<wit::Record>(type))
    return std::ranges::any_of(record->fields, in, &wit::Field::type);
  if (const auto* tuple = model.as<wit::Tuple>(type)) return std::ranges::any_of(tuple->types, in);
  if (const auto* variant = model.as<wit::Variant>(type))
    return variant->cases[0].type && in(*variant->cases[0].type);
  const auto* result = model.as<wit::Result>(type);
  return result && result->ok && in(*result->ok);
}

bool is_aggregate(const Naming& naming, const wit::Type& type) {
  const wit::Type target = naming.model().resolve(type);
  const auto* primitive = std::get_if<wit::Primitive>(&target);
  if (primitive) return *primitive == wit::Primitive::string;
  return !naming.model().as<wit::Enum>(type) && !naming.model().as<wit::Flags>(type);
}

// Without libc not by an assignment, for which compilers may call memset.
std::string zero(const Naming& naming, const Out& out, bool freestanding) {
  if (!is_aggregate(naming, out.type)) return "*" + out.name + " = 0;\n";
  if (freestanding) return "tenon_clear(" + out.name + ", sizeof *" + out.name + ");\n";
  return "*" + out.name + " = (" + naming.type(out.type) + "){0};\n";
}

std::string body(const Naming& naming, const std::string& plugin, const Signature& signature,
                 bool freestanding) {
  std::string text;
  const auto unused = [&](const std::string& name) { text += "(void)" + name + ";\n"; };
  const bool trap = signature.ok && needs_object(naming.model(), signature.ok->type);
  if (!trap) unused("self");
  for (const Argument& a : signature.arguments)
    if (!owns_objects(naming.model(), a.type)) unused(a.name);
  if (signature.err) unused(signature.err->name);
  if (trap) {
    unused(signature.ok->name);
    return text + drop_arguments(naming, signature) + "return " + plugin +
           "_trap(&self->host, \"not written yet\");\n";
  }
  text += drop_arguments(naming, signature);
  if (signature.ok) text += zero(naming, *signature.ok, freestanding);
  return text + "return TENON_OK;\n";
}

std::string function(const Naming& naming, const PluginPart& part, const Exported& exported,
                     bool freestanding) {
  return fill(R"(

    int32_t {{name}}({{parameters}}) {
      {{body}}
    }
  )",
              {{"name", exported.name},
               {"parameters", typed_parameters(naming, part.name() + " *self", exported.signature)},
               {"body", body(naming, part.name(), exported.signature, freestanding)}});
}

}  // namespace

File skeleton(const Library& library) {
  Naming naming(*library.model, worlds_of(library));
  naming.avoid(global_names(library));
  const PluginPart part(naming, library, library.plugins[0]);
  std::string text = fill(R"(
    #include "{{library}}.tenon.h"

    struct {{name}} {
      {{name}}_host host;
    };

    int32_t {{name}}_create(const {{name}}_host *host, {{name}} **self) {
      *self = {{name}}_alloc(host, sizeof **self);
      if (!*self) return TENON_OUT_OF_MEMORY;
      (*self)->host = *host;
      return TENON_OK;
    }

    void {{name}}_destroy({{name}} *self) {
      const {{name}}_host host = self->host;
      {{name}}_free(&host, self, sizeof *self);
    }
  )",
                          {{"library", library.name}, {"name", part.name()}});
  for (const Exported& exported : part.exports())
    text += function(naming, part, exported, library.freestanding);
  return {.path = library.name + ".c", .text = std::move(text)};
}

}  // namespace tenon::bind::c

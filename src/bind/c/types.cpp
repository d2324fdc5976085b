// SPDX-License-Identifier: MIT
#include "bind/c/types.hpp"

#include <algorithm>
#include <cstdint>

#include "abi/layout.hpp"
#include "bind/c/docs.hpp"
#include "bind/c/values.hpp"
#include "bind/common/text.hpp"

namespace tenon::bind::c {
namespace {

/// Lists that include/tenon/abi/value.h has.
bool is_in_abi(const wit::Model& model, const wit::List& list) {
  return std::holds_alternative<wit::Primitive>(model.resolve(list.type));
}

bool is_handle_type(const wit::Model& model, const wit::Type& type) {
  return model.as<wit::Handle>(type) != nullptr;
}

}  // namespace

namespace {

/// Of the code alone: FNV-1a without comments and blanks.
std::string code_hash(std::string_view text) {
  std::uint32_t hash = 0x811c9dc5;
  for (std::size_t i = 0; i < text.size(); i++) {
    if (text.substr(i).starts_with("/*"))
      i = std::min(text.find("*/", i + 2), text.size() - 2) + 1;
    else if (text[i] != ' ' && text[i] != '\n')
      hash = (hash ^ static_cast<unsigned char>(text[i])) * 0x01000193;
  }
  return std::to_string(hash);
}

}  // namespace

// Headers of two worlds may both have it, but not in different forms, as two versions of a package have.
std::string guarded(const std::string& name, const std::string& text) {
  return fill(R"(

    #ifndef TENON_HAS_{{name}}
    #define TENON_HAS_{{name}} {{hash}}
    {{text}}
    #elif TENON_HAS_{{name}} != {{hash}}
    #error "`{{name}}` is another one than in a header of Tenon's that was included before: include them in different files"
    #endif
  )",
              {{"name", name}, {"text", text}, {"hash", code_hash(text)}});
}

std::string Types::define(const wit::Type& type) {
  std::string out;
  for (wit::TypeId id : walk_.enter(type)) out += definition(id);
  return out;
}

// A whole result of type result<T, E> has two outs and no struct.
std::string Types::define(const wit::Function& function) {
  std::string out;
  for (const wit::Param& param : function.params) out += define(param.type);
  if (!function.result) return out;
  const auto* result = naming_.model().as<wit::Result>(*function.result);
  if (!result) return out + define(*function.result);
  if (result->ok) out += define(*result->ok);
  if (result->err) out += define(*result->err);
  return out;
}

std::string Types::definition(wit::TypeId id) {
  const wit::TypeDef& def = naming_.model()[id];
  if (const auto* k = std::get_if<wit::Alias>(&def.kind)) return alias(id, k->type);
  const bool structural = is_structural(def.kind);
  std::string out;
  if (!std::holds_alternative<wit::Handle>(def.kind)) {
    const std::string name = naming_.type(id);
    naming_.take(name, origin(id), def.span);
    if (defined_.insert(name).second)
      out = guarded(name,
                    (structural ? "" : comment(def.docs)) + body(id, name) + value_functions(naming_, id));
  }
  return structural && !def.name.empty() ? out + second_name(id, id) : out;
}

std::string Types::body(wit::TypeId id, const std::string& name) {
  const wit::TypeKind& kind = naming_.model()[id].kind;
  if (std::holds_alternative<wit::Resource>(kind)) return resource(name, id);
  assert_layout(id, name);
  if (const auto* k = std::get_if<wit::Record>(&kind)) return record(*k, name);
  if (const auto* k = std::get_if<wit::Tuple>(&kind)) return tuple(*k, name);
  if (const auto* k = std::get_if<wit::Variant>(&kind)) return variant(*k, name, id);
  if (const auto* k = std::get_if<wit::Enum>(&kind)) return enumeration(*k, name, id);
  if (const auto* k = std::get_if<wit::Flags>(&kind)) return flags(*k, name, id);
  if (const auto* k = std::get_if<wit::List>(&kind)) return list(*k, name);
  if (const auto* k = std::get_if<wit::Option>(&kind)) return option(*k, id, name);
  if (const auto* k = std::get_if<wit::Result>(&kind)) return result(*k, id, name);
  return "";  // check_profile refuses what isn't above
}

std::string Types::member(const wit::Type& type, const std::string& name) const {
  return naming_.type(type) + (is_handle_type(naming_.model(), type) ? " *" : " ") + name + ";\n";
}

void Types::assert_offset(const std::string& type, const std::string& field, std::uint32_t offset) {
  asserts_ += "_Static_assert(offsetof(" + type + ", " + field + ") == " + std::to_string(offset) + ", \"" +
              type + "." + field + "\");\n";
}

std::string Types::record(const wit::Record& record, const std::string& name) {
  const std::vector<std::uint32_t> offsets = abi::field_offsets(naming_.model(), record);
  std::string fields;
  for (std::size_t i = 0; i < record.fields.size(); ++i) {
    const wit::Field& f = record.fields[i];
    const std::string field = naming_.field(f.name);
    naming_.take_member(name, field, "field `" + f.name + "`", f.span);
    fields += comment(f.docs) + member(f.type, field);
    assert_offset(name, field, offsets[i]);
  }
  return fill("typedef struct {{name}} {\n  {{fields}}\n} {{name}};\n", {{"name", name}, {"fields", fields}});
}

// A tuple is laid out as a record with the same types.
std::string Types::tuple(const wit::Tuple& tuple, const std::string& name) {
  wit::Record record;
  for (const wit::Type& type : tuple.types)
    record.fields.push_back({"f" + std::to_string(record.fields.size()), type, "", {}});
  return this->record(record, name);
}

/// "typedef uint8_t name;", as wide as a tag of that many cases.
std::string Types::number(const std::string& name, std::uint32_t bytes) {
  return "typedef uint" + std::to_string(8 * bytes) + "_t " + name + ";\n";
}

std::string Types::constants(const std::vector<Constant>& constants, wit::TypeId id,
                             const std::string& kind) {
  std::string lines;
  for (std::size_t i = 0; i < constants.size(); ++i) {
    const Constant& c = constants[i];
    const std::string constant = naming_.constant(id, c.name);
    naming_.take(constant, kind + " `" + c.name + "` of " + origin(id), c.span);
    lines += comment(c.docs) + constant + " = " + (kind == "flag" ? "1u << " : "") + std::to_string(i) +
             (i + 1 < constants.size() ? ",\n" : "\n");
  }
  // The highest of 32 flags is no `int`, as C11 wants its enumeration constants.
  const std::string wide = kind == "flag" && constants.size() > 31 ? "__extension__ " : "";
  return fill("{{wide}}enum {\n  {{lines}}\n};\n", {{"wide", wide}, {"lines", lines}});
}

std::string Types::enumeration(const wit::Enum& e, const std::string& name, wit::TypeId id) {
  std::vector<Constant> cases;
  for (const wit::Label& l : e.cases) cases.push_back({l.name, l.docs, l.span});
  return number(name, abi::tag_size(e.cases.size())) + constants(cases, id, "case");
}

std::string Types::flags(const wit::Flags& flags, const std::string& name, wit::TypeId id) {
  std::vector<Constant> bits;
  for (const wit::Label& l : flags.flags) bits.push_back({l.name, l.docs, l.span});
  return number(name, abi::layout_of(naming_.model(), id).size) + constants(bits, id, "flag");
}

// Docs of cases stand at the constants, which all of them have.
std::string Types::variant(const wit::Variant& variant, const std::string& name, wit::TypeId id) {
  std::vector<Constant> cases;
  std::string payloads;
  for (const wit::Case& c : variant.cases) {
    cases.push_back({c.name, c.docs, c.span});
    if (!c.type) continue;
    naming_.take_member(name, naming_.field(c.name), "case `" + c.name + "`", c.span);
    payloads += "  " + member(*c.type, naming_.field(c.name));
  }
  if (!payloads.empty()) assert_offset(name, "val", abi::payload_offset(naming_.model(), id));
  const std::string tag = std::to_string(8 * abi::tag_size(variant.cases.size()));
  return fill("typedef struct {{name}} {\n  uint{{tag}}_t tag;\n  {{payload}}\n} {{name}};\n",
              {{"name", name},
               {"tag", tag},
               {"payload", payloads.empty() ? "" : "union {\n" + payloads + "} val;\n"}}) +
         constants(cases, id, "case");
}

std::string Types::list(const wit::List& list, const std::string& name) const {
  const wit::Model& model = naming_.model();
  if (is_in_abi(model, list)) return "";
  const std::string element = naming_.type(list.type);
  const std::string pointer =
      is_handle_type(model, list.type) ? element + " *const *ptr" : "const " + element + " *ptr";
  return fill("typedef struct {{name}} {\n  {{pointer}};\n  size_t len;\n} {{name}};\n",
              {{"name", name}, {"pointer", pointer}});
}

std::string Types::option(const wit::Option& option, wit::TypeId id, const std::string& name) {
  assert_offset(name, "value", abi::payload_offset(naming_.model(), id));
  return fill("typedef struct {{name}} {\n  uint8_t is_some;\n  {{value}}\n} {{name}};\n",
              {{"name", name}, {"value", member(option.type, "value")}});
}

std::string Types::result(const wit::Result& result, wit::TypeId id, const std::string& name) {
  std::string parts;
  if (result.ok) parts += "  " + member(*result.ok, "ok");
  if (result.err) parts += "  " + member(*result.err, "err");
  if (!parts.empty()) assert_offset(name, "value", abi::payload_offset(naming_.model(), id));
  const std::string payload = parts.empty() ? "" : "union {\n" + parts + "} value;\n";
  return fill("typedef struct {{name}} {\n  uint8_t is_err;\n  {{payload}}\n} {{name}};\n",
              {{"name", name}, {"payload", payload}});
}

// Everything behind the vtable is its maker's.
std::string Types::resource(const std::string& name, wit::TypeId id) {
  naming_.take(naming_.own(name, "drop"), "the function that drops " + origin(id), naming_.model()[id].span);
  return fill(R"(
    typedef struct {{name}} {
      const tenon_table *vtable;
    } {{name}};
    /* NULL is ignored. */
    static inline void {{drop}}({{name}} *self) {
      if (self) self->vtable->drop(self);
    }
  )",
              {{"name", name}, {"drop", naming_.own(name, "drop")}});
}

// `use` brings in a name that C doesn't need: the type has its first interface's.
std::string Types::alias(wit::TypeId id, const wit::Type& type) {
  const wit::Model& model = naming_.model();
  const wit::TypeDef& def = model[id];
  const auto* target = std::get_if<wit::TypeId>(&type);
  const bool used = target && !model[*target].name.empty() && model[*target].owner != def.owner;
  return used || def.name.empty() ? "" : second_name(id, type);
}

std::string Types::second_name(wit::TypeId id, const wit::Type& type) {
  const wit::TypeDef& def = naming_.model()[id];
  const std::string name = naming_.named(id);
  naming_.take(name, named_origin(id), def.span);
  const std::string star = is_handle_type(naming_.model(), type) ? " *" : " ";
  return guarded(name, comment(def.docs) + "typedef " + naming_.type(type) + star + name + ";\n");
}

std::string Types::origin(wit::TypeId id) const {
  return is_structural(naming_.model()[id].kind) ? "`" + naming_.shape(id) + "`" : named_origin(id);
}

std::string Types::named_origin(wit::TypeId id) const {
  const wit::TypeDef& def = naming_.model()[id];
  const auto* interface = std::get_if<wit::InterfaceId>(&def.owner);
  const std::string place = interface ? naming_.model().id_of(*interface)
                                      : naming_.model().id_of(std::get<wit::WorldId>(def.owner));
  return "`" + def.name + "` of " + place;
}

void Types::assert_layout(wit::TypeId id, const std::string& name) {
  const abi::Layout layout = abi::layout_of(naming_.model(), id);
  asserts_ += "_Static_assert(sizeof(" + name + ") == " + std::to_string(layout.size) + " && _Alignof(" +
              name + ") == " + std::to_string(layout.align) + ", \"" + name + "\");\n";
}

}  // namespace tenon::bind::c

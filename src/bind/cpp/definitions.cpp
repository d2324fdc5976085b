// SPDX-License-Identifier: MIT
#include "bind/cpp/definitions.hpp"

#include <algorithm>

#include "abi/layout.hpp"
#include "bind/common/names.hpp"
#include "bind/common/text.hpp"
#include "bind/cpp/functions.hpp"
#include "bind/cpp/types.hpp"

namespace tenon::bind::cpp {
namespace {

std::string hexadecimal(std::uint64_t number) {
  std::string digits;
  for (; number != 0; number >>= 4) digits.insert(0, 1, "0123456789abcdef"[number & 15]);
  return digits;
}

std::string enum_definition(const Context& c, wit::TypeId id, const wit::Enum& e) {
  std::string cases;
  for (const wit::Label& label : e.cases) cases += doc_comment(label.docs) + word(label.name) + ",\n";
  const std::uint32_t bits = abi::tag_size(e.cases.size()) * 8;
  return fill(R"(

    {{docs}}
    enum class {{name}} : std::uint{{bits}}_t {
      {{cases}}
    };
  )",
              {{"docs", doc_comment(c.m()[id].docs)},
               {"name", type_name(c, id)},
               {"bits", std::to_string(bits)},
               {"cases", cases}});
}

/// Operators come with the enumeration.
std::string flags_definition(const Context& c, wit::TypeId id, const wit::Flags& flags) {
  std::string members;
  for (std::size_t i = 0; i < flags.flags.size(); ++i)
    members += doc_comment(flags.flags[i].docs) + word(flags.flags[i].name) + " = 1u << " +
               std::to_string(i) + ",\n";
  return fill(R"(

    {{docs}}
    enum class {{name}} : std::uint{{bits}}_t {
      {{members}}
    };
  )",
              {{"docs", doc_comment(c.m()[id].docs)},
               {"name", type_name(c, id)},
               {"bits", std::to_string(abi::layout_of(c.m(), id).size * 8)},
               {"members", members}});
}

/// What makes sets of the flags in this namespace usable: found by argument-dependent lookup.
std::string flags_operators() {
  return "\nusing tenon::flags::has, tenon::flags::operator|, tenon::flags::operator&, "
         "tenon::flags::operator^, "
         "tenon::flags::operator~;\n"
         "using tenon::flags::operator|=, tenon::flags::operator&=, tenon::flags::operator^=;\n";
}

std::string size_check(const Context& c, wit::TypeId id) {
  const std::string view = type_name(c, id, "View");
  const abi::Layout layout = abi::layout_of(c.m(), id);
  return "static_assert(sizeof(" + view + ") == " + std::to_string(layout.size) + " && alignof(" + view +
         ") == " + std::to_string(layout.align) + ");\n";
}

/// The view's place in memory is part of the contract.
std::string layout_checks(const Context& c, wit::TypeId id, const wit::Record& record) {
  const std::string view = type_name(c, id, "View");
  std::string out = size_check(c, id);
  const std::vector<std::uint32_t> offsets = abi::field_offsets(c.m(), record);
  for (std::size_t i = 0; i < offsets.size(); ++i)
    out += "static_assert(offsetof(" + view + ", " + word(record.fields[i].name) +
           ") == " + std::to_string(offsets[i]) + ");\n";
  return out;
}

/// Values without objects of their own can be compared.
std::string equality(const Context& c, const wit::Type& type, const std::string& name) {
  if (has_objects(c.m(), type, true)) return {};
  return "\nfriend bool operator==(const " + name + "&, const " + name + "&) = default;\n";
}

// clang takes twice as long for each initialised record around another: 45 seconds for 30 of them. Those
// inside of others are initialised without it, too; with it, gcc doesn't warn of them in `{.x = 1}`.
constexpr std::size_t kMostInitialised = 8;

/// Handles have no empty state to begin with.
std::string initialiser(const Context& c, const wit::Field& field, bool has_handles) {
  const auto* id = std::get_if<wit::TypeId>(&field.type);
  return has_handles || (id != nullptr && (*c.nested)[id->index] > kMostInitialised) ? "" : "{}";
}

std::string record_definition(const Context& c, wit::TypeId id, const wit::Record& record) {
  const bool has_handles = has_objects(c.m(), id, false);
  std::string fields, views;
  for (const wit::Field& field : record.fields) {
    fields += doc_comment(field.docs) + owned_type(c, field.type) + " " + word(field.name) +
              initialiser(c, field, has_handles) + ";\n";
    views += view_type(c, field.type) + " " + word(field.name) + ";\n";
  }
  const std::string name = type_name(c, id);
  return fill(
      R"(

    {{docs}}
    struct {{name}} {
      {{fields}}
      {{equal}}
    };
    /// {{name}} in the caller's memory.
    struct {{name}}View {
      using Owned = {{name}};
      {{views}}
    };
    {{checks}}
  )",
      {{"docs", doc_comment(c.m()[id].docs)},
       {"name", name},
       {"fields", fields},
       {"views", views},
       {"equal", equality(c, id, name)},
       {"checks", layout_checks(c, id, record)}});
}

/// The struct of one case, inside the variant's: other types are spelled in full, since cases may have
/// their names. Without initialisers: inside a class they aren't known yet where std::variant asks
/// whether the case can be made of nothing.
std::string case_definition(const Context& outside, wit::TypeId variant, const wit::Case& of,
                            std::size_t at) {
  const std::string name = case_name(outside.m(), variant, of.name);
  return fill(
      R"(
    {{docs}}
    struct {{name}} {
      static constexpr tenon::CaseOf<{{variant}}, {{at}}> kCase{};
      {{value}}
      {{equal}}
    };
  )",
      {{"docs", doc_comment(of.docs)},
       {"name", name},
       {"variant", type_name(outside, variant)},
       {"at", std::to_string(at)},
       {"value", of.type ? owned_type(outside, *of.type) + " value;" : ""},
       {"equal", of.type && has_objects(outside.m(), *of.type, true)
                     ? ""
                     : "friend bool operator==(const " + name + "&, const " + name + "&) = default;"}});
}

std::string variant_view(const Context& c, wit::TypeId id, const wit::Variant& variant) {
  std::string payloads;
  for (const wit::Case& of : variant.cases)
    if (of.type) payloads += view_type(c, *of.type) + " " + word(of.name) + ";\n";
  std::string checks = size_check(c, id);
  const std::string name = type_name(c, id),
                    offset = std::to_string(abi::payload_offset(c.m(), wit::Type(id)));
  if (!payloads.empty()) {
    payloads = "union Payload {\n" + prefixed(payloads, "  ") + "} payload;\n";
    checks += "static_assert(offsetof(" + name + "View, payload) == " + offset + ");\n";
  }
  return fill(R"(
    /// {{name}} in the caller's memory.
    struct {{name}}View : tenon::VariantView<{{name}}View, {{name}}> {
      using Owned = {{name}};
      std::uint{{bits}}_t tag;
      {{payloads}}
    };
    {{checks}}
  )",
              {{"name", name},
               {"bits", std::to_string(abi::tag_size(variant.cases.size()) * 8)},
               {"payloads", payloads},
               {"checks", checks}});
}

/// What holds one of the cases. A std::variant takes compilers time by the square of its cases, or more.
std::string any_of(const std::string& variant, const std::vector<std::string>& cases) {
  constexpr std::size_t kMany = 33;
  const std::string names = join(cases, ", ");
  return cases.size() < kMany ? "std::variant<" + names + ">"
                              : "tenon::OneOf<" + variant + ", tenon::room_for<" + names + ">>";
}

std::string variant_definition(const Context& c, wit::TypeId id, const wit::Variant& variant) {
  Context outside = c;
  outside.here = std::monostate{};
  std::vector<std::string> names;
  std::string cases;
  for (const wit::Case& of : variant.cases) {
    names.push_back(case_name(c.m(), id, of.name));
    cases += case_definition(outside, id, of, names.size() - 1);
  }
  const std::string name = type_name(c, id);
  return fill(
             R"(

    {{docs}}
    struct {{name}} {
      {{cases}}

      {{value}} value;

      {{zero}}
      /// Any of the cases will do.
      template <tenon::CaseIn<{{name}}> Case>
      {{name}}(Case of) : value(std::in_place_type<Case>, std::move(of)) {}
      {{equal}}
    };
  )",
             {{"docs", doc_comment(c.m()[id].docs)},
              {"name", name},
              {"cases", cases},
              {"value", any_of(name, names)},
              {"zero", has_zero(c.m(), id) ? name + "() = default;" : ""},
              {"equal", equality(c, id, name)}}) +
         variant_view(c, id, variant);
}

const abi::Resource* resource_of(const abi::Interface* interface, wit::TypeId id) {
  if (interface)
    for (const abi::Resource& resource : interface->resources)
      if (resource.type == id) return &resource;
  return nullptr;
}

std::string handle_definition(const Context& c, wit::TypeId id, const abi::Interface& interface,
                              const abi::Resource& resource) {
  std::string methods;
  for (const abi::Slot& slot : resource.methods) methods += wrapper_declaration(c, interface, slot);
  const bool host = c.side == Side::host;
  return fill(R"(

    {{docs}}
    /// Borrowed: valid during the call that it was given to.
    class {{name}}Ref : public tenon::ObjectRef {
     public:
      using tenon::ObjectRef::ObjectRef;

      {{methods}}
      /// The `Impl` that {{name}}::make was given, or nullptr if it is another's object.
      template <class Impl>
      Impl* as() const noexcept;

     private:
      const abi::{{name}}Vtable* vtable_() const noexcept { return reinterpret_cast<const abi::{{name}}Vtable*>(pointer_->vtable); }
    };

    {{docs}}
    /// Owning: drops the object.
    class {{name}} : public tenon::Own<{{name}}Ref> {
     public:
      using tenon::Own<{{name}}Ref>::Own;

      /// An object that is implemented by `impl`, which has the methods of {{name}}Ref.
      template <class Impl>
      static {{name}} make({{host}}Impl impl);
    };
  )",
              {{"docs", doc_comment(c.m()[id].docs)},
               {"name", type_name(c, id)},
               {"methods", methods},
               {"host", host ? "" : "const tenon::PluginHost& host, "}});
}

/// A resource outside the contract has no functions anywhere.
std::string bare_handle(const Context& c, wit::TypeId id) {
  return fill(R"(

    {{docs}}
    using {{name}}Ref = tenon::ObjectRef;
    using {{name}} = tenon::Own<tenon::ObjectRef>;
  )",
              {{"docs", doc_comment(c.m()[id].docs)}, {"name", type_name(c, id)}});
}

std::string alias_definition(const Context& c, wit::TypeId id) {
  const wit::TypeDef& def = c.m()[id];
  if (c.m().as<wit::Resource>(id)) {
    const wit::TypeId target = c.m().resolve_resource(id);
    return fill(
        R"(

      {{docs}}
      using {{name}}Ref = {{target}}Ref;
      using {{name}} = {{target}};
    )",
        {{"docs", doc_comment(def.docs)}, {"name", type_name(c, id)}, {"target", type_name(c, target)}});
  }
  std::string view;
  if (has_view(c.m(), id)) view = "using " + type_name(c, id) + "View = " + view_type(c, id) + ";\n";
  return fill(R"(

    {{docs}}
    using {{name}} = {{target}};
    {{view}}
  )",
              {{"docs", doc_comment(def.docs)},
               {"name", type_name(c, id)},
               {"target", owned_type(c, id)},
               {"view", view}});
}

/// Handles may be mentioned before their methods' types are known.
std::string forward_declarations(const Context& c, const std::vector<wit::TypeId>& defined,
                                 const abi::Interface* interface) {
  std::string out, tables;
  for (wit::TypeId id : defined) {
    const std::string name = type_name(c, id);
    if (has_view(c.m(), id) && !std::holds_alternative<wit::Alias>(c.m()[id].kind))
      out += "struct " + name + ";\n";
    if (!resource_of(interface, id)) continue;
    out += "class " + name + "Ref;\nclass " + name + ";\n";
    tables += "struct " + name + "Vtable;\n";
  }
  if (!tables.empty()) out += "namespace abi {\n" + tables + "}  // namespace abi\n";
  return tables.empty() ? std::string() : "\n" + out;
}

/// Those that stand in front of all that mention them; what is left is another name of some type.
bool has_other_definition(const wit::TypeKind& kind) {
  return std::holds_alternative<wit::Enum>(kind) || std::holds_alternative<wit::Flags>(kind) ||
         std::holds_alternative<wit::Resource>(kind);
}

std::string definition(const Context& c, wit::TypeId id) {
  const wit::TypeKind& kind = c.m()[id].kind;
  if (const auto* record = std::get_if<wit::Record>(&kind)) return record_definition(c, id, *record);
  if (const auto* variant = std::get_if<wit::Variant>(&kind)) return variant_definition(c, id, *variant);
  return has_other_definition(kind) ? "" : alias_definition(c, id);
}

std::string record_description(const std::string& name, const wit::Record& record) {
  std::string fields;
  for (const wit::Field& field : record.fields)
    fields += "tenon::Field(&Owned::" + word(field.name) + ", &View::" + word(field.name) + "),\n";
  return fill(R"(
    template <>
    struct tenon::Record<{{name}}> {
      using Owned = {{name}};
      using View = {{name}}View;
      static constexpr tenon::Fields fields{
          {{fields}}
    };
  )",
              {{"name", name}, {"fields", fields.erase(fields.size() - 2) + "};\n"}});
}

std::string variant_description(const Context& c, wit::TypeId id, const wit::Variant& variant) {
  std::string cases;
  for (const wit::Case& of : variant.cases)
    cases += "tenon::Case<Owned::" + case_name(c.m(), id, of.name) +
             (of.type ? ", &View::Payload::" + word(of.name) : "") + ">,\n";
  return fill(R"(
    template <>
    struct tenon::Variant<{{name}}> {
      using Owned = {{name}};
      using View = {{name}}View;
      static constexpr tenon::Cases<
          {{cases}}
          cases{};
    };
  )",
              {{"name", type_name(c, id)}, {"cases", cases.erase(cases.size() - 2) + ">\n"}});
}

/// The value of one of the library's variable templates.
std::string constant(const std::string& variable, const std::string& type, const std::string& value) {
  return "template <>\ninline constexpr std::uint32_t tenon::" + variable + "<" + type + "> = " + value +
         ";\n";
}

std::string all_bits(std::size_t flags) { return "0x" + hexadecimal((std::uint64_t{1} << flags) - 1) + "u"; }

}  // namespace

std::string type_definitions(const Context& c, const std::vector<wit::TypeId>& defined,
                             const abi::Interface* interface) {
  std::string out;
  for (wit::TypeId id : defined)
    if (const auto* e = std::get_if<wit::Enum>(&c.m()[id].kind))
      out += enum_definition(c, id, *e);
    else if (const auto* flags = std::get_if<wit::Flags>(&c.m()[id].kind))
      out += flags_definition(c, id, *flags);
  if (std::ranges::any_of(defined,
                          [&](wit::TypeId id) { return std::holds_alternative<wit::Flags>(c.m()[id].kind); }))
    out += flags_operators();
  out += forward_declarations(c, defined, interface);
  for (wit::TypeId id : defined)
    if (const abi::Resource* resource = resource_of(interface, id))
      out += handle_definition(c, id, *interface, *resource);
    else if (std::holds_alternative<wit::Resource>(c.m()[id].kind))
      out += bare_handle(c, id);
  for (wit::TypeId id : defined) out += definition(c, id);
  return out;
}

std::string type_specialisations(const Context& c, const std::vector<wit::TypeId>& defined) {
  std::string out;
  Context outside = c;
  outside.here = std::monostate{};
  for (wit::TypeId id : defined) {
    const wit::TypeKind& kind = c.m()[id].kind;
    const std::string name = type_name(outside, id);
    if (const auto* e = std::get_if<wit::Enum>(&kind))
      out += constant("enum_cases", name, std::to_string(e->cases.size()));
    if (const auto* flags = std::get_if<wit::Flags>(&kind))
      out += constant("flags_mask", name, all_bits(flags->flags.size()));
    if (const auto* record = std::get_if<wit::Record>(&kind)) out += record_description(name, *record);
    if (const auto* variant = std::get_if<wit::Variant>(&kind))
      out += variant_description(outside, id, *variant);
  }
  return out.empty() ? out : "\n" + out;
}

}  // namespace tenon::bind::cpp

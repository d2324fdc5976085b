// SPDX-License-Identifier: MIT
#include "bind/cpp/definitions.hpp"

#include "abi/layout.hpp"
#include "bind/common/names.hpp"
#include "bind/common/text.hpp"
#include "bind/cpp/functions.hpp"
#include "bind/cpp/types.hpp"

namespace tenon::bind::cpp {
namespace {

std::string word(std::string_view kebab) { return names::value(Language::cpp, kebab); }

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

/// The view's place in memory is part of the contract.
std::string layout_checks(const Context& c, wit::TypeId id, const wit::Record& record) {
  const std::string view = type_name(c, id, "View");
  const abi::Layout layout = abi::layout_of(c.m(), id);
  std::string out = "static_assert(sizeof(" + view + ") == " + std::to_string(layout.size) + " && alignof(" +
                    view + ") == " + std::to_string(layout.align) + ");\n";
  const std::vector<std::uint32_t> offsets = abi::field_offsets(c.m(), record);
  for (std::size_t i = 0; i < offsets.size(); ++i)
    out += "static_assert(offsetof(" + view + ", " + word(record.fields[i].name) +
           ") == " + std::to_string(offsets[i]) + ");\n";
  return out;
}

std::string record_definition(const Context& c, wit::TypeId id, const wit::Record& record) {
  std::string fields, views;
  for (const wit::Field& field : record.fields) {
    fields += doc_comment(field.docs) + owned_type(c, field.type) + " " + word(field.name) + "{};\n";
    views += view_type(c, field.type) + " " + word(field.name) + ";\n";
  }
  const std::string name = type_name(c, id);
  const bool comparable = !has_objects(c.m(), id, true);
  if (has_objects(c.m(), id, false)) {  // handles have no empty state to begin with
    for (std::size_t at = fields.find("{};"); at != std::string::npos; at = fields.find("{};"))
      fields.erase(at, 2);
  }
  return fill(
      R"(

    {{docs}}
    struct {{name}} {
      {{fields}}
      {{equal}}
    };
    /// {{name}} in the caller's memory.
    struct {{name}}View {
      {{views}}
    };
    {{checks}}
  )",
      {{"docs", doc_comment(c.m()[id].docs)},
       {"name", name},
       {"fields", fields},
       {"views", views},
       {"equal",
        comparable ? "\nfriend bool operator==(const " + name + "&, const " + name + "&) = default;\n" : ""},
       {"checks", layout_checks(c, id, record)}});
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
      using ObjectRef::ObjectRef;

      {{methods}}
      /// The `Impl` that {{name}}::make was given, or nullptr if it is another's object.
      template <class Impl>
      Impl* as() const noexcept;

     private:
      const abi::{{name}}Vtable* vtable_() const noexcept { return reinterpret_cast<const abi::{{name}}Vtable*>(object_->vtable); }
    };

    {{docs}}
    /// Owning: drops the object.
    class {{name}} : public tenon::Own<{{name}}Ref> {
     public:
      using Own::Own;

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
  if (c.m().as<wit::Record>(id)) view = "using " + type_name(c, id) + "View = " + view_type(c, id) + ";\n";
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
    if (std::holds_alternative<wit::Record>(c.m()[id].kind)) out += "struct " + name + ";\n";
    if (!resource_of(interface, id)) continue;
    out += "class " + name + "Ref;\nclass " + name + ";\n";
    tables += "struct " + name + "Vtable;\n";
  }
  if (!tables.empty()) out += "namespace abi {\n" + tables + "}  // namespace abi\n";
  return tables.empty() ? std::string() : "\n" + out;
}

std::string definition(const Context& c, wit::TypeId id) {
  const wit::TypeKind& kind = c.m()[id].kind;
  if (const auto* record = std::get_if<wit::Record>(&kind)) return record_definition(c, id, *record);
  return {};
}

}  // namespace

std::string type_definitions(const Context& c, const std::vector<wit::TypeId>& defined,
                             const abi::Interface* interface) {
  std::string out;
  for (wit::TypeId id : defined)
    if (const auto* e = std::get_if<wit::Enum>(&c.m()[id].kind)) out += enum_definition(c, id, *e);
  out += forward_declarations(c, defined, interface);
  for (wit::TypeId id : defined)
    if (const abi::Resource* resource = resource_of(interface, id))
      out += handle_definition(c, id, *interface, *resource);
    else if (std::holds_alternative<wit::Resource>(c.m()[id].kind))
      out += bare_handle(c, id);
  for (wit::TypeId id : defined)
    out += std::holds_alternative<wit::Alias>(c.m()[id].kind) ? alias_definition(c, id) : definition(c, id);
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
      out += "template <>\ninline constexpr std::uint32_t tenon::enum_cases<" + name +
             "> = " + std::to_string(e->cases.size()) + ";\n";
    const auto* record = std::get_if<wit::Record>(&kind);
    if (!record) continue;
    std::string fields;
    for (const wit::Field& field : record->fields)
      fields += "tenon::Field(&Owned::" + word(field.name) + ", &View::" + word(field.name) + "),\n";
    out += fill(R"(
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
  return out.empty() ? out : "\n" + out;
}

}  // namespace tenon::bind::cpp

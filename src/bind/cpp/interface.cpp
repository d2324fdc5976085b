// SPDX-License-Identifier: MIT
#include "bind/cpp/interface.hpp"

#include "bind/common/names.hpp"
#include "bind/common/text.hpp"
#include "bind/cpp/definitions.hpp"
#include "bind/cpp/functions.hpp"
#include "bind/cpp/types.hpp"

namespace tenon::bind::cpp {
namespace {

std::string table_struct(const Context& c, const std::string& name, const std::vector<abi::Slot>& slots) {
  std::string fields;
  for (const abi::Slot& slot : slots) fields += table_field(c, *slot.function);
  return fill(R"(

    struct {{name}} {
      tenon_table head;
      {{fields}}
    };
  )",
              {{"name", name}, {"fields", fields}});
}

/// The slots of a resource, and the vtable made of them, for any author's type `T`.
std::string resource_slots(const Context& c, const abi::Resource& resource) {
  const std::string name = type_name(c, resource.type);
  std::string slots;
  for (const abi::Slot& slot : resource.methods)
    slots +=
        slot_function(c, *slot.function,
                      {"the type given to " + name + "::make has", member_name(c.m(), *slot.function), ""}) +
        "\n";
  const std::string scope = name + "Slots";
  const std::string drop = std::string("&tenon::Box<T, ") + (c.concurrent ? "true" : "false") + ">::drop";
  return fill(
      R"(

    inline tenon::LiveCount {{live}}_live[{{plugins}}] = {};  // of each plugin of the library

    template <class T>
    struct {{scope}} {
      using Target = tenon::ObjectOf<T, {{concurrent}}>;

      {{slots}}
      static constexpr {{name}}Vtable vtable_ = {{value}};
    };
  )",
      {{"live", names::snake(c.m()[resource.type].name)},
       {"plugins", std::to_string(c.bases.size())},
       {"scope", scope},
       {"name", name},
       {"slots", slots},
       {"concurrent", c.concurrent ? "true" : "false"},
       {"value", table_value(c, resource.methods, resource.hash, resource.id, drop, scope, "      ")}});
}

std::string interface_slots(const Context& c, const abi::Interface& interface) {
  std::string slots;
  for (const abi::Slot& slot : interface.functions)
    slots += slot_function(
                 c, *slot.function,
                 {"the import `" + spoken(interface) + "` has", member_name(c.m(), *slot.function), ""}) +
             "\n";
  return fill(
      R"(

    template <class T>
    struct Slots {
      using Target = tenon::ImportOf<T>;

      {{slots}}
      static constexpr Table table_ = {{value}};
    };
  )",
      {{"slots", slots},
       {"value",
        table_value(c, interface.functions, interface.hash, interface.id, "nullptr", "Slots", "      ")}});
}

std::string machinery(const Context& c, const abi::Interface& interface, Halves halves) {
  std::string out;
  const bool types_of_world = std::holds_alternative<wit::WorldId>(c.here);
  if (!types_of_world) out += table_struct(c, "Table", interface.functions);
  for (const abi::Resource& resource : interface.resources)
    out += table_struct(c, type_name(c, resource.type) + "Vtable", resource.methods);
  for (const abi::Resource& resource : interface.resources) out += resource_slots(c, resource);
  if (halves.implemented) out += interface_slots(c, interface);
  return "\n/// Tables and slots; not meant to be used by hand.\nnamespace abi {\n" + out +
         "\n}  // namespace abi\n";
}

/// What a plugin calls of its host's. Its imports are where they are for as long as the instance lives.
std::string import_wrappers(const abi::Interface& interface, const std::string& functions) {
  return fill(R"(

    /// The functions of {{id}}, as the other side implements them.
    class Interface {
     public:
      Interface(const tenon_reference& reference, tenon::Heap heap) noexcept
          : table_(reinterpret_cast<const abi::Table*>(reference.table)), self_(reference.self), memory_(heap) {}

      {{functions}}
      /// Whether the other side has the interface at all.
      explicit operator bool() const noexcept { return table_ != nullptr; }

     private:
      const abi::Table* table_;
      void* self_;
      [[maybe_unused]] tenon::Heap memory_;
    };
  )",
              {{"id", interface.name}, {"functions", functions}});
}

/// What a host calls of a plugin's, which a reload may replace.
std::string export_wrappers(const abi::Interface& interface, const std::string& functions) {
  return fill(R"(

    /// The functions of {{id}}, as the plugin implements them. `Reach_`: tenon::Fixed or tenon::Following.
    template <class Reach_>
    class InterfaceOf {
     public:
      InterfaceOf(Reach_ reach, tenon::Heap heap) noexcept : reach_(reach), memory_(heap) {}

      {{functions}}
      /// Whether the plugin has the interface at all.
      explicit operator bool() const noexcept { return reach_.begin().table() != nullptr; }

     private:
      Reach_ reach_;
      [[maybe_unused]] tenon::Heap memory_;
    };
    /// In one build of the plugin: each call is one through its table.
    using Interface = InterfaceOf<tenon::Fixed>;
    /// In whatever build the plugin is: each call is made under a pin and follows reloads.
    using Following = InterfaceOf<tenon::Following>;
  )",
              {{"id", interface.name}, {"functions", functions}});
}

std::string interface_class(const Context& c, const abi::Interface& interface) {
  std::string functions;
  for (const abi::Slot& slot : interface.functions) functions += wrapper_declaration(c, interface, slot);
  return c.side == Side::host ? export_wrappers(interface, functions) : import_wrappers(interface, functions);
}

std::string import_class(const abi::Interface& interface) {
  return fill(R"(

    /// What a host hands in as {{id}}: any object with its functions, which must outlive the
    /// instances that it is given to, and their objects.
    class Import {
     public:
      template <class T>
        requires(!std::same_as<std::remove_cv_t<T>, Import>)
      Import(T& implementation) noexcept : reference_(tenon::reference_to(abi::Slots<T>::table_.head, implementation)) {}

      const tenon_reference& reference() const noexcept { return reference_; }

     private:
      tenon_reference reference_;
    };
  )",
              {{"id", interface.name}});
}

std::string handle_functions(const Context& c, const abi::Interface& interface,
                             const abi::Resource& resource) {
  const std::string name = type_name(c, resource.type);
  std::string out;
  for (std::size_t i = 0; i < resource.methods.size(); ++i)
    out += wrapper_definition(c, interface, resource.methods[i], i,
                              {name + "Ref", "vtable_()", "pointer_", spoken(interface)});
  const std::string concurrent = c.concurrent ? "true" : "false";
  const bool host = c.side == Side::host;
  return out + fill(R"(

    template <class Impl>
    Impl* {{name}}Ref::as() const noexcept {
      if (!tenon::detail::is_own_object(pointer_, &{{owner}}, {{id}})) return nullptr;
      return tenon::detail::implementation<Impl, {{concurrent}}>(pointer_);
    }

    template <class Impl>
    {{name}} {{name}}::make({{host}}Impl impl) {
      const tenon_table* const vtable = &abi::{{name}}Slots<Impl>::vtable_.head;
      return {{name}}(tenon::Box<Impl, {{concurrent}}>::make({{record}}, vtable, abi::{{live}}_live[{{plugin}}], std::move(impl)), {{heap}});
    }
  )",
                    {{"name", name},
                     {"owner", c.owner},
                     {"id", c_literal(resource.id)},
                     {"concurrent", concurrent},
                     {"host", host ? "" : "const tenon::PluginHost& host, "},
                     {"record", host ? "&tenon::host_record()" : "host.record()"},
                     {"live", names::snake(c.m()[resource.type].name)},
                     {"plugin", host ? "0" : "host.record()->plugin"},
                     {"heap", host ? "tenon::host_heap()" : "host.heap()"}});
}

std::string function_definitions(const Context& c, const abi::Interface& interface, Halves halves) {
  std::string out;
  for (const abi::Resource& resource : interface.resources) out += handle_functions(c, interface, resource);
  if (!halves.called) return out;
  const Target target = c.side == Side::host ? Target{"InterfaceOf<Reach_>",
                                                      "reinterpret_cast<const abi::Table*>(to_.table())",
                                                      "to_.self()",
                                                      spoken(interface),
                                                      "const auto to_ = reach_.begin();\n",
                                                      "template <class Reach_>",
                                                      "Reach_::kFollows && to_.table() == nullptr"}
                                             : Target{"Interface", "table_", "self_", spoken(interface)};
  for (std::size_t i = 0; i < interface.functions.size(); ++i)
    out += wrapper_definition(c, interface, interface.functions[i], i, target);
  return out;
}

std::string in_namespace(const Context& c, const std::string& text) {
  if (text.empty()) return {};
  const std::string open = opened(c.space, c.build);
  return "\nnamespace " + open + " {\n" + text + "\n}  // namespace " + open + "\n";
}

/// In the model's order, in which a type stands behind those that it mentions.
std::vector<wit::TypeId> types_of_world(const Context& c, wit::WorldId world) {
  const wit::Model& model = c.m();
  std::vector<wit::TypeId> types;
  for (std::uint32_t i = 0; i < model.types.size(); ++i) {
    const wit::TypeDef& def = model.types[i];
    const bool brought_in = std::holds_alternative<wit::Alias>(def.kind);
    if (def.owner != wit::Owner(world) || def.name.empty() || brought_in) continue;
    if ((*c.in_profile)[i]) types.push_back({i});
  }
  return types;
}

}  // namespace

std::string hash_literal(const abi::Hash& hash) {
  std::string list = hex_list({hash.begin(), hash.end()});
  while (list.ends_with('\n') || list.ends_with(',')) list.pop_back();
  return "{" + list + "}";
}

std::string table_value(const Context& c, const std::vector<abi::Slot>& slots, const abi::Hash& hash,
                        const std::string& id, const std::string& drop, const std::string& scope,
                        const std::string& indent) {
  std::string entries;
  for (const abi::Slot& slot : slots)
    entries += ",\n" + indent + "&" + scope + "::" + member_name(c.m(), *slot.function);
  return "{\n" + indent + "{" + std::to_string(slots.size()) + ", 0, " + hash_literal(hash) + ", " +
         c_literal(id) + ", &" + c.owner + ", " + drop + "}" + entries + "}";
}

std::string interface_text(const Context& outer, wit::Owner owner, const std::string& space,
                           const abi::Interface* contract, Halves halves) {
  Context c = outer;
  c.here = owner;
  c.space = space;
  // A world's functions are beside its types, not among them.
  const auto* world = std::get_if<wit::WorldId>(&owner);
  if (world && space != world_namespace(c.m(), *world)) c.here = std::monostate{};
  std::vector<wit::TypeId> defined;
  std::string docs;
  if (const auto* id = std::get_if<wit::InterfaceId>(&owner)) {
    defined = own_types(c.m(), *id, *c.in_profile);
    docs = line_comment(c.m()[*id].docs, "// ");
  } else if (c.here == owner) {
    defined = types_of_world(c, *world);
  }
  std::string out =
      in_namespace(c, type_definitions(c, defined, contract)) + type_specialisations(c, defined);
  if (contract) {
    std::string body = machinery(c, *contract, halves);
    if (halves.called && !contract->functions.empty()) body += interface_class(c, *contract);
    if (halves.implemented) body += import_class(*contract);
    out += in_namespace(c, body + function_definitions(c, *contract, halves));
  }
  const std::string title = contract && contract->interface ? contract->name : c.space;
  return out.empty() ? out : "\n// ---- " + title + "\n" + docs + out;
}

}  // namespace tenon::bind::cpp

// SPDX-License-Identifier: MIT
#include "bind/c/slots.hpp"

#include "abi/layout.hpp"
#include "bind/c/values.hpp"
#include "bind/common/text.hpp"

namespace tenon::bind::c {
namespace {

/// Pairs of pointer and length as one value.
std::string joined_arguments(const Naming& naming, const Signature& signature) {
  std::string out;
  for (const Argument& a : signature.arguments)
    if (abi::passing_of(naming.model(), a.type) == abi::Passing::pointer_and_length)
      out += "const " + naming.type(a.type) + " " + a.name + " = {" + a.name + "_ptr, " + a.name + "_len};\n";
  return out;
}

/// True where an argument isn't what its type promises.
std::string checks(const Naming& naming, const Signature& signature) {
  std::vector<std::string> parts;
  for (const Argument& a : signature.arguments)
    if (needs_valid(naming.model(), a.type))
      parts.push_back(invalid(naming, a.type, by_pointer(naming, a.type) ? "*" + a.name : a.name));
  return join(parts, " || ");
}

std::string refuse(const std::string& condition, const std::string& drops, const std::string& status) {
  if (drops.empty()) return "if (" + condition + ") return " + status + ";\n";
  return "if (" + condition + ") {\n" + prefixed(drops, "  ") + "  return " + status + ";\n}\n";
}

class Tables {
 public:
  Tables(const Naming& naming, const std::string& descriptor, const PluginPart& part)
      : naming_(naming), descriptor_(descriptor), part_(part) {}

  std::string text() const {
    std::string out = "\n/* --- The plugin " + part_.plugin().name + " --- */\n";
    for (const Exported& e : part_.exports()) out += slot(e);
    for (const abi::Interface& interface : part_.plugin().world.exports) out += table(interface);
    for (const Owned& owned : part_.resources()) out += resource(owned);
    return out + life() + interfaces() + descriptor();
  }

 private:
  const std::string& name() const { return part_.name(); }
  std::string slot_name(const Exported& e) const {
    return name() + "__slot_" + table_name(*e.interface) + "__" + item(naming_.model(), e.function());
  }
  std::string table_name(const abi::Interface& interface) const {
    return naming_.prefix(interface, part_.plugin().world);
  }

  std::string slot(const Exported& e) const {
    const std::string self = "(" + name() + " *)record->self";
    return fill(R"(

      static int32_t {{slot}}({{parameters}}) {
        tenon_record *const record = (tenon_record *)self;
        {{entry}}
        const int32_t rc = {{author}}({{arguments}});
        return rc == TENON_OK ? rc : tenon_settle(record, rc, {{last}}, {{text}});
      }
    )",
                {{"slot", slot_name(e)},
                 {"parameters", raw_parameters(naming_, "void *self", e.signature)},
                 {"entry", slot_entry(naming_, e.signature, "record")},
                 {"author", e.name},
                 {"arguments", typed_arguments(self, e.signature)},
                 {"last", e.signature.last()},
                 {"text", failure_text(naming_.model(), e.function())}});
  }

  std::string table(const abi::Interface& interface) const {
    std::vector<std::string> fields = {
        table_head(interface.functions.size(), interface.hash, interface.id, "&" + descriptor_, "NULL")};
    for (const Exported& e : part_.exports())
      if (e.interface == &interface) fields.push_back(slot_name(e));
    return fill(
        R"(

      static const {{type}} {{name}}__table_{{table}} = {
          {{fields}}
      };
    )",
        {{"type", c::table_name(naming_, interface, part_.plugin().world)},
         {"table", table_name(interface)},
         {"name", name()},
         {"fields", join(fields, ",\n") + ",\n"}});
  }

  std::string resource(const Owned& owned) const {
    return fill(R"(

      {{count}}
      static uint64_t {{name}}__live(void) {
        return __atomic_load_n(&{{live}}, __ATOMIC_ACQUIRE);
      }
      static const tenon_resource_descriptor {{name}}__resource = {sizeof(tenon_resource_descriptor), 0, {{id}}, {{name}}__live};
    )",
                {{"name", owned.name},
                 {"count", live_count(owned)},
                 {"live", owned.live},
                 {"id", c_literal(owned.resource->id)}});
  }

  std::string life() const {
    return fill(R"(

      static const tenon_plugin_descriptor {{name}}__descriptor;

      static int32_t {{name}}__create(const tenon_host_table *host, const tenon_reference *imports, void **instance) {
        tenon_record *const record = tenon_record_make(&{{name}}__descriptor, host, imports);
        if (!record) return TENON_OUT_OF_MEMORY;
        const {{name}}_host own = {host, imports, record};
        {{name}} *self = NULL;
        int32_t rc = {{name}}_create(&own, &self);
        record->self = self;
        if (rc == TENON_OK) {
          *instance = record;
          return rc;
        }
        rc = tenon_settle(record, rc, TENON_ERR, "`{{name}}_create` returned neither TENON_OK nor TENON_ERR");
        tenon_record_release(record);
        return rc;
      }

      static void {{name}}__destroy(void *instance) {
        tenon_record *const record = (tenon_record *)instance;
        {{name}}_destroy(({{name}} *)record->self);
        record->self = NULL;
        tenon_record_release(record);
      }
    )",
                {{"name", name()}});
  }

  std::string pointers(const std::string& type, const std::string& array,
                       const std::vector<std::string>& items) const {
    if (items.empty()) return "";
    return "static const tenon_" + type + "_descriptor *const " + name() + "__" + array + "[] = {&" +
           join(items, ", &") + "};\n";
  }

  std::string interfaces() const {
    std::string out = "\n";
    std::vector<std::string> imports, exports, resources;
    for (const abi::Interface& i : part_.plugin().world.imports) {
      imports.push_back(name() + "__import_" + table_name(i));
      out += interface_descriptor(i, imports.back(), "NULL");
    }
    for (const abi::Interface& i : part_.plugin().world.exports) {
      exports.push_back(name() + "__export_" + table_name(i));
      out += interface_descriptor(i, exports.back(), "&" + name() + "__table_" + table_name(i) + ".head");
    }
    for (const Owned& o : part_.resources()) resources.push_back(o.name + "__resource");
    return out + pointers("interface", "imports", imports) + pointers("interface", "exports", exports) +
           pointers("resource", "resources", resources);
  }

  std::string list(const std::string& array, bool empty) const {
    return empty ? "NULL" : name() + "__" + array;
  }

  std::string descriptor() const {
    const abi::World& world = part_.plugin().world;
    return fill(R"(

      static const tenon_plugin_descriptor {{name}}__descriptor = {
          .size = sizeof(tenon_plugin_descriptor),
          .flags = {{flags}},
          .name = {{plugin}},
          .version = {{version}},
          .import_count = {{import_count}},
          .export_count = {{export_count}},
          .resource_count = {{resource_count}},
          .imports = {{imports}},
          .exports = {{exports}},
          .resources = {{resources}},
          .create = {{name}}__create,
          .destroy = {{name}}__destroy,
      };
    )",
                {{"name", name()},
                 {"flags", part_.plugin().concurrent ? "TENON_PLUGIN_CONCURRENT" : "0"},
                 {"plugin", c_literal(part_.plugin().name)},
                 {"version", c_literal(part_.plugin().version)},
                 {"import_count", std::to_string(world.imports.size())},
                 {"export_count", std::to_string(world.exports.size())},
                 {"resource_count", std::to_string(part_.resources().size())},
                 {"imports", list("imports", world.imports.empty())},
                 {"exports", list("exports", world.exports.empty())},
                 {"resources", list("resources", part_.resources().empty())}});
  }

  const Naming& naming_;
  const std::string& descriptor_;
  const PluginPart& part_;
};

}  // namespace

std::string slot_entry(const Naming& naming, const Signature& signature, const std::string& record) {
  const std::string drops = drop_arguments(naming, signature);
  const std::string test = checks(naming, signature);
  return joined_arguments(naming, signature) +
         (record.empty() ? "" : refuse("tenon_record_poisoned(" + record + ")", drops, "TENON_POISONED")) +
         (test.empty() ? "" : refuse(test, drops, "TENON_BAD_ARGUMENT"));
}

std::string failure_text(const wit::Model& model, const wit::Function& function) {
  const std::string resource =
      function.kind == wit::FunctionKind::method ? model[function.resource].name + "." : "";
  return c_literal("`" + resource + std::string(function.item_name()) +
                   "` returned neither a result nor an error of its own");
}

std::string table_head(std::size_t slots, const abi::Hash& hash, const std::string& type,
                       const std::string& owner, const std::string& drop) {
  return "{" + std::to_string(slots) + ", 0, " + bytes({hash.begin(), hash.end()}) + ", " + c_literal(type) +
         ", " + owner + ", " + drop + "}";
}

std::string interface_descriptor(const abi::Interface& interface, const std::string& name,
                                 const std::string& table) {
  return "static const tenon_interface_descriptor " + name + " = {sizeof(tenon_interface_descriptor), " +
         std::to_string(interface.functions.size()) + ", " + c_literal(interface.id) + ", " +
         bytes({interface.hash.begin(), interface.hash.end()}) + ", " + table + "};\n";
}

std::string bytes(const std::vector<std::uint8_t>& values) {
  std::string out = prefixed(hex_list(values), " ").erase(0, 1);
  while (out.ends_with('\n') || out.ends_with(',')) out.pop_back();
  return "{" + out + "}";
}

std::string plugin_tables(const Naming& naming, const std::string& descriptor, const PluginPart& part) {
  return Tables(naming, descriptor, part).text();
}

}  // namespace tenon::bind::c

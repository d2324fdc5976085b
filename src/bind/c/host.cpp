// SPDX-License-Identifier: MIT
//
// The header and the source of a host: its world as constant data, what it implements, and what it calls.
#include <algorithm>
#include <map>
#include <set>

#include "bind/c/c.hpp"
#include "bind/c/docs.hpp"
#include "bind/c/header.hpp"
#include "bind/c/objects.hpp"
#include "bind/c/reach.hpp"
#include "bind/c/slots.hpp"
#include "bind/common/text.hpp"

namespace tenon::bind::c {
namespace {

const std::set<std::string_view> kFields = {"instance", "pin", "plugin"};

/// "ns:pkg=1.1.0,...": base versions that the host raises.
std::string since(const BaseVersions& base) {
  std::vector<std::string> parts;
  for (const auto& [package, version] : base) parts.push_back(package + "=" + version.text());
  return join(parts, ",");
}

/// The text as one literal for each line.
std::string literal_lines(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size() - 1) + 1;
    out += c_literal(text.substr(0, end)) + "\n";
    text.remove_prefix(end);
  }
  if (out.empty()) return "\"\";\n";
  out.back() = ';';
  return out + "\n";
}

/// An interface that the host implements.
struct Import {
  const abi::Interface* interface;
  std::string field;                   ///< "log"
  std::string self;                    ///< the struct that its functions get: "demo_notes_plugin_host_log"
  std::vector<std::string> functions;  ///< that the host's author writes, by slot
};

/// An interface that plugins export.
struct Export {
  std::size_t index;
  std::string field;
  Reach reach;
};

class HostGenerator {
 public:
  /// `globals` are names that parameters must not have.
  HostGenerator(const HostSide& host, std::set<std::string> globals)
      : host_(host),
        naming_(*host.model, {&host.world}),
        types_(naming_),
        file_((*host.model)[host.world.id].name),
        word_(naming_.prefix(wit::Owner{host.world.id})) {
    naming_.avoid(std::move(globals));
  }

  std::expected<std::vector<File>, std::vector<wit::Diagnostic>> run() {
    std::vector<File> files = {{file_ + ".tenon.h", header()}, {file_ + ".tenon.c", source()}};
    if (!naming_.clashes.empty()) return std::unexpected(naming_.clashes);
    return files;
  }

  std::set<std::string> taken() const { return naming_.taken(); }

 private:
  const abi::World& world() const { return host_.world; }
  /// A global name of the world's own.
  std::string own(const std::string& word);
  std::string field(const abi::Interface& interface, const std::vector<abi::Interface>& side) const;
  Maker maker() const;

  std::string header();
  std::string shared();
  std::string reaches();
  std::string to_write();
  std::string to_write(const abi::Interface& interface);
  std::string objects();
  std::string handles();
  std::string fields(const std::string& kind) const;

  std::string source() const;
  std::string slot(const Import& import, std::size_t index) const;
  std::string slot_name(const Import& import, std::size_t index) const;
  std::string import_table(const Import& import) const;
  std::string table_value(const abi::Interface& interface) const;
  std::string descriptors(const std::vector<abi::Interface>& side, const std::string& kind) const;
  std::string world_data() const;
  std::string references() const;
  std::string imports_parameter() const;
  std::string life(const std::string& kind, const std::string& load, const std::string& bind) const;

  const HostSide& host_;
  Naming naming_;
  Types types_;
  std::string file_, word_;
  std::string data_;                          ///< the name of the world's data
  std::map<std::string, std::string> names_;  ///< of the handles and their functions, by what they are
  std::vector<Import> imports_;
  std::vector<Export> exports_;
  std::vector<Owned> owned_;
};

std::string HostGenerator::own(const std::string& word) {
  const std::string name = naming_.fresh(word.empty() ? word_ : word_ + "_" + word);
  naming_.take(name, "the world `" + world().name + "`", {});
  return name;
}

std::string HostGenerator::field(const abi::Interface& interface,
                                 const std::vector<abi::Interface>& side) const {
  return naming_.fresh(unless(naming_.field(naming_.label(interface, world(), pointers(side))), kFields));
}

// Objects of a host may be called by plugins on several threads.
Maker HostGenerator::maker() const {
  return {.owner = "&" + data_,
          .box = "tenon_host_box",
          .record = "",
          .concurrent = true,
          .parameter = "",
          .argument = "",
          .which = ""};
}

// --- header ------------------------------------------------------------------------------------

std::string HostGenerator::shared() {
  const std::vector<const abi::World*> worlds = {&world()};
  const Newer newer = [this](const abi::Interface& i, const abi::Slot& s) {
    return newer_than_base(host_.base, i, s);
  };
  const std::string types = world_types(types_, *host_.model, worlds);  // first: they keep their names
  return types + world_tables(naming_, worlds, newer);
}

std::string HostGenerator::reaches() {
  std::string out;
  for (std::size_t i = 0; i < world().exports.size(); ++i) {
    const abi::Interface& e = world().exports[i];
    if (e.functions.empty()) continue;  // resources alone: there is nothing to call but objects
    Reach names = reach(naming_, e, world(), host_.base, out);
    exports_.push_back({i, field(e, world().exports), std::move(names)});
  }
  return out;
}

std::string HostGenerator::to_write(const abi::Interface& interface) {
  const std::string label = naming_.label(interface, world(), pointers(world().imports));
  Import import{&interface, field(interface, world().imports), own("host_" + label), {}};
  std::string out = fill(R"(

    /* Imported by plugins: {{interface}}. Its functions are yours to write; so is the struct, if they need one. */
    typedef struct {{self}} {{self}};
  )",
                         {{"interface", interface.name}, {"self", import.self}});
  for (const abi::Slot& s : interface.functions) {
    const wit::Function& f = *s.function;
    import.functions.push_back(own("host_" + label + "_" + item(naming_.model(), f)));
    out += "\n" + comment(f.docs) + "int32_t " + import.functions.back() + "(" +
           typed_parameters(naming_, import.self + " *self", signature_of(naming_, f)) + ");\n";
  }
  imports_.push_back(std::move(import));
  return out;
}

std::string HostGenerator::to_write() {
  std::string out;
  for (const abi::Interface& i : world().imports)
    if (!i.functions.empty()) out += to_write(i);
  return out;
}

std::string HostGenerator::objects() {
  owned_ = owned_resources(naming_, world(), word_ + "_host", {}, naming_.taken());
  std::string out;
  for (const Owned& o : owned_) out += own_objects(naming_, maker(), o);
  return out;
}

/// One field for each export. `kind` is "type" or "following".
std::string HostGenerator::fields(const std::string& kind) const {
  std::string out;
  for (const Export& e : exports_)
    out += (kind == "type" ? e.reach.type : e.reach.following) + " " + e.field + ";\n";
  return out;
}

std::string HostGenerator::handles() {
  std::string selves;
  for (const Import& i : imports_) selves += i.self + " *" + i.field + ";\n";
  for (const char* word :
       {"", "imports", "load", "create", "recreate", "unload", "reloadable", "reloadable_load",
        "reloadable_create", "reloadable_unload", "reloadable_pin", "pinned", "release"})
    names_[word] = own(word);
  const std::string given = fill(R"(

    /* What the functions of each interface that the host implements get as `self`, or NULL. It outlives the
     * instance and the objects that the instance made; if the plugin is reloadable, all of its builds: keep it until
     * the host is destroyed. */
    typedef struct {{imports}} {
      {{selves}}
    } {{imports}};
  )",
                                 {{"imports", names_.at("imports")}, {"selves", selves}});
  return (imports_.empty() ? "" : given) + fill(
                                               R"(

    {{docs}}
    /* A loaded plugin of the world {{world}}, with one instance. One thread at a time. */
    typedef struct {{whole}} {
      tenon_plugin *plugin;
      tenon_instance *instance;
      {{fields}}
    } {{whole}};

    /* Finds, checks and loads the plugin, and creates an instance. `name` is looked up under the host's paths, or
     * is a path (tenon_plugin_load). `*out` is written if all went well, and ended by {{unload}}. */
    tenon_error *{{load}}(tenon_host *host, const char *name{{parameter}}, {{whole}} *out);
    /* The same with a plugin that was loaded for `{{data}}`, which belongs to `*out` from then on; not if it fails. */
    tenon_error *{{create}}(tenon_plugin *plugin{{parameter}}, {{whole}} *out);
    /* A fresh instance in place of the old one, as after a trap. On failure the old one stays. */
    tenon_error *{{recreate}}({{whole}} *self);
    /* Ends the instance and then the plugin (tenon_plugin_unload, which has what `outcome` and `reason` are; both
     * may be NULL). Refused while objects of it live; it can then be called again. */
    tenon_error *{{unload}}({{whole}} *self, uint32_t *outcome, char **reason);

    /* A plugin that may be replaced while the program runs, with one instance: calls through its fields follow
     * reloads. */
    typedef struct {{reloadable}} {
      tenon_plugin *plugin;
      tenon_instance *instance;
      {{following}}
    } {{reloadable}};

    tenon_error *{{reloadable_load}}(tenon_host *host, const char *name{{parameter}}, {{reloadable}} *out);
    tenon_error *{{reloadable_create}}(tenon_plugin *plugin{{parameter}}, {{reloadable}} *out);
    tenon_error *{{reloadable_unload}}({{reloadable}} *self, uint32_t *outcome, char **reason);

    /* The same in the build that it is in now, for many calls: each is as cheap as one of a {{whole}}, and a
     * reload that has to move state is put off until {{release}}, once, on any thread. */
    typedef struct {{pinned}} {
      tenon_pin pin;
      {{fields}}
    } {{pinned}};

    {{pinned}} {{reloadable_pin}}(const {{reloadable}} *self);
    void {{release}}({{pinned}} *self);
  )",
                                               {{"docs", comment((*host_.model)[world().id].docs)},
                                                {"world", world().name},
                                                {"whole", names_.at("")},
                                                {"load", names_.at("load")},
                                                {"create", names_.at("create")},
                                                {"recreate", names_.at("recreate")},
                                                {"unload", names_.at("unload")},
                                                {"reloadable", names_.at("reloadable")},
                                                {"reloadable_load", names_.at("reloadable_load")},
                                                {"reloadable_create", names_.at("reloadable_create")},
                                                {"reloadable_unload", names_.at("reloadable_unload")},
                                                {"reloadable_pin", names_.at("reloadable_pin")},
                                                {"pinned", names_.at("pinned")},
                                                {"release", names_.at("release")},
                                                {"data", data_},
                                                {"fields", fields("type")},
                                                {"parameter", imports_parameter()},
                                                {"following", fields("following")}});
}

std::string HostGenerator::header() {
  const std::string types = shared();
  data_ = own("world");
  const std::string calls = reaches();
  const std::string written = to_write();
  const std::string made = objects();
  const std::string whole = handles();
  return banner(host_.source) + fill(R"(
    /*
     * A host of the world {{world}}, to be compiled with `{{file}}.tenon.c` and linked with libtenon.
     *
     * Calls return TENON_OK, TENON_ERR (where the interface has an error; it is in `err`) or a negative status
     * (tenon/abi/status.h; tenon_call_error has the text). Outs are written as the status says and belong to the
     * caller: give them back with the type's `_free(tenon_heap(), &value)`. Parameters are lent for the call;
     * objects that go as `own` are given away, also if the call fails.
     *
     * What the host writes returns the same, with results made by `_alloc(tenon_heap(), ...)` or
     * tenon_string_copy(tenon_heap(), ...), and may be called from any thread that runs a plugin's code. While a
     * plugin calls it, it may call the plugin again.
     *
     * All of it stays inside of the program or library that `{{file}}.tenon.c` is linked into.
     */
    #ifndef TENON_GENERATED_{{word}}_HOST_H
    #define TENON_GENERATED_{{word}}_HOST_H

    #include <tenon/host.h>
    #include <tenon/host/implement.h>
    {{check}}

    #ifdef __cplusplus
    extern "C" {
    #endif
    #pragma GCC visibility push(hidden)
    {{types}}
    {{calls}}

    extern const tenon_world {{data}};
    {{written}}
    {{made}}
    {{whole}}
    #pragma GCC visibility pop

    #ifdef __cplusplus
    }
    #endif

    #endif
  )",
                                     {{"world", world().name},
                                      {"file", file_},
                                      {"word", word_},
                                      {"check", contract_check()},
                                      {"types", types},
                                      {"calls", calls},
                                      {"data", data_},
                                      {"written", written},
                                      {"made", made},
                                      {"whole", whole}});
}

// --- source ------------------------------------------------------------------------------------
// Names with `__` are of this file: no WIT name has it.

std::string HostGenerator::slot_name(const Import& import, std::size_t index) const {
  return word_ + "__slot_" + naming_.prefix(*import.interface, world()) + "__" +
         item(naming_.model(), *import.interface->functions[index].function);
}

std::string HostGenerator::slot(const Import& import, std::size_t index) const {
  const Signature signature = signature_of(naming_, *import.interface->functions[index].function);
  return fill(R"(

    static int32_t {{slot}}({{parameters}}) {
      {{entry}}
      return tenon_settled({{author}}({{arguments}}), {{last}});
    }
  )",
              {{"slot", slot_name(import, index)},
               {"parameters", raw_parameters(naming_, "void *self", signature)},
               {"entry", slot_entry(naming_, signature, "")},
               {"author", import.functions[index]},
               {"arguments", typed_arguments("(" + import.self + " *)self", signature)},
               {"last", signature.last()}});
}

std::string HostGenerator::table_value(const abi::Interface& interface) const {
  std::vector<std::string> fields = {
      table_head(interface.functions.size(), interface.hash, interface.id, "&" + data_, "NULL")};
  const auto import = std::ranges::find(imports_, &interface, &Import::interface);
  for (std::size_t i = 0; i < interface.functions.size(); ++i) fields.push_back(slot_name(*import, i));
  return fill(R"(

    static const {{type}} {{word}}__table_{{prefix}} = {
        {{fields}}
    };
  )",
              {{"type", table_name(naming_, interface, world())},
               {"word", word_},
               {"prefix", naming_.prefix(interface, world())},
               {"fields", join(fields, ",\n") + ",\n"}});
}

std::string HostGenerator::descriptors(const std::vector<abi::Interface>& side,
                                       const std::string& kind) const {
  std::string out;
  std::vector<std::string> names;
  for (const abi::Interface& i : side) {
    names.push_back(word_ + "__" + kind + "_" + naming_.prefix(i, world()));
    out += interface_descriptor(i, names.back(), "NULL");
  }
  if (names.empty()) return out;
  return out + "static const tenon_interface_descriptor *const " + word_ + "__" + kind + "s[] = {&" +
         join(names, ", &") + "};\n";
}

std::string HostGenerator::world_data() const {
  const auto list = [&](const std::vector<abi::Interface>& side, const std::string& array) {
    return side.empty() ? "NULL" : word_ + "__" + array;
  };
  return fill(
      R"(

    /* More than C has to allow. */
    #pragma GCC diagnostic push
    #pragma GCC diagnostic ignored "-Woverlength-strings"
    static const char {{word}}__wit[] =
        {{wit}}
    #pragma GCC diagnostic pop
    {{descriptors}}

    const tenon_world {{data}} = {
        .size = sizeof(tenon_world),
        .contract = TENON_CONTRACT,
        .name = {{name}},
        .wit = {{word}}__wit,
        .wit_len = sizeof {{word}}__wit - 1,
        .since = {{since}},
        .import_count = {{import_count}},
        .export_count = {{export_count}},
        .imports = {{imports}},
        .exports = {{exports}},
    };
  )",
      {{"word", word_},
       {"wit", literal_lines(host_.canonical_wit)},
       {"descriptors", descriptors(world().imports, "import") + descriptors(world().exports, "export")},
       {"data", data_},
       {"name", c_literal(world().name)},
       {"since", c_literal(since(host_.base))},
       {"import_count", std::to_string(world().imports.size())},
       {"export_count", std::to_string(world().exports.size())},
       {"imports", list(world().imports, "imports")},
       {"exports", list(world().exports, "exports")}});
}

/// The argument of tenon_instance_create, after the statements that make it.
std::string HostGenerator::references() const {
  std::vector<std::string> all;
  for (const abi::Interface& i : world().imports) {
    const auto import = std::ranges::find(imports_, &i, &Import::interface);
    all.push_back("{&" + word_ + "__table_" + naming_.prefix(i, world()) + ".head, " +
                  (import == imports_.end() ? "NULL" : "imports->" + import->field) + "}");
  }
  return all.empty() ? "" : "const tenon_reference references[] = {" + join(all, ", ") + "};\n";
}

std::string HostGenerator::imports_parameter() const {
  return imports_.empty() ? "" : ", const " + names_.at("imports") + " *imports";
}

/// `kind` is "" or "reloadable"; `load` the runtime's function, `bind` fills the fields of `self`.
std::string HostGenerator::life(const std::string& kind, const std::string& load,
                                const std::string& bind) const {
  const std::string before = kind.empty() ? "" : kind + "_";
  return fill(R"(

    static void {{whole}}__bind({{whole}} *self) {
      {{bind}}
    }

    tenon_error *{{create}}(tenon_plugin *plugin{{parameter}}, {{whole}} *out) {
      {{references}}
      {{whole}} made = {.plugin = plugin};
      tenon_error *const error = tenon_instance_create(plugin, {{given}}, &made.instance);
      if (error) return error;
      {{whole}}__bind(&made);
      *out = made;
      return NULL;
    }

    tenon_error *{{load}}(tenon_host *host, const char *name{{parameter}}, {{whole}} *out) {
      tenon_plugin *plugin = NULL;
      tenon_error *error = {{loader}}(host, name, &{{data}}, &plugin);
      if (error) return error;
      error = {{create}}(plugin{{hand_on}}, out);
      if (error) tenon_error_delete(tenon_plugin_unload(plugin, NULL, NULL));
      return error;
    }

    tenon_error *{{unload}}({{whole}} *self, uint32_t *outcome, char **reason) {
      tenon_error *error = tenon_instance_destroy(self->instance);
      if (error) return error;
      self->instance = NULL;
      error = tenon_plugin_unload(self->plugin, outcome, reason);
      if (!error) *self = ({{whole}}){.plugin = NULL};
      return error;
    }
  )",
              {{"whole", names_.at(kind)},
               {"create", names_.at(before + "create")},
               {"load", names_.at(before + "load")},
               {"unload", names_.at(before + "unload")},
               {"bind", bind},
               {"parameter", imports_parameter()},
               {"hand_on", imports_.empty() ? "" : ", imports"},
               {"references", references()},
               {"given", world().imports.empty() ? "NULL" : "references"},
               {"loader", load},
               {"data", data_}});
}

std::string HostGenerator::source() const {
  std::string slots, tables, counts, fixed, pinned, following;
  for (const Import& i : imports_)
    for (std::size_t k = 0; k < i.functions.size(); ++k) slots += slot(i, k);
  for (const abi::Interface& i : world().imports) tables += table_value(i);
  for (const Owned& o : owned_) counts += live_count(o);
  for (const Export& e : exports_) {
    const std::string number = std::to_string(e.index);
    fixed += "self->" + e.field + " = " + e.reach.of + "(tenon_instance_export(self->instance, " + number +
             "));\n";
    pinned += "out." + e.field + " = " + e.reach.of + "(out.pin.target->exports[" + number + "]);\n";
    following +=
        "self->" + e.field + ".instance = self->instance;\nself->" + e.field + ".index = " + number + ";\n";
  }
  const std::string nothing = "(void)self;\n";
  return banner(host_.source) +
         fill(R"(
    #include "{{file}}.tenon.h"

    {{asserts}}
    {{counts}}
    {{data}}
    {{slots}}
    {{tables}}
    {{fixed}}

    tenon_error *{{recreate}}({{whole}} *self) {
      tenon_error *const error = tenon_instance_recreate(self->instance);
      if (!error) {{whole}}__bind(self);
      return error;
    }
    {{following}}

    {{pinned}} {{reloadable_pin}}(const {{reloadable}} *self) {
      {{pinned}} out = {.pin = tenon_pin_take(self->instance)};
      {{fields}}
      return out;
    }

    void {{release}}({{pinned}} *self) {
      tenon_pin_release(self->pin);
      *self = ({{pinned}}){.pin = {NULL, NULL}};
    }
  )",
              {{"file", file_},
               {"asserts", types_.asserts()},
               {"counts", counts},
               {"data", world_data()},
               {"slots", slots},
               {"tables", tables},
               {"fixed", life("", "tenon_plugin_load", fixed.empty() ? nothing : fixed)},
               {"whole", names_.at("")},
               {"recreate", names_.at("recreate")},
               {"reloadable", names_.at("reloadable")},
               {"reloadable_pin", names_.at("reloadable_pin")},
               {"pinned", names_.at("pinned")},
               {"release", names_.at("release")},
               {"following",
                life("reloadable", "tenon_plugin_load_reloadable", following.empty() ? nothing : following)},
               {"fields", pinned}});
}

}  // namespace

std::expected<std::vector<File>, std::vector<wit::Diagnostic>> host_bindings(const HostSide& host) {
  // Twice: which names there are is known only at the end.
  HostGenerator first(host, {});
  if (auto files = first.run(); !files) return files;
  return HostGenerator(host, first.taken()).run();
}

}  // namespace tenon::bind::c

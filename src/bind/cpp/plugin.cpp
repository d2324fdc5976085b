// SPDX-License-Identifier: MIT
//
// The files of a plugin library.
#include <algorithm>
#include <set>

#include "bind/common/names.hpp"
#include "bind/common/text.hpp"
#include "bind/cpp/collisions.hpp"
#include "bind/cpp/cpp.hpp"
#include "bind/cpp/functions.hpp"
#include "bind/cpp/header.hpp"
#include "bind/cpp/types.hpp"

namespace tenon::bind::cpp {
namespace {

Context context_of(const Library& library) {
  Context c;
  c.model = library.model;
  c.side = Side::plugin;
  c.build = names::snake(library.name) + "_plugin";
  c.owner = "tenon_plugin_" + names::snake(library.name);
  for (const Plugin& plugin : library.plugins) {
    c.returning |= !plugin.unwind;
    c.concurrent |= plugin.concurrent;
    c.bases.push_back(&plugin.base);
  }
  return c;
}

std::string host_name(const Context& c, const abi::World& world) {
  return names::pascal(c.m()[world.id].name) + "Host";
}

std::string host_class(const Context& c, const abi::World& world) {
  std::string accessors;
  for (std::size_t i = 0; i < world.imports.size(); ++i) {
    if (world.imports[i].functions.empty()) continue;
    const std::string where = namespace_of(c.m(), world, world.imports[i]);
    accessors += "/// Of the import " + world.imports[i].name + ".\n::" + where + "::Interface " +
                 accessor_of(c.m(), world, world.imports[i]) +
                 "() const noexcept { return {record()->imports[" + std::to_string(i) + "], heap()}; }\n";
  }
  const std::string package = package_namespace(c.m(), c.m()[world.id].package);
  return fill(R"(

    // ---- {{world}}

    namespace {{opened}} {

    /// The host, as plugins of the world reach it: a small counted value.
    class {{name}} : public tenon::PluginHost {
     public:
      using PluginHost::PluginHost;

      {{accessors}}
    };

    }  // namespace {{opened}}
  )",
              {{"world", world.name},
               {"opened", opened(package, c.build)},
               {"name", host_name(c, world)},
               {"accessors", accessors}});
}

/// The class for each world of the library, and the plain word `Host` if there is only one.
std::string hosts(const Context& c, const Library& library) {
  std::string out;
  std::set<std::string> seen;
  for (const Plugin& plugin : library.plugins)
    if (seen.insert(plugin.world.name).second) out += host_class(c, plugin.world);
  if (seen.size() != 1) return out;
  const abi::World& world = library.plugins.front().world;
  return out + "\nusing Host = ::" + package_namespace(c.m(), c.m()[world.id].package) +
         "::" + host_name(c, world) + ";\n";
}

std::string header(const Context& c, const Library& library) {
  Interfaces interfaces(c);
  for (const Plugin& plugin : library.plugins) interfaces.add(plugin.world);
  return first_lines(library.source) + fill(R"(
    #pragma once
    #include <cstddef>
    #include <cstdint>
    #include <optional>
    #include <span>
    #include <string>
    #include <string_view>
    #include <tuple>
    #include <utility>
    #include <variant>
    #include <vector>

    #include <tenon/plugin.hpp>

    {{check}}

    extern "C" [[gnu::visibility("hidden")]] const tenon_library_descriptor {{owner}};
    {{interfaces}}
    {{hosts}}
  )",
                                            {{"check", contract_check()},
                                             {"owner", c.owner},
                                             {"interfaces", interfaces.text()},
                                             {"hosts", hosts(c, library)}});
}

/// One plugin's words in the source: `prefix` starts the names of its tables.
struct Part {
  const Plugin& plugin;
  std::string prefix;  ///< "shout"
};

std::string export_name(const Context& c, const Part& part, const abi::Interface& interface) {
  return part.prefix + "_" + accessor_of(c.m(), part.plugin.world, interface);
}

std::string export_table(const Context& c, const Part& part, const abi::Interface& interface) {
  const std::string name = export_name(c, part, interface),
                    where = namespace_of(c.m(), part.plugin.world, interface);
  std::string kebab = name;
  std::ranges::replace(kebab, '_', '-');
  const std::string scope = names::pascal(kebab) + "Slots";
  std::string slots;
  for (const abi::Slot& slot : interface.functions)
    slots += "\n" + slot_function(c, *slot.function, part.plugin.type + " has");
  return fill(R"(

    template <class T>
    struct {{scope}} {
      using Target = tenon::InstanceOf<T>;
      {{slots}}
    };
    constexpr ::{{where}}::abi::Table {{name}}_table = {{value}};
    constexpr tenon_interface_descriptor {{name}} = {sizeof(tenon_interface_descriptor), {{count}}, {{id}}, {{hash}}, &{{name}}_table.head};
  )",
              {{"scope", scope},
               {"slots", slots},
               {"where", where},
               {"name", name},
               {"value", table_value(c, interface.functions, interface.hash, interface.id, "nullptr",
                                     scope + "<::" + part.plugin.type + ">", "    ")},
               {"count", std::to_string(interface.functions.size())},
               {"id", c_literal(interface.id)},
               {"hash", hash_literal(interface.hash)}});
}

std::string import_entry(const Context& c, const Part& part, const abi::Interface& interface) {
  return fill(R"(
    constexpr tenon_interface_descriptor {{name}}_import = {sizeof(tenon_interface_descriptor), {{count}}, {{id}}, {{hash}}, nullptr};
  )",
              {{"name", export_name(c, part, interface)},
               {"count", std::to_string(interface.functions.size())},
               {"id", c_literal(interface.id)},
               {"hash", hash_literal(interface.hash)}});
}

/// Resources of both sides' interfaces: either side may implement them.
std::string resource_entries(const Context& c, const Part& part, std::vector<std::string>& names_made) {
  std::string out;
  std::set<std::string> seen;
  for (const auto* side : {&part.plugin.world.imports, &part.plugin.world.exports})
    for (const abi::Interface& interface : *side)
      for (const abi::Resource& resource : interface.resources) {
        if (!seen.insert(resource.id).second) continue;
        const std::string live = names::snake(c.m()[resource.type].name) + "_live";
        names_made.push_back(export_name(c, part, interface) + "_" + live.substr(0, live.size() - 5) +
                             "_resource");
        out += fill(R"(
          constexpr tenon_resource_descriptor {{name}} = {
              sizeof(tenon_resource_descriptor), 0, {{id}},
              []() -> std::uint64_t { return ::{{where}}::abi::{{live}}.load(std::memory_order_acquire); }};
        )",
                    {{"name", names_made.back()},
                     {"id", c_literal(resource.id)},
                     {"where", namespace_of(c.m(), part.plugin.world, interface)},
                     {"live", live}});
      }
  return out;
}

/// An array of pointers, which C++ doesn't allow to be empty, and the word for its first element.
std::pair<std::string, std::string> pointers(const std::string& type, const std::string& name,
                                             const std::vector<std::string>& to) {
  if (to.empty()) return {"", "nullptr"};
  std::vector<std::string> entries;
  for (const std::string& target : to) entries.push_back("&" + target);
  return {"constexpr const " + type + "* " + name + "[] = {" + join(entries, ", ") + "};\n", name};
}

std::string plugin_descriptor(const Context& c, const Part& part) {
  const abi::World& world = part.plugin.world;
  std::vector<std::string> imports, exports, resources;
  std::string out;
  for (const abi::Interface& i : world.imports) {
    out += import_entry(c, part, i);
    imports.push_back(export_name(c, part, i) + "_import");
  }
  for (const abi::Interface& i : world.exports) {
    out += export_table(c, part, i);
    exports.push_back(export_name(c, part, i));
  }
  out += resource_entries(c, part, resources);
  const auto [import_array, import_first] =
      pointers("tenon_interface_descriptor", part.prefix + "_imports", imports);
  const auto [export_array, export_first] =
      pointers("tenon_interface_descriptor", part.prefix + "_exports", exports);
  const auto [resource_array, resource_first] =
      pointers("tenon_resource_descriptor", part.prefix + "_resources", resources);
  const std::string host =
      "::" + package_namespace(c.m(), c.m()[world.id].package) + "::" + host_name(c, world);
  return out + import_array + export_array + resource_array +
         fill(R"(

    constexpr tenon_plugin_descriptor {{prefix}}_descriptor = {
        .size = sizeof(tenon_plugin_descriptor),
        .flags = tenon::kUnwindFlag{{concurrent}},
        .name = {{name}},
        .version = {{version}},
        .import_count = {{import_count}},
        .export_count = {{export_count}},
        .resource_count = {{resource_count}},
        .reserved = 0,
        .imports = {{imports}},
        .exports = {{exports}},
        .resources = {{resources}},
        .create = &tenon::create_instance<::{{type}}, {{host}}>,
        .destroy = &tenon::destroy_instance<::{{type}}>,
    };
  )",
              {{"prefix", part.prefix},
               {"concurrent", part.plugin.concurrent ? " | TENON_PLUGIN_CONCURRENT" : ""},
               {"name", c_literal(part.plugin.name)},
               {"version", c_literal(part.plugin.version)},
               {"import_count", std::to_string(imports.size())},
               {"export_count", std::to_string(exports.size())},
               {"resource_count", std::to_string(resources.size())},
               {"imports", import_first},
               {"exports", export_first},
               {"resources", resource_first},
               {"type", part.plugin.type},
               {"host", host}});
}

std::string source(const Context& c, const Library& library) {
  std::string headers, plugins;
  std::vector<std::string> descriptors;
  std::set<std::string> seen;
  for (const Plugin& plugin : library.plugins) {
    if (seen.insert(plugin.header).second && !plugin.header.empty())
      headers += "#include " + c_literal(plugin.header) + "\n";
    const Part part{plugin, names::snake(plugin.name)};
    plugins += "\n// ---- " + plugin.name + "\n\n" + plugin_descriptor(c, part);
    descriptors.push_back("&" + part.prefix + "_descriptor");
  }
  return first_lines(library.source) + fill(R"(
    #include "{{library}}.tenon.hpp"

    {{headers}}

    namespace {
    {{plugins}}

    constexpr const tenon_plugin_descriptor* plugins[] = {{descriptors}};

    }  // namespace

    extern "C" const tenon_library_descriptor {{owner}} = {sizeof(tenon_library_descriptor), TENON_CONTRACT, {{count}}, 0, plugins};
  )",
                                            {{"library", library.name},
                                             {"headers", headers},
                                             {"plugins", plugins},
                                             {"descriptors", "{" + join(descriptors, ", ") + "}"},
                                             {"owner", c.owner},
                                             {"count", std::to_string(descriptors.size())}});
}

std::string entry(const Context& c, const Library& library) {
  std::vector<unsigned char> bytes = library.manifest;
  bytes.resize(std::max<std::size_t>((bytes.size() + 3) / 4 * 4, kNoteFlags + 4));
  const std::vector<unsigned char> before(bytes.begin(), bytes.begin() + kNoteFlags);
  const std::vector<unsigned char> after(bytes.begin() + kNoteFlags + 4, bytes.end());
  return first_lines(library.source) + fill(R"(
    //
    // What makes a shared library a plugin library: the entry, and the note that is read without running
    // anything. A program that links the plugins statically leaves this file out.
    #include "{{library}}.tenon.hpp"

    namespace {

    struct Note {
      std::uint32_t owner_size, size, type;
      char owner[8];
      unsigned char descriptor[{{size}}];
    };

    [[gnu::section(".note.tenon"), gnu::used, gnu::aligned(4)]] const Note note = {
        6,
        {{size}},
        TENON_NOTE_TYPE,
        TENON_NOTE_OWNER,
        // clang-format off
        {
            {{before}}
            tenon::kUnwindFlag, 0, 0, 0,
            {{after}}
        },
        // clang-format on
    };

    }  // namespace

    extern "C" [[gnu::visibility("default")]] const tenon_library_descriptor* tenon_entry(std::uint32_t contract);
    extern "C" const tenon_library_descriptor* tenon_entry(std::uint32_t contract) {
      return contract == TENON_CONTRACT ? &{{owner}} : nullptr;
    }
  )",
                                            {{"library", library.name},
                                             {"size", std::to_string(bytes.size())},
                                             {"before", hex_list(before)},
                                             {"after", hex_list(after)},
                                             {"owner", c.owner}});
}

}  // namespace

Files plugin_bindings(const Library& library) {
  const Context c = context_of(library);
  Collisions collisions(c);
  for (const Plugin& plugin : library.plugins) collisions.add(plugin.world);
  if (!collisions.found().empty()) return std::unexpected(collisions.found());
  return std::vector<File>{{library.name + ".tenon.hpp", header(c, library)},
                           {library.name + ".tenon.cpp", source(c, library)},
                           {library.name + ".entry.cpp", entry(c, library)}};
}

}  // namespace tenon::bind::cpp

// SPDX-License-Identifier: MIT
//
// The files of a plugin library.
#include <algorithm>
#include <set>

#include "bind/common/names.hpp"
#include "bind/common/static_part.hpp"
#include "bind/common/text.hpp"
#include "bind/cpp/collisions.hpp"
#include "bind/cpp/cpp.hpp"
#include "bind/cpp/functions.hpp"
#include "bind/cpp/header.hpp"
#include "bind/cpp/types.hpp"

namespace tenon::bind::cpp {
namespace {

Context context_of(const Library& library) {
  Context c(*library.model);
  c.side = Side::plugin;
  c.build = names::snake(library.name) + "_plugin";
  c.owner = descriptor_name(library.name);
  for (const Plugin& plugin : library.plugins) {
    c.returning |= !plugin.unwind;
    c.concurrent |= plugin.concurrent;
    c.bases.push_back(&plugin.base);
  }
  return c;
}

std::string host_name(const Context& c, const abi::World& world) {
  return type_word(c.m()[world.id].name) + "Host";
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
  return out + "\nusing Host = " + full_name(c, package_namespace(c.m(), c.m()[world.id].package)) +
         "::" + host_name(c, world) + ";\n";
}

/// Short words for the types of the well-known state.
std::string state_words(const Context& c, const Library& library) {
  for (const Plugin& plugin : library.plugins)
    for (const abi::Interface& interface : plugin.world.exports) {
      if (interface.id != abi::kState) continue;
      return fill(R"(

        namespace tenon {
        using Saved = {{where}}::Saved;
        using SavedView = {{where}}::SavedView;
        }  // namespace tenon
      )",
                  {{"where", full_name(c, namespace_of(c.m(), plugin.world, interface))}});
    }
  return {};
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
    {{state}}
    {{hosts}}
  )",
                                            {{"check", contract_check()},
                                             {"owner", c.owner},
                                             {"interfaces", interfaces.text()},
                                             {"state", state_words(c, library)},
                                             {"hosts", hosts(c, library)}});
}

Author author_of(const Context& c, const Plugin& plugin, const abi::Interface& interface,
                 const wit::Function& function) {
  Author author{plugin.type + " has", author_name(c.m(), plugin.world, interface, function), ""};
  if (is_shared(c.m(), plugin.world, interface, function))
    author.why = " of `" + spoken(interface) + "` (other exported interfaces have a function of that name)";
  return author;
}

/// Everything of one export in a namespace of its own, "export_filter".
std::string export_table(const Context& c, const Plugin& plugin, const abi::Interface& interface) {
  std::string slots;
  for (const abi::Slot& slot : interface.functions)
    slots += "\n" + slot_function(c, *slot.function, author_of(c, plugin, interface, *slot.function));
  const std::string scope = "Slots<::" + plugin.type + ">";
  return fill(
      R"(

    namespace export_{{name}} {
    template <class T>
    struct Slots {
      using Target = tenon::InstanceOf<T>;
      {{slots}}
    };
    constexpr {{where}}::abi::Table table = {{value}};
    constexpr tenon_interface_descriptor descriptor = {sizeof(tenon_interface_descriptor), {{count}}, {{id}}, {{hash}}, &table.head};
    }  // namespace export_{{name}}
  )",
      {{"slots", slots},
       {"where", full_name(c, namespace_of(c.m(), plugin.world, interface))},
       {"name", accessor_of(c.m(), plugin.world, interface)},
       {"value", table_value(c, interface.functions, interface.hash, interface.id, "nullptr", scope, "    ")},
       {"count", std::to_string(interface.functions.size())},
       {"id", c_literal(interface.id)},
       {"hash", hash_literal(interface.hash)}});
}

std::string import_entry(const abi::Interface& interface, const std::string& name) {
  return fill(R"(
    constexpr tenon_interface_descriptor {{name}} = {sizeof(tenon_interface_descriptor), {{count}}, {{id}}, {{hash}}, nullptr};
  )",
              {{"name", name},
               {"count", std::to_string(interface.functions.size())},
               {"id", c_literal(interface.id)},
               {"hash", hash_literal(interface.hash)}});
}

/// Resources of both sides' interfaces: either side may implement them. `number`: of the plugin in its
/// library.
std::string resource_entries(const Context& c, const abi::World& world, std::size_t number,
                             std::vector<std::string>& made) {
  std::string out;
  std::set<std::string> seen;
  for (const auto* side : {&world.imports, &world.exports})
    for (const abi::Interface& interface : *side)
      for (const abi::Resource& resource : interface.resources) {
        if (!seen.insert(resource.id).second) continue;
        made.push_back("resource_" + std::to_string(made.size()));
        out += fill(R"(
          constexpr tenon_resource_descriptor {{name}} = {
              sizeof(tenon_resource_descriptor), 0, {{id}},
              []() -> std::uint64_t { return {{where}}::abi::{{live}}_live[{{number}}].load(std::memory_order_acquire); }};
        )",
                    {{"name", made.back()},
                     {"id", c_literal(resource.id)},
                     {"where", full_name(c, resource_namespace(c.m(), resource.type))},
                     {"number", std::to_string(number)},
                     {"live", names::snake(c.m()[resource.type].name)}});
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

std::string plugin_descriptor(const Context& c, const Plugin& plugin, std::size_t number) {
  const abi::World& world = plugin.world;
  std::vector<std::string> imports, exports, resources;
  std::string out;
  for (const abi::Interface& i : world.imports) {
    imports.push_back("import_" + accessor_of(c.m(), world, i));
    out += import_entry(i, imports.back());
  }
  for (const abi::Interface& i : world.exports) {
    out += export_table(c, plugin, i);
    exports.push_back("export_" + accessor_of(c.m(), world, i) + "::descriptor");
  }
  out += resource_entries(c, world, number, resources);
  const auto [import_array, import_first] = pointers("tenon_interface_descriptor", "imports", imports);
  const auto [export_array, export_first] = pointers("tenon_interface_descriptor", "exports", exports);
  const auto [resource_array, resource_first] = pointers("tenon_resource_descriptor", "resources", resources);
  const std::string host =
      full_name(c, package_namespace(c.m(), c.m()[world.id].package)) + "::" + host_name(c, world);
  return out + import_array + export_array + resource_array +
         fill(R"(

    constexpr tenon_plugin_descriptor descriptor = {
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
        .create = &tenon::create_instance<::{{type}}, {{host}}, {{number}}>,
        .destroy = &tenon::destroy_instance<::{{type}}>,
    };
  )",
              {{"concurrent", plugin.concurrent ? " | TENON_PLUGIN_CONCURRENT" : ""},
               {"name", c_literal(plugin.name)},
               {"version", c_literal(plugin.version)},
               {"import_count", std::to_string(imports.size())},
               {"export_count", std::to_string(exports.size())},
               {"resource_count", std::to_string(resources.size())},
               {"imports", import_first},
               {"exports", export_first},
               {"resources", resource_first},
               {"type", plugin.type},
               {"host", host},
               {"number", std::to_string(number)}});
}

std::string link_name(const Library& library) { return "tenon_thread_exit_" + names::snake(library.name); }

std::string source(const Context& c, const Library& library) {
  std::string headers, plugins;
  std::vector<std::string> descriptors;
  std::set<std::string> seen;
  std::size_t number = 0;
  for (const Plugin& plugin : library.plugins) {
    if (seen.insert(plugin.header).second && !plugin.header.empty())
      headers += "#include " + c_literal(plugin.header) + "\n";
    const std::string space = "plugin_" + names::snake(plugin.name);
    plugins += "\nnamespace " + space + " {\n" + plugin_descriptor(c, plugin, number++) +
               "\n}  // namespace " + space + "\n";
    descriptors.push_back("&" + space + "::descriptor");
  }
  return first_lines(library.source) + fill(R"(
    #include "{{library}}.tenon.hpp"

    {{headers}}

    namespace {
    {{plugins}}

    constexpr const tenon_plugin_descriptor* plugins[] = {{descriptors}};

    }  // namespace

    // Defined beside the entry; a library that is part of a program has none.
    extern "C" [[gnu::weak, gnu::visibility("hidden")]] tenon_thread_exit_link {{link}};
    extern "C" const tenon_library_descriptor {{owner}} = {sizeof(tenon_library_descriptor), TENON_CONTRACT, {{count}}, 0, plugins, &{{link}}};
  )",
                                            {{"library", library.name},
                                             {"headers", headers},
                                             {"plugins", plugins},
                                             {"descriptors", "{" + join(descriptors, ", ") + "}"},
                                             {"owner", c.owner},
                                             {"link", link_name(library)},
                                             {"count", std::to_string(descriptors.size())}});
}

// Named for the linker only, so that they clash with no declaration.
std::string ends_of_threads(const Library& library) {
  return fill(R"(

    // What this library leaves to be run when a thread ends goes to its host, which lets the library go in time
    // (tenon/abi/thread_exit.h). Defined here, these functions come before the system's; nobody else sees them.
    extern "C" {
    [[gnu::visibility("hidden")]] tenon_thread_exit_link {{link}} = {sizeof(tenon_thread_exit_link), 0, 0, 0, nullptr, nullptr};

    [[gnu::visibility("hidden")]] int tenon_at_exit(void (*run)(void*), void* object, void* dso) noexcept __asm__("__cxa_thread_atexit");
    int tenon_at_exit(void (*run)(void*), void* object, void* dso) noexcept { return tenon::ThreadExit({{link}}).at_exit(run, object, dso); }

    [[gnu::visibility("hidden")]] int tenon_key_create(unsigned* key, void (*run)(void*)) noexcept __asm__("pthread_key_create");
    int tenon_key_create(unsigned* key, void (*run)(void*)) noexcept { return tenon::ThreadExit({{link}}).key_create(key, run); }

    [[gnu::visibility("hidden")]] int tenon_key_set(unsigned key, const void* value) noexcept __asm__("pthread_setspecific");
    int tenon_key_set(unsigned key, const void* value) noexcept { return tenon::ThreadExit({{link}}).key_set(key, value); }

    [[gnu::visibility("hidden")]] int tenon_key_delete(unsigned key) noexcept __asm__("pthread_key_delete");
    int tenon_key_delete(unsigned key) noexcept { return tenon::ThreadExit({{link}}).key_delete(key); }

    [[gnu::visibility("hidden")]] int tenon_thread_create(void* thread, const void* attributes, void* (*start)(void*), void* argument) noexcept __asm__("pthread_create");
    int tenon_thread_create(void* thread, const void* attributes, void* (*start)(void*), void* argument) noexcept { return tenon::ThreadExit({{link}}).thread_create(thread, attributes, start, argument); }
    #ifdef __GLIBCXX__

    [[gnu::visibility("hidden")]] void tenon_std_thread(void* thread, void** state, void (*)()) __asm__("_ZNSt6thread15_M_start_threadESt10unique_ptrINS_6_StateESt14default_deleteIS1_EEPFvvE");
    void tenon_std_thread(void* thread, void** state, void (*)()) { tenon::StdThread::start(tenon::ThreadExit({{link}}), thread, state); }
    #endif
    }
  )",
              {{"link", link_name(library)}});
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

    #include <tenon/thread_exit.hpp>

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
    {{ends}}
  )",
                                            {{"library", library.name},
                                             {"size", std::to_string(bytes.size())},
                                             {"before", hex_list(before)},
                                             {"after", hex_list(after)},
                                             {"owner", c.owner},
                                             {"ends", ends_of_threads(library)}});
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

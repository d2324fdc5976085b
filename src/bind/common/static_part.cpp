// SPDX-License-Identifier: MIT
#include "bind/common/static_part.hpp"

#include <set>

#include "bind/common/text.hpp"
#include "tenon/abi/version.h"

namespace tenon::bind {
namespace {

std::string banner(const Library& library) {
  return fill(
      "/* Made by tenon for contract {{version}}.{{revision}} from {{source}}. Do not edit: it is made anew "
      "with every build. */\n",
      {{"version", std::to_string(TENON_CONTRACT_VERSION)},
       {"revision", std::to_string(TENON_CONTRACT_REVISION)},
       {"source", library.source}});
}

std::vector<unsigned char> slice(const std::vector<std::uint8_t>& bytes, std::size_t from, std::size_t to) {
  return {bytes.begin() + static_cast<std::ptrdiff_t>(from), bytes.begin() + static_cast<std::ptrdiff_t>(to)};
}

std::string c_part(const Library& library) {
  return fill(R"(
    #include <tenon/abi.h>

    extern const uint8_t tenon_manifest_{{name}}[{{size}}] __attribute__((visibility("hidden"), aligned(4)));
    extern const size_t tenon_manifest_{{name}}_size __attribute__((visibility("hidden")));

    /* The manifest (tenon/abi/note.h). No flags: C has nothing to catch. */
    const uint8_t tenon_manifest_{{name}}[{{size}}] = {
        {{bytes}}
    };
    const size_t tenon_manifest_{{name}}_size = {{size}};
  )",
              {{"name", names::snake(library.name)},
               {"size", std::to_string(library.manifest.size())},
               {"bytes", hex_list(library.manifest)}});
}

std::string cpp_part(const Library& library) {
  const std::vector<std::uint8_t>& bytes = library.manifest;
  return fill(R"(
    #include <tenon/plugin.hpp>

    extern "C" [[gnu::visibility("hidden"), gnu::aligned(4)]] const std::uint8_t tenon_manifest_{{name}}[{{size}}];
    extern "C" [[gnu::visibility("hidden")]] const std::size_t tenon_manifest_{{name}}_size;

    // The manifest (tenon/abi/note.h), with what this compiler says about exceptions.
    const std::uint8_t tenon_manifest_{{name}}[{{size}}] = {
        {{before}}
        tenon::kUnwindFlag, 0, 0, 0,
        {{after}}
    };
    const std::size_t tenon_manifest_{{name}}_size = {{size}};
  )",
              {{"name", names::snake(library.name)},
               {"size", std::to_string(bytes.size())},
               {"before", hex_list(slice(bytes, 0, kNoteFlags))},
               {"after", hex_list(slice(bytes, kNoteFlags + 4, bytes.size()))}});
}

}  // namespace

File static_part(const Library& library, Language language) {
  const bool c = language == Language::c;
  return {library.name + (c ? ".static.c" : ".static.cpp"),
          banner(library) + (c ? c_part(library) : cpp_part(library))};
}

File static_header(const Library& library) {
  return {library.name + ".static.h",
          banner(library) + fill(R"(
    /*
     * The library `{{library}}` as part of a program: link lib{{library}}.a and register it with each host
     * that is to find its plugins. C++: `host.add_static(tenon_register_{{name}})`.
     */
    #ifndef TENON_STATIC_{{name}}_H
    #define TENON_STATIC_{{name}}_H

    #include <tenon/host.h>

    #if TENON_CONTRACT_VERSION != {{version}} || TENON_CONTRACT_REVISION != {{revision}}
    #error "tenon: this file and the headers are of different versions; build the plugin again"
    #endif

    #ifdef __cplusplus
    extern "C" {
    #endif

    extern const tenon_library_descriptor {{descriptor}};
    extern const uint8_t tenon_manifest_{{name}}[];
    extern const size_t tenon_manifest_{{name}}_size;

    /* As tenon_host_register (tenon/host/static.h). */
    static inline tenon_error *tenon_register_{{name}}(tenon_host *host) {
      return tenon_host_register(host, &{{descriptor}}, tenon_manifest_{{name}}, tenon_manifest_{{name}}_size);
    }

    #ifdef __cplusplus
    }
    #endif

    #endif
  )",
                                 {{"library", library.name},
                                  {"name", names::snake(library.name)},
                                  {"descriptor", descriptor_name(library.name)},
                                  {"version", std::to_string(TENON_CONTRACT_VERSION)},
                                  {"revision", std::to_string(TENON_CONTRACT_REVISION)}})};
}

std::string descriptor_name(const std::string& library) {
  static const std::set<std::string_view> kTenons = {
      "account", "check",           "descriptor", "descriptor_of", "file",   "generation", "holders",
      "load",    "load_reloadable", "metadata",   "name",          "reload", "unload",     "version"};
  const std::string name = names::snake(library);
  return "tenon_plugin_" + name + (kTenons.contains(name) ? "_" : "");
}

std::vector<std::string> static_symbols(const Library& library) {
  const std::string name = names::snake(library.name);
  return {descriptor_name(library.name), "tenon_manifest_" + name, "tenon_manifest_" + name + "_size"};
}

}  // namespace tenon::bind

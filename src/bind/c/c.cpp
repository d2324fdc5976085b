// SPDX-License-Identifier: MIT
#include "bind/c/c.hpp"

#include <algorithm>
#include <set>

#include "bind/c/header.hpp"
#include "bind/c/plugin.hpp"
#include "bind/c/slots.hpp"
#include "bind/common/static_part.hpp"
#include "bind/common/text.hpp"

namespace tenon::bind::c {
namespace {

class Generator {
 public:
  /// `globals` are names that parameters must not have.
  Generator(const Library& library, std::set<std::string> globals)
      : library_(library),
        name_(names::snake(library.name)),
        naming_(*library.model, worlds_of(library)),
        types_(naming_) {
    naming_.avoid(std::move(globals));
    for (const Plugin& plugin : library.plugins) parts_.emplace_back(naming_, library, plugin);
  }

  std::expected<std::vector<File>, std::vector<wit::Diagnostic>> run() {
    std::vector<File> files = {{library_.name + ".tenon.h", header()},
                               {library_.name + ".tenon.c", source()},
                               {library_.name + ".entry.c", entry()}};
    if (!naming_.clashes.empty()) return std::unexpected(naming_.clashes);
    return files;
  }

  std::set<std::string> taken() const { return naming_.taken(); }

 private:
  std::string header();
  std::string source() const;
  std::string entry() const;
  bool newer(const abi::Interface& interface, const abi::Slot& slot) const;

  const Library& library_;
  std::string name_;
  Naming naming_;
  Types types_;
  std::vector<PluginPart> parts_;
};

bool Generator::newer(const abi::Interface& interface, const abi::Slot& slot) const {
  return std::ranges::any_of(library_.plugins,
                             [&](const Plugin& p) { return newer_than_base(p.base, interface, slot); });
}

std::string Generator::header() {
  std::string plugins;
  naming_.take(descriptor_name(library_.name), "the library `" + library_.name + "`", {});
  const std::vector<const abi::World*> worlds = worlds_of(library_);
  const Newer newer = [this](const abi::Interface& i, const abi::Slot& s) { return this->newer(i, s); };
  std::string shared = world_types(types_, *library_.model, worlds);  // first: they keep their names
  shared += world_tables(naming_, worlds, newer);
  for (PluginPart& part : parts_) plugins += part.header();
  return banner(library_.source) + fill(R"(
    /*
     * Functions return TENON_OK, TENON_ERR (where the interface has an error) or a negative status
     * (tenon/abi/status.h). Parameters are valid until the function returns; objects that come as
     * `own` are yours to drop from then on, also if you fail. Results are made in the host's memory
     * (`<plugin>_string`, `tenon_string_alloc`, `<type>_alloc`; not `<plugin>_alloc`, which is for the
     * plugin's own) and belong to the caller. While you call the host, it may call the
     * same instance again.
     *
     * An exported function is called <plugin>_<function>; only where two exported interfaces have one
     * of the same name it is <plugin>_<interface>_<function>. So an interface that joins the world
     * changes no name unless it repeats it, and then the build fails on the old one.
     */
    #ifndef TENON_GENERATED_{{name}}_H
    #define TENON_GENERATED_{{name}}_H

    #include <tenon/plugin.h>
    {{check}}

    #ifdef __cplusplus
    extern "C" {
    #endif
    {{shared}}

    extern const tenon_library_descriptor {{descriptor}} __attribute__((visibility("hidden")));
    {{plugins}}

    #ifdef __cplusplus
    }
    #endif

    #endif
  )",
                                        {{"name", name_},
                                         {"check", contract_check()},
                                         {"descriptor", descriptor_name(library_.name)},
                                         {"shared", shared},
                                         {"plugins", plugins}});
}

std::string Generator::source() const {
  std::string plugins;
  std::vector<std::string> descriptors;
  for (const PluginPart& part : parts_) {
    plugins += plugin_tables(naming_, descriptor_name(library_.name), part);
    descriptors.push_back("&" + part.name() + "__descriptor");
  }
  return banner(library_.source) + fill(R"(
    #include "{{file}}.tenon.h"

    {{asserts}}
    {{plugins}}

    static const tenon_plugin_descriptor *const {{name}}__plugins[] = {{list}};
    const tenon_library_descriptor {{descriptor}} = {sizeof(tenon_library_descriptor), TENON_CONTRACT, {{count}}, 0, {{name}}__plugins, NULL};
  )",
                                        {{"file", library_.name},
                                         {"asserts", types_.asserts()},
                                         {"plugins", plugins},
                                         {"list", "{" + join(descriptors, ", ") + "}"},
                                         {"name", name_},
                                         {"descriptor", descriptor_name(library_.name)},
                                         {"count", std::to_string(parts_.size())}});
}

std::string Generator::entry() const {
  return banner(library_.source) + fill(R"(
    #include <tenon/abi.h>
    {{check}}

    extern const tenon_library_descriptor {{descriptor}} __attribute__((visibility("hidden")));

    __attribute__((visibility("default"))) const tenon_library_descriptor *tenon_entry(uint32_t contract);
    const tenon_library_descriptor *tenon_entry(uint32_t contract) {
      return contract == TENON_CONTRACT ? &{{descriptor}} : NULL;
    }

    /* The manifest (tenon/abi/note.h). No flags: C has nothing to catch. */
    static const struct {
      uint32_t owner_size, size, type;
      char owner[8];
      uint8_t manifest[{{size}}];
    } note __attribute__((section(".note.tenon"), used, aligned(4))) = {
        6,
        {{size}},
        TENON_NOTE_TYPE,
        TENON_NOTE_OWNER,
        {{bytes}}
    };
  )",
                                        {{"check", contract_check()},
                                         {"descriptor", descriptor_name(library_.name)},
                                         {"size", std::to_string(library_.manifest.size())},
                                         {"bytes", bytes(library_.manifest) + ","}});
}

}  // namespace

std::expected<std::vector<File>, std::vector<wit::Diagnostic>> plugin_bindings(const Library& library) {
  // Twice: which names there are is known only at the end.
  Generator first(library, {});
  if (auto files = first.run(); !files) return files;
  return Generator(library, first.taken()).run();
}

std::set<std::string> global_names(const Library& library) {
  Generator all(library, {});
  (void)all.run();
  return all.taken();
}

}  // namespace tenon::bind::c

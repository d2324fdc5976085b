// SPDX-License-Identifier: MIT
#include "bind/rust/library.hpp"

#include <algorithm>
#include <set>

#include "bind/common/names.hpp"
#include "bind/common/static_part.hpp"
#include "bind/common/text.hpp"
#include "bind/rust/glue.hpp"
#include "bind/rust/signature.hpp"
#include "tenon/abi.h"

namespace tenon::bind::rust {
namespace {

std::string references(const std::vector<std::string>& names) {
  return names.empty() ? "[]" : "[&" + join(names, ", &") + "]";
}

std::string list_static(const std::string& name, const std::string& type,
                        const std::vector<std::string>& of) {
  return "static " + name + ": [&" + type + "; " + std::to_string(of.size()) + "] = " + references(of) +
         ";\n";
}

std::string plugin_module(const Plugin& plugin) { return "plugin_" + names::snake(plugin.name); }

// The statics of one plugin, in a module of its own.
class PluginText {
 public:
  PluginText(const Surface& surface, const Plugin& plugin) : surface_(surface), plugin_(plugin) {}

  std::string run() {
    for (const abi::Interface& interface : plugin_.world.imports) import(interface);
    for (const abi::Interface& interface : plugin_.world.exports) exported(interface);
    resources();
    return fill(R"(

      /// The plugin `{{name}}`.
      mod {{module}} {
          use super::*;

          const _: fn() = can_be_{{bound}}::<crate::{{type}}>;

          {{statics}}
          {{lists}}
          pub static PLUGIN: PluginDescriptor = PluginDescriptor {
              size: size_of::<PluginDescriptor>() as u32,
              flags: {{flags}},
              name: {{name_text}}.as_ptr(),
              version: {{version}}.as_ptr(),
              import_count: {{import_count}},
              export_count: {{export_count}},
              resource_count: {{resource_count}},
              reserved: 0,
              imports: IMPORTED.as_ptr(),
              exports: EXPORTED.as_ptr(),
              resources: RESOURCES.as_ptr(),
              create,
              destroy: runtime::destroy::<crate::{{type}}>,
          };

          #[allow(clippy::needless_borrow)] // the references choose between `Create` and `Default`
          unsafe extern "C" fn create(
              host: *const HostTable, {{given}}: *const Reference, instance: *mut *mut c_void,
          ) -> i32 {
              {{links}}
              runtime::create(host, imports, instance, |host| {
                  (&&&Maker::<crate::{{type}}>(PhantomData)).make(host)
              })
          }
      }
    )",
                {{"name", plugin_.name},
                 {"module", plugin_module(plugin_)},
                 {"bound", plugin_.concurrent ? "concurrent" : "a_plugin"},
                 {"type", plugin_.type},
                 {"statics", statics_},
                 {"lists", list_static("IMPORTED", "InterfaceDescriptor", imports_) +
                               list_static("EXPORTED", "InterfaceDescriptor", exports_) +
                               list_static("RESOURCES", "ResourceDescriptor", resources_)},
                 {"flags", std::string("UNWIND") + (plugin_.concurrent ? " | 2" : "")},
                 {"name_text", zero_ended(plugin_.name)},
                 {"version", zero_ended(plugin_.version)},
                 {"import_count", std::to_string(imports_.size())},
                 {"export_count", std::to_string(exports_.size())},
                 {"resource_count", std::to_string(resources_.size())},
                 {"given", imports_.empty() ? "_" : "given"},
                 {"links", links()}});
  }

 private:
  const Face& face(const abi::Interface& interface) const { return surface_.of(plugin_.world, interface); }

  std::string descriptor(const std::string& name, const abi::Interface& interface, const std::string& table) {
    return "static " + name + ": InterfaceDescriptor = InterfaceDescriptor::new(\n    " +
           std::to_string(interface.functions.size()) + ", " + zero_ended(interface.id) + ",\n    " +
           hash_text(interface.hash) + ",\n    " + table + ",\n);\n";
  }

  void import(const abi::Interface& interface) {
    imports_.push_back("IMPORT_" + names::upper(face(interface).module));
    statics_ += descriptor(imports_.back(), interface, "null()");
  }

  void exported(const abi::Interface& interface) {
    const Face& of = face(interface);
    const std::string module = names::upper(of.module), table = "TABLE_" + module;
    std::string slots;
    for (const abi::Slot& slot : interface.functions) {
      const std::string field = slot_field(surface_, *slot.function);
      slots += field + ": glue::" + of.module + "::slots::" + field + "::<crate::" + plugin_.type + ">,\n";
    }
    statics_ += fill(R"(
      static {{table}}: glue::{{module}}::{{struct}} = glue::{{module}}::{{struct}} {
          head: Head::new(
              {{count}}, {{hash}},
              {{id}}, &LIBRARY, None,
          ),
          {{slots}}
      };
    )",
                     {{"table", table},
                      {"module", of.module},
                      {"struct", export_table(of)},
                      {"count", std::to_string(interface.functions.size())},
                      {"hash", hash_text(interface.hash)},
                      {"id", zero_ended(interface.id)},
                      {"slots", slots}});
    exports_.push_back("EXPORT_" + module);
    statics_ += descriptor(exports_.back(), interface, "&" + table + ".head");
  }

  void resources() {
    std::set<std::string> seen;
    for (const auto* side : {&plugin_.world.imports, &plugin_.world.exports})
      for (const abi::Interface& interface : *side)
        for (const abi::Resource& resource : interface.resources) {
          if (!seen.insert(resource.id).second) continue;
          const std::string module = face(interface).module +
                                     "::" + names::snake((*surface_.model)[resource.type].name) + "_object::";
          const std::string name = "RESOURCE_" + std::to_string(resources_.size());
          statics_ += "static " + name +
                      ": ResourceDescriptor =\n    ResourceDescriptor::new(glue::" + module +
                      "TYPE, glue::" + module + "live_);\n";
          resources_.push_back(name);
        }
  }

  // The host's imports at their places in the record, which all plugins of the library share.
  std::string links() const {
    if (imports_.empty()) return "let imports = [Reference::ABSENT; IMPORTS];\n";
    std::string places, checks;
    std::size_t index = 0;
    for (const abi::Interface& interface : plugin_.world.imports) {
      const Face& of = face(interface);
      const std::string at = "imports[" + std::to_string(of.import) + "]";
      places += at + " = *given.add(" + std::to_string(index++) + ");\n";
      if (of.base_slots)
        checks += (checks.empty() ? "!" : " || !") + at + ".has(" + std::to_string(of.base_slots) + ")";
    }
    std::string out = "let mut imports = [Reference::ABSENT; IMPORTS];\n" + places;
    if (!checks.empty()) out += "if " + checks + " {\n    return BAD_ARGUMENT;\n}\n";
    return out;
  }

  const Surface& surface_;
  const Plugin& plugin_;
  std::string statics_;
  std::vector<std::string> imports_, exports_, resources_;
};

std::vector<unsigned char> padded(std::vector<std::uint8_t> bytes) {
  while (bytes.size() % 4) bytes.push_back(0);
  return bytes;
}

std::string manifest_text(const Library& library) {
  const std::vector<unsigned char> bytes = padded(library.manifest);
  const auto start = bytes.begin() + kNoteFlags;
  const std::vector<unsigned char> head(bytes.begin(), start), rest(start + 4, bytes.end());
  return fill(R"(
    const MANIFEST: Manifest<{{count}}> = Manifest {
        start: [
            {{start}}
        ],
        flags: UNWIND,
        rest: [
            {{rest}}
        ],
    };

    // The manifest, readable without running anything. Exactly one in a file.
    #[cfg(not(tenon_static))]
    linked! {
        _, [link_section = ".note.tenon"]
        #[used]
        static NOTE: Note<{{count}}> =
            Note { name_size: 6, size: {{size}}, kind: 1, name: *b"tenon\0\0\0", manifest: MANIFEST };
    }

    // The same in a library that is linked into a program.
    #[cfg(tenon_static)]
    linked! {
        _, [export_name = "tenon_manifest_{{symbol}}"]
        pub static NOTE: Manifest<{{count}}> = MANIFEST;
    }
    #[cfg(tenon_static)]
    linked! {
        _, [export_name = "tenon_manifest_{{symbol}}_size"]
        pub static NOTE_SIZE: usize = {{size}};
    }
  )",
              {{"count", std::to_string(rest.size())},
               {"start", hex_list(head)},
               {"rest", hex_list(rest)},
               {"size", std::to_string(bytes.size())},
               {"symbol", names::snake(library.name)}});
}

std::string hex64(std::uint64_t value) {
  std::string out;
  for (int shift = 60; shift >= 0; shift -= 4) out += "0123456789abcdef"[value >> shift & 15];
  return "0x" + out;
}

std::string abort_check(const Surface& surface) {
  if (surface.bare())
    return fill(R"(
    #[cfg(not(any(test, panic = "abort")))]
    compile_error!("without the standard library nothing unwinds: set `panic = \"abort\"` below [profile.release] and [profile.dev] in Cargo.toml");
  )");
  const bool all = std::ranges::all_of(surface.library->plugins, &Plugin::unwind);
  return !all ? "" : fill(R"(
    #[cfg(panic = "abort")]
    compile_error!("with panic = \"abort\" a failed import can't become a trap: take it out of Cargo.toml, or set `unwind = false` in tenon.toml");
  )");
}

}  // namespace

std::string hash_text(const abi::Hash& hash) {
  std::string list = hex_list({hash.begin(), hash.end()});
  list.resize(list.find_last_of(','));
  return "[" + list + "]";
}

std::string library_module(const Surface& surface) {
  const Library& library = *surface.library;
  std::string plugins;
  std::vector<std::string> list;
  for (const Plugin& plugin : library.plugins) {
    plugins += PluginText(surface, plugin).run();
    list.push_back(plugin_module(plugin) + "::PLUGIN");
  }
  return fill(R"rust(

    // `no_mangle` and its like and blocks of `extern` are unsafe from edition 2024 on, which older
    // compilers can't read. Where `_` matches as an expression, it is that edition.
    macro_rules! linked {
        ($edition_2024:expr, [$($attribute:tt)*] $($item:tt)*) => { #[unsafe($($attribute)*)] $($item)* };
        (_, [$($attribute:tt)*] $($item:tt)*) => { #[$($attribute)*] $($item)* };
        ($edition_2024:expr, extern $($block:tt)*) => { unsafe extern $($block)* };
        (_, extern $($block:tt)*) => { extern $($block)* };
    }

    /// What the loader finds: the descriptor, the manifest, the entry.
    mod library {
        use super::glue;
        use super::runtime::{self, *};
        use core::ffi::c_void;
        use core::marker::PhantomData;
        use core::mem::size_of;
        use core::ptr::null;

        /// Imports of all plugins together.
        pub const IMPORTS: usize = {{imports}};
        /// Whether an instance may be called from several threads at once.
        pub const CONCURRENT: bool = {{concurrent}};
        const CONTRACT: u32 = {{contract}};
        const UNWIND: u32 = cfg!(panic = "unwind") as u32;

        {{abort}}
        const _: () = assert!(
            fnv1a(include_bytes!("../tenon.toml")) == {{toml}},
            "tenon.toml changed: run `tenon build` (or `tenon bind rust`)"
        );

        const fn fnv1a(bytes: &[u8]) -> u64 {
            let mut hash = 0xcbf2_9ce4_8422_2325;
            let mut index = 0;
            while index < bytes.len() {
                hash = (hash ^ bytes[index] as u64).wrapping_mul(0x0100_0000_01b3);
                index += 1;
            }
            hash
        }

        #[cfg(not(tenon_static))]
        linked! {
            _, [no_mangle]
            pub extern "C" fn tenon_entry(contract: u32) -> *const LibraryDescriptor {
                if contract == CONTRACT {
                    &LIBRARY
                } else {
                    null()
                }
            }
        }

        #[cfg(not(tenon_static))]
        pub static LIBRARY: LibraryDescriptor =
            LibraryDescriptor::new(CONTRACT, &PLUGINS, {{threads}});
        #[cfg(tenon_static)]
        linked! {
            _, [export_name = "{{symbol}}"]
            pub static LIBRARY: LibraryDescriptor = LibraryDescriptor::new(CONTRACT, &PLUGINS, None);
        }
        {{list}}
        {{plugins}}

        {{manifest}}
    }
  )rust",
              {{"imports", std::to_string(surface.imports)},
               {"concurrent", surface.concurrent ? "true" : "false"},
               {"contract", std::to_string(TENON_CONTRACT)},
               {"abort", abort_check(surface)},
               {"threads", surface.bare() ? "None" : "Some(&ends_of_threads::LINK)"},
               {"toml", hex64(library.toml_hash)},
               {"symbol", descriptor_name(library.name)},
               {"list", list_static("PLUGINS", "PluginDescriptor", list)},
               {"plugins", plugins},
               {"manifest", manifest_text(library)}});
}

std::string zero_ended(std::string_view text) { return rust_literal(std::string(text) + '\0'); }

}  // namespace tenon::bind::rust

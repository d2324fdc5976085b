// SPDX-License-Identifier: MIT
#include "bind/rust/host.hpp"

#include "bind/common/names.hpp"
#include "bind/common/text.hpp"
#include "bind/rust/glue.hpp"
#include "bind/rust/library.hpp"
#include "tenon/abi.h"

namespace tenon::bind::rust {
namespace {

// "ns:pkg=1.1.0,...": base versions that the host raises.
std::string since(const BaseVersions& base) {
  std::vector<std::string> parts;
  for (const auto& [package, version] : base) parts.push_back(package + "=" + version.text());
  return join(parts, ",");
}

// One static for each interface, and the list of them.
std::string descriptors(const Surface& surface, const HostSide& host,
                        const std::vector<abi::Interface>& interfaces, const std::string& prefix,
                        const std::string& list) {
  std::string out;
  std::vector<std::string> names;
  for (const abi::Interface& interface : interfaces) {
    names.push_back(prefix + names::upper(surface.of(host.world, interface).module));
    out += "static " + names.back() + ": InterfaceDescriptor = InterfaceDescriptor::new(\n    " +
           std::to_string(interface.functions.size()) + ", " + zero_ended(interface.id) + ",\n    " +
           hash_text(interface.hash) + ",\n);\n";
  }
  return out + "static " + list + ": [&InterfaceDescriptor; " + std::to_string(names.size()) + "] = [" +
         (names.empty() ? "" : "&" + join(names, ", &")) + "];\n";
}

// An interface without functions has a head alone.
std::string table(const Surface& surface, const Face& face, const abi::Interface& interface) {
  std::string slots;
  for (const abi::Slot& slot : interface.functions) {
    const std::string field = slot_field(surface, *slot.function);
    slots += field + ": glue::" + face.module + "::slots::" + field + ",\n";
  }
  const std::string head = "Head::new(\n    " + std::to_string(interface.functions.size()) + ", " +
                           hash_text(interface.hash) + ",\n    " + zero_ended(interface.id) +
                           ", &LIBRARY, None,\n)";
  if (slots.empty()) return "pub static " + import_table(face) + ": Head = " + head + ";\n";
  return fill(R"(
    pub static {{table}}: glue::{{module}}::{{struct}} = glue::{{module}}::{{struct}} {
        head: {{head}},
        {{slots}}
    };
  )",
              {{"table", import_table(face)},
               {"module", face.module},
               {"struct", export_table(face)},
               {"head", head},
               {"slots", slots}});
}

// A line of the text on each line.
std::string text_lines(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size() - 1) + 1;
    lines.push_back(rust_literal(text.substr(0, end)));
    text.remove_prefix(end);
  }
  lines.push_back("\"\\0\"");
  return join(lines, ",\n") + ",\n";
}

}  // namespace

std::string import_table(const Face& face) { return "TABLE_" + names::upper(face.module); }

std::string host_module(const Surface& surface, const HostSide& host) {
  std::string tables;
  for (const abi::Interface& interface : host.world.imports)
    tables += table(surface, surface.of(host.world, interface), interface);
  return fill(R"rust(

    /// What the runtime checks plugins against, and what they are given.
    mod library {
        use super::glue;
        use super::runtime::*;
        use std::mem::size_of;
        use std::os::raw::c_char;
        use tenon::sys;

        /// Plugins call from any thread.
        pub const CONCURRENT: bool = true;
        const CONTRACT: u32 = {{contract}};
        const _: () = assert!(
            sys::TENON_CONTRACT == CONTRACT,
            "the crate `tenon` is of another version than the tool that made this: run `tenon bind rust --host`"
        );

        const WIT: &str = concat!(
            {{wit}}
        );

        // SAFETY: it is whole and constant.
        pub static LIBRARY: tenon::World = unsafe {
            tenon::World::new(sys::tenon_world {
                size: size_of::<sys::tenon_world>() as u32,
                contract: CONTRACT,
                name: {{name}}.as_ptr() as *const c_char,
                wit: WIT.as_ptr() as *const c_char,
                wit_len: WIT.len() - 1, // without the zero
                since: {{since}}.as_ptr() as *const c_char,
                import_count: IMPORTED.len() as u32,
                export_count: EXPORTED.len() as u32,
                imports: IMPORTED.as_ptr() as *const *const sys::tenon_interface_descriptor,
                exports: EXPORTED.as_ptr() as *const *const sys::tenon_interface_descriptor,
            })
        };
        {{imports}}
        {{exports}}
        {{tables}}
    }
  )rust",
              {{"contract", std::to_string(TENON_CONTRACT)},
               {"wit", text_lines(host.canonical_wit)},
               {"name", zero_ended(host.world.name)},
               {"since", zero_ended(since(host.base))},
               {"imports", descriptors(surface, host, host.world.imports, "IMPORT_", "IMPORTED")},
               {"exports", descriptors(surface, host, host.world.exports, "EXPORT_", "EXPORTED")},
               {"tables", tables}});
}

}  // namespace tenon::bind::rust

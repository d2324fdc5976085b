// SPDX-License-Identifier: MIT
#include "bind/rust/rust.hpp"

#include <algorithm>
#include <array>
#include <map>

#include "bind/common/names.hpp"
#include "bind/common/text.hpp"
#include "bind/rust/allocations.hpp"
#include "bind/rust/collisions.hpp"
#include "bind/rust/faces.hpp"
#include "bind/rust/glue.hpp"
#include "bind/rust/host.hpp"
#include "bind/rust/library.hpp"
#include "bind/rust/needs.hpp"
#include "bind/rust/runtime.hpp"
#include "bind/rust/surface.hpp"
#include "bind/rust/tuples.hpp"
#include "bind/rust/world_types.hpp"
#include "tenon/abi.h"

namespace tenon::bind::rust {
namespace {

// Each face's names that no other face has.
std::string reexports(const Surface& surface) {
  std::string out;
  for (const Face& face : surface.faces) {
    std::vector<std::string> names = names_of(surface, face);
    std::erase_if(names, [&](const std::string& name) { return !surface.offered.contains(name); });
    if (!names.empty()) out += "pub " + use("self::" + face.module, names);
  }
  return out;
}

std::string accessors(const Surface& surface) {
  std::string out;
  for (const Face& face : surface.faces) {
    if (!face.has_imports()) continue;
    if (!out.empty()) out += "\n";
    out += fill(R"(
      /// `{{name}}`, as the host implements it.
      pub fn {{accessor}}(&self) -> {{module}}::{{functions}}<'_> {
          {{module}}::{{functions}}(self)
      }
    )",
                {{"name", face.name},
                 {"accessor", face.accessor},
                 {"module", face.module},
                 {"functions", face.functions}});
  }
  return out.empty() ? "" : "\nimpl Host {\n" + prefixed(out, "    ") + "}\n";
}

std::string plugin_part(const Surface& surface) {
  return fill(R"(

    /// How an instance is made. A type without it is made by its `Default`.
    pub trait Create: Sized {
        /// The error's text is what the host shows.
        fn create(host: Host) -> Result<Self, {{reason}}>;
    }
    {{accessors}}
  )",
              {{"reason", surface.bare() ? "&'static str" : "String"}, {"accessors", accessors(surface)}});
}

std::string number(const char* type) {
  return fill(R"(
    impl Plain for {{type}} {
        type Raw = {{type}};
        const BITWISE: bool = true;
        fn from_raw(raw: {{type}}) -> Option<{{type}}> {
            Some(raw)
        }
        fn into_raw(self) -> {{type}} {
            self
        }
    }
    impl Number for {{type}} {}
  )",
              {{"type", type}});
}

bool is_needed(std::string_view part, const Needs& needs, bool host) {
  constexpr std::array kOfPlugins = std::to_array<std::string_view>(
      {"head", "contract", "errors", "record", "instances", "traps", "threads"});
  if (part == "host") return host;
  if (host && std::ranges::count(kOfPlugins, part)) return false;
  if (part == "lists") return needs.lists;
  if (part == "compounds") return needs.compounds;
  if (part == "flags") return needs.flags;
  if (part == "handles" || part == "objects") return needs.resources;
  return true;
}

// The lines of a part that this library is made of.
std::string chosen(std::string_view text, bool bare) {
  std::string out;
  bool wanted = true;
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n') + 1);
    text.remove_prefix(line.size());
    const std::size_t marker = line.find("//+ ");
    if (marker != line.npos)
      wanted = !line.substr(marker).starts_with(bare ? "//+ std" : "//+ bare");
    else if (wanted && (line != "\n" || !out.ends_with("\n\n")))
      out += line;
  }
  if (out.ends_with("\n\n")) out.pop_back();
  return out;
}

// Whether handles may leave their thread. In a host they don't: an instance and its objects are not to be
// called at once, and it can't be seen which belong together. In a plugin they may, since what has them does;
// but two threads never have one at once, also where the library's own objects are `Sync`: it may be another
// plugin's, which isn't CONCURRENT.
std::string threads_of_handles(const Surface& surface) {
  if (surface.host) return "";
  return fill(R"(
    // SAFETY: an object may be called from any thread, by one at a time (`docs/abi.md`, "Re-entry and threads"): what
    // implements it is `Send`.
    unsafe impl<R: Resource> Send for Own<R> {}

  )");
}

std::string part_text(const RuntimePart& part, const Surface& surface) {
  const std::string text = chosen(part.text, surface.bare());
  if (part.name == "values") {
    std::vector<std::string> numbers;
    for (const char* type : {"u8", "u16", "u32", "u64", "i8", "i16", "i32", "i64", "f32", "f64"})
      numbers.push_back(number(type));
    return fill(text, {{"numbers", join(numbers, "\n")}});
  }
  if (part.name != "handles") return fill(text);
  return fill(text, {{"threads", threads_of_handles(surface)}});
}

std::string runtime(const Surface& surface, const Needs& needs) {
  std::string out;
  for (const RuntimePart& part : kRuntime)
    if (is_needed(part.name, needs, surface.host)) {
      const std::string text = part_text(part, surface);
      out += (out.empty() || text.empty() ? "" : "\n") + text;
    }
  for (const std::size_t parts : needs.tuples) out += "\n" + tuple_text(parts);
  return out;
}

// `own` is what the file has for its author besides the interfaces, `library` the part that the other side
// finds.
std::string file_text(const Surface& surface, const std::string& own, const std::string& library) {
  std::string faces, glue;
  std::vector<std::string> modules;
  for (const Face& face : surface.faces) {
    const std::string module = face_module(surface, face);
    if (!module.empty()) modules.push_back(face.module);
    faces += module;
    glue += glue_module(surface, face);
  }
  const std::uint32_t contract = TENON_CONTRACT;
  const Needs needs = needs_of(surface);
  return fill(R"(
    // Made by tenon (contract {{version}}.{{revision}}) from {{source}}. Do not edit: `{{command}}` writes it anew.
    #![cfg_attr(rustfmt, rustfmt_skip)]
    #![allow(unknown_lints, unexpected_cfgs)] // `tenon_...` are Tenon's own, some lints are new
    #![allow(dead_code, unused_imports)] // not every library needs every part
    #![allow(unsafe_op_in_unsafe_fn)] // edition 2021's habit
    #![allow(clippy::too_many_arguments, clippy::type_complexity, clippy::large_enum_variant)] // the WIT's shapes
    #![allow(clippy::should_implement_trait, clippy::wrong_self_convention, clippy::new_ret_no_self)] // and its names
    #![allow(clippy::enum_variant_names, clippy::len_without_is_empty, clippy::module_inception)] // likewise
    #![allow(clippy::doc_lazy_continuation, clippy::doc_overindented_list_items, clippy::tabs_in_doc_comments)] // and docs
    #![allow(clippy::let_unit_value, clippy::single_match)] // some results and cases have no payload
    #![allow(clippy::manual_c_str_literals, clippy::manual_div_ceil)] // newer than Rust 1.63
    #![allow(clippy::manual_is_multiple_of, clippy::unnecessary_map_or)] // likewise

    pub use self::runtime::{CallError, Error{{host}}, IntoOwned{{list}}};
    {{reexports}}
    {{own}}
    {{faces}}

    /// How types and functions of the interfaces cross the boundary.
    mod glue {
        use super::library;
        use super::runtime::{self, *};
        use core::any::TypeId;
        use core::ffi::c_void;
        use core::mem::{size_of, MaybeUninit};
        use core::ops::{BitAnd, BitAndAssign, BitOr, BitOrAssign, BitXor, BitXorAssign, Not};
        use core::ptr::addr_of;
        use core::sync::atomic::{AtomicU64, Ordering};

        mod interfaces {
            {{modules}}
        }
        {{glue}}
    }
    {{library}}

    mod runtime {
        {{runtime}}
    }
  )",
              {{"version", std::to_string(contract >> 16)},
               {"revision", std::to_string(contract & 0xffff)},
               {"source", surface.library->source},
               {"command", surface.host ? "tenon bind rust --host" : "tenon build"},
               {"host", surface.host ? "" : ", Host"},
               {"list", needs.lists ? ", List" : ""},
               {"reexports", reexports(surface)},
               {"own", own},
               {"faces", faces},
               {"modules", modules.empty() ? "" : "pub " + use("super::super", modules)},
               {"glue", glue},
               {"library", library},
               {"runtime", runtime(surface, needs)}});
}

}  // namespace

std::expected<std::vector<File>, std::vector<wit::Diagnostic>> plugin_bindings(const Library& library) {
  const Surface surface = surface_of(library);
  std::vector<wit::Diagnostic> found = refusals(surface);
  for (wit::Diagnostic& diagnostic : allocations(surface)) found.push_back(std::move(diagnostic));
  if (!found.empty()) return std::unexpected(std::move(found));
  return std::vector<File>{
      {"src/bindings.rs", file_text(surface, plugin_part(surface), library_module(surface))}};
}

std::expected<std::vector<File>, std::vector<wit::Diagnostic>> host_bindings(const HostSide& host) {
  Library turned;
  const Surface surface = surface_of(host, turned);
  std::vector<wit::Diagnostic> found = refusals(surface);
  if (!found.empty()) return std::unexpected(std::move(found));
  const std::string file = names::snake((*host.model)[host.world.id].name) + ".rs";
  return std::vector<File>{
      {file, file_text(surface, world_types(surface, host), host_module(surface, host))}};
}

}  // namespace tenon::bind::rust

// SPDX-License-Identifier: MIT
#include "bind/rust/rust.hpp"

#include <algorithm>
#include <array>
#include <map>

#include "bind/common/text.hpp"
#include "bind/rust/collisions.hpp"
#include "bind/rust/faces.hpp"
#include "bind/rust/glue.hpp"
#include "bind/rust/library.hpp"
#include "bind/rust/runtime.hpp"
#include "bind/rust/surface.hpp"
#include "tenon/abi.h"

namespace tenon::bind::rust {
namespace {

// Names that are the file's own at the top, besides its modules.
constexpr std::array kOwnNames =
    std::to_array<std::string_view>({"CallError", "Create", "Error", "Host", "List"});

// Each face's names that no other face has.
std::string reexports(const Surface& surface) {
  std::map<std::string, int> count;
  for (std::string_view name : kOwnNames) ++count[std::string(name)];
  for (const Face& face : surface.faces)
    for (const std::string& name : offered_names(surface, face)) ++count[name];
  std::string out;
  for (const Face& face : surface.faces) {
    std::vector<std::string> names = offered_names(surface, face);
    std::erase_if(names, [&](const std::string& name) { return count[name] != 1; });
    if (!names.empty()) out += "pub " + use("self::" + face.module, names);
  }
  return out;
}

std::string accessors(const Surface& surface) {
  std::string out;
  for (const Face& face : surface.faces) {
    if (face.import < 0 || face.contract->functions.empty()) continue;
    if (!out.empty()) out += "\n";
    out += fill(R"(
      /// `{{name}}`, as the host implements it.
      pub fn {{module}}(&self) -> {{module}}::Imported<'_> {
          {{module}}::Imported(self)
      }
    )",
                {{"name", face.name}, {"module", face.module}});
  }
  return out.empty() ? "" : "\nimpl Host {\n" + prefixed(out, "    ") + "}\n";
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

std::string runtime(const Surface& surface) {
  std::vector<std::string> numbers;
  for (const char* type : {"u8", "u16", "u32", "u64", "i8", "i16", "i32", "i64", "f32", "f64"})
    numbers.push_back(number(type));
  return fill(kRuntime,
              {{"numbers", join(numbers, "\n")},
               {"sync", surface.concurrent ? "// SAFETY: implementations are `Sync` in this library.\n"
                                             "unsafe impl<R: Resource> Sync for Own<R> {}\n"
                                           : ""}});
}

std::string file_text(const Surface& surface) {
  std::string faces, glue;
  std::vector<std::string> modules;
  for (const Face& face : surface.faces) {
    const std::string module = face_module(surface, face);
    if (!module.empty()) modules.push_back(face.module);
    faces += module;
    glue += glue_module(surface, face);
  }
  const std::uint32_t contract = TENON_CONTRACT;
  return fill(R"(
    // Made by tenon (contract {{version}}.{{revision}}) from {{source}}. Do not edit: `tenon build` writes it anew.
    #![cfg_attr(rustfmt, rustfmt_skip)]
    #![allow(unknown_lints, unexpected_cfgs)] // `tenon_...` are Tenon's own, some lints are new
    #![allow(dead_code, unused_imports)] // not every library needs every part
    #![allow(clippy::too_many_arguments, clippy::type_complexity, clippy::wrong_self_convention)]
    #![allow(clippy::doc_lazy_continuation, clippy::let_unit_value)]
    #![allow(clippy::manual_c_str_literals, clippy::manual_div_ceil)] // newer than Rust 1.63
    #![allow(clippy::manual_is_multiple_of, clippy::unnecessary_map_or)] // likewise

    pub use self::runtime::{CallError, Error, Host, List};
    {{reexports}}

    /// How an instance is made. A type without it is made by its `Default`.
    pub trait Create: Sized {
        /// The error's text is what the host shows.
        fn create(host: Host) -> Result<Self, String>;
    }
    {{accessors}}
    {{faces}}

    /// How types and functions of the interfaces cross the boundary.
    mod glue {
        use super::library;
        use super::runtime::{self, *};
        use std::any::TypeId;
        use std::ffi::c_void;
        use std::mem::{align_of, size_of, MaybeUninit};
        use std::ptr::addr_of;
        use std::sync::atomic::{AtomicU64, Ordering};

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
               {"reexports", reexports(surface)},
               {"accessors", accessors(surface)},
               {"faces", faces},
               {"modules", modules.empty() ? "" : "pub " + use("super::super", modules)},
               {"glue", glue},
               {"library", library_module(surface)},
               {"runtime", runtime(surface)}});
}

}  // namespace

std::expected<std::vector<File>, std::vector<wit::Diagnostic>> plugin_bindings(const Library& library) {
  const Surface surface = surface_of(library);
  std::vector<wit::Diagnostic> found = refusals(surface);
  if (!found.empty()) return std::unexpected(std::move(found));
  return std::vector<File>{{"src/bindings.rs", file_text(surface)}};
}

}  // namespace tenon::bind::rust

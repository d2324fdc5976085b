#pragma once
// SPDX-License-Identifier: MIT
//
// One WIT function in its three Rust forms: what an author writes or calls, the call of a slot, and
// the slot itself.
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "bind/rust/surface.hpp"
#include "bind/rust/types.hpp"

namespace tenon::bind::rust {

/// The function's name in Rust: `apply`; `new_document` for a constructor, `document_merge` for a
/// static.
std::string function_name(const Surface& surface, const wit::Function& function);
/// How errors call it: `log.info`, `document.title`; in a host `demo:text/filter@1#apply` and a zero byte.
std::string spoken_name(const Surface& surface, const Face& face, const wit::Function& function);

struct Parameter {
  std::string name;    ///< in signatures and bodies
  std::string length;  ///< of a list or string, in slots
  wit::Type type;
};

/// Parameters without `self`, under names that no other local of generated code has.
std::vector<Parameter> parameters_of(const wit::Function& function);

/// The parts of the result: whether the function is `result<T, E>` as a whole.
const wit::Result* whole_result(const Surface& surface, const wit::Function& function);

/// `fn apply(&self, text: &str) -> Result<String, String>`.
std::string trait_signature(const Surface& surface, const Types& types, const wit::Function& function);

/// The author's wrapper around a call: docs, signature and its one line. `call` is `glue::log::info`,
/// `target` its first argument.
std::string wrapper(const Surface& surface, const Types& types, const wit::Function& function,
                    std::string_view call, std::string_view target);

/// `unsafe extern "C" fn(*mut c_void, *const u8, usize, *mut RawString) -> i32`.
std::string slot_type(const Surface& surface, const Types& types, const wit::Function& function);

}  // namespace tenon::bind::rust

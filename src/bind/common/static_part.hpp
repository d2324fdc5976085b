#pragma once
// SPDX-License-Identifier: MIT
//
// What a library that is linked into a program has in place of entry and note: its manifest as an
// object, and the header by which the program registers it. Rust's bindings hold their own part.
//
//   files.push_back(bind::static_part(library, Language::c));   // shout.static.c
//   files.push_back(bind::static_header(library));              // shout.static.h
#include <string>
#include <vector>

#include "bind/common/bindings.hpp"
#include "bind/common/names.hpp"

namespace tenon::bind {

/// The library's descriptor: "tenon_plugin_shout"; "tenon_plugin_load_" of a library that is called like a
/// function of libtenon.
std::string descriptor_name(const std::string& library);

/// `<library>.static.c` or `.cpp`.
File static_part(const Library& library, Language language);

/// `<library>.static.h`, for programs in C and C++.
File static_header(const Library& library);

/// All that may be seen of a static library from outside.
std::vector<std::string> static_symbols(const Library& library);

}  // namespace tenon::bind

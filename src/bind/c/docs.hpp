#pragma once
// SPDX-License-Identifier: MIT
//
// Docs of the WIT as C comments.
#include <string>
#include <string_view>

namespace tenon::bind::c {

/// Docs as a C comment in front of a declaration; empty if there are none. Whatever the text is, the
/// comment ends where it should and compilers have nothing to say about it.
std::string comment(std::string_view docs);

}  // namespace tenon::bind::c

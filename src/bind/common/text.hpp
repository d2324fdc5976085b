#pragma once
// SPDX-License-Identifier: MIT
//
// Templates for generated code: raw strings with named places.
//
//   fill(R"(
//     struct {{name}} {
//       {{fields}}
//     };
//   )", {{"name", "Finding"}, {"fields", "int line;\nint column;\n"}});
//
// A place that stands alone on its line takes as many lines as its value has, each indented like the
// place; an empty value removes the line. The first line feed and the template's common indentation
// are dropped. A place without a value, or a value without a place, is a bug in the generator and
// ends the program with a message: every generator is run over the whole corpus by the tests.
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tenon::bind {

using Places = std::initializer_list<std::pair<std::string_view, std::string>>;
std::string fill(std::string_view text, Places places = {});

/// `items` with `separator` between them.
std::string join(const std::vector<std::string>& items, std::string_view separator);

/// Each line of `text` behind `prefix`, without trailing blanks: comments from docs.
/// Empty in, empty out.
std::string prefixed(std::string_view text, std::string_view prefix);

/// Bytes as a comma-separated list of hexadecimal numbers, 16 a line.
std::string hex_list(const std::vector<unsigned char>& bytes);

/// The text as a C, C++ or Rust string literal with its quotes; `??` apart, and other bytes than printable
/// ASCII as escapes that end where they must (three octal digits in C and C++, \xNN or \u{...} in Rust).
std::string c_literal(std::string_view text);
std::string rust_literal(std::string_view text);

}  // namespace tenon::bind

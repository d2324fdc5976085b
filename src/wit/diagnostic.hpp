#pragma once
// SPDX-License-Identifier: MIT
//
// A finding about WIT text: what is wrong, where, and what to do. Positions are byte ranges; line
// and column are computed only when one is shown.
//
//   error[T0107]: type `bar` does not exist
//     --> demo.wit:5:14
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "wit/model.hpp"

namespace tenon::wit {

enum class Severity : std::uint8_t { error, warning };

struct Note {
  std::string message;
  Span span;
  bool has_span = false;
};

struct Diagnostic {
  Severity severity = Severity::error;
  std::string code;  ///< `T` and four digits; each has a section in docs/errors.md
  std::string message;
  Span span;
  std::string label;  ///< beside the carets, may be empty
  std::vector<Note> notes;
  std::string help;  ///< what to do, may be empty
};

/// A text and the name it is shown under.
struct Source {
  std::string path;
  std::string text;
};

/// Both from 1; `column` counts characters, not bytes.
struct Position {
  std::uint32_t line = 1;
  std::uint32_t column = 1;
};
Position position_of(std::string_view text, std::uint32_t offset);

/// The diagnostic as people read it: message, place, source line with carets, notes, help.
std::string render(const Diagnostic& diagnostic, const std::vector<Source>& sources);

}  // namespace tenon::wit

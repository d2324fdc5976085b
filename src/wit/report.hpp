#pragma once
// SPDX-License-Identifier: MIT
//
// Where the stages of the front end put what they find. Keeps as many errors as a person reads, and
// counts the others.
//
//   report.error("T0107", span, "type `bar` does not exist").help = "did you mean `baz`?";
#include <string>
#include <vector>

#include "wit/diagnostic.hpp"

namespace tenon::wit {

class Report {
 public:
  /// The new diagnostic, to be filled further; valid until the next one.
  Diagnostic& error(std::string code, Span span, std::string message);

  bool has_errors() const { return !diagnostics_.empty(); }
  /// Whether the last error is kept; else its help needn't be thought about.
  bool keeps() const { return left_out_ == 0; }
  /// How many were found beyond those that are kept: hostile text can cause an error per byte.
  std::size_t left_out() const { return left_out_; }

  /// In the order of their places, each once.
  std::vector<Diagnostic> take();

 private:
  static constexpr std::size_t kMost = 100;  // nobody reads more
  std::vector<Diagnostic> diagnostics_;
  Diagnostic surplus_;
  std::size_t left_out_ = 0;
};

/// Adds "first defined here" or alike at a second place.
void add_note(Diagnostic& diagnostic, Span span, std::string message);

}  // namespace tenon::wit

#pragma once
// SPDX-License-Identifier: MIT
//
// Where the stages of the front end put what they find. Knows how many errors are enough.
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

  bool has_errors() const { return !diagnostics_.empty() || overflow_; }
  /// Hostile text could cause an error per byte; nobody reads more than this many.
  bool full() const { return diagnostics_.size() >= kMost; }

  /// In the order of their places, each once.
  std::vector<Diagnostic> take();

 private:
  static constexpr std::size_t kMost = 100;
  std::vector<Diagnostic> diagnostics_;
  Diagnostic surplus_;
  bool overflow_ = false;
};

/// Adds "first defined here" or alike at a second place.
void add_note(Diagnostic& diagnostic, Span span, std::string message);

}  // namespace tenon::wit

// SPDX-License-Identifier: MIT
#include "wit/report.hpp"

#include <algorithm>
#include <tuple>

namespace tenon::wit {

Diagnostic& Report::error(std::string code, Span span, std::string message) {
  if (diagnostics_.size() >= kMost) {
    ++left_out_;
    return surplus_ = Diagnostic{};
  }
  Diagnostic diagnostic;
  diagnostic.code = std::move(code);
  diagnostic.message = std::move(message);
  diagnostic.span = span;
  return diagnostics_.emplace_back(std::move(diagnostic));
}

std::vector<Diagnostic> Report::take() {
  const auto place = [](const Diagnostic& d) { return std::tuple(d.span.file, d.span.begin, d.code); };
  const auto is_same = [](const Diagnostic& a, const Diagnostic& b) {
    return a.span.file == b.span.file && a.span.begin == b.span.begin && a.message == b.message;
  };
  std::ranges::stable_sort(diagnostics_, {}, place);
  const auto repeated = std::ranges::unique(diagnostics_, is_same);
  diagnostics_.erase(repeated.begin(), repeated.end());
  return std::move(diagnostics_);
}

void add_note(Diagnostic& diagnostic, Span span, std::string message) {
  diagnostic.notes.push_back(Note{std::move(message), span, true});
}

}  // namespace tenon::wit

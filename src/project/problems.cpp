// SPDX-License-Identifier: MIT
#include "project/problems.hpp"

#include <cstring>
#include <utility>

namespace tenon::project {

Problems problem(std::string_view code, std::string message, std::string help) {
  wit::Diagnostic d;
  d.code = code;
  d.message = std::move(message);
  d.span = kNoPlace;
  d.help = std::move(help);
  return {.diagnostics = {std::move(d)}, .sources = {}, .system = false};
}

Problems system_problem(std::string_view code, const std::string& what, int error_number) {
  Problems problems = problem(code, what + ": " + std::strerror(error_number));
  problems.system = true;
  return problems;
}

std::string render(const wit::Diagnostic& d, const std::vector<wit::Source>& sources) {
  if (d.span.file < sources.size()) return wit::render(d, sources);
  std::string text = d.severity == wit::Severity::error ? "error" : "warning";
  text += "[" + d.code + "]: " + d.message + "\n";
  for (const wit::Note& note : d.notes) text += "note: " + note.message + "\n";
  if (!d.help.empty()) text += "help: " + d.help + "\n";
  return text;
}

}  // namespace tenon::project

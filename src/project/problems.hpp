#pragma once
// SPDX-License-Identifier: MIT
//
// Why a project can't be worked on: diagnostics, and the texts they point into. A diagnostic that is
// about no text (a file that can't be read) has the span `kNoPlace`.
//
//   return std::unexpected(problem("E0801", "`a.wit` does not exist", "..."));
#include <string>
#include <string_view>
#include <vector>

#include "wit/diagnostic.hpp"

namespace tenon::project {

struct Problems {
  std::vector<wit::Diagnostic> diagnostics;
  std::vector<wit::Source> sources;
  /// The system said no (a file that is missing, unreadable): nothing was judged.
  bool system = false;
};

constexpr wit::Span kNoPlace{UINT32_MAX, 0, 0};

/// One diagnostic without a place.
Problems problem(std::string_view code, std::string message, std::string help = {});
/// The same, from the system: `what` with the system's own words behind it.
Problems system_problem(std::string_view code, const std::string& what, int error_number);

/// A diagnostic as people read it; as wit::render, and without the place where there is none.
std::string render(const wit::Diagnostic& diagnostic, const std::vector<wit::Source>& sources);

}  // namespace tenon::project

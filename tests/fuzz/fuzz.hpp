#pragma once
// SPDX-License-Identifier: MIT
//
// What the fuzz targets share. A target is one file: LLVMFuzzerTestOneInput asks our readers about the
// bytes and calls `require` for what must hold whatever they are. tests/fuzz/README.md says how to run
// them.
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "wit/diagnostic.hpp"

extern "C" {
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);
// Optional in a target: changes the `size` bytes at `data`, which has room for `most`; the new size.
std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t most, unsigned seed);
// libFuzzer's own mutator.
std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t most);
}

namespace tenon::fuzz {

inline void require(bool holds, std::string_view property) {
  if (holds) return;
  std::fprintf(stderr, "broken property: %.*s\n", static_cast<int>(property.size()), property.data());
  std::abort();
}

/// Every diagnostic points into its text and can be shown.
inline void require_shown(const std::vector<wit::Diagnostic>& diagnostics,
                          const std::vector<wit::Source>& sources) {
  const auto inside = [&](const wit::Span& span) {
    return span.file < sources.size() && span.begin <= span.end && span.end <= sources[span.file].text.size();
  };
  for (const wit::Diagnostic& d : diagnostics) {
    require(inside(d.span), "a diagnostic's place lies in its file");
    for (const wit::Note& note : d.notes)
      require(!note.has_span || inside(note.span), "a note's place lies in its file");
    require(!d.message.empty() && !d.code.empty(), "a diagnostic has a code and a message");
    require(!wit::render(d, sources).empty(), "a diagnostic can be shown");
  }
}

}  // namespace tenon::fuzz

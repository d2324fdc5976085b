#pragma once
// SPDX-License-Identifier: MIT
//
// WIT for the fuzz targets. One input can hold several files: a line `//// file` begins another file of
// the same package, `//// package` a package of its own in `deps/`; to the front end they are comments.
#include <algorithm>
#include <random>

#include "fuzz.hpp"
#include "wit/parse.hpp"

namespace tenon::fuzz {

inline wit::Input wit_input(std::string_view text) {
  wit::Input input;
  input.packages.emplace_back().files.push_back({"a.wit", {}});
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size() - 1) + 1;
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end);
    if (line.starts_with("//// package")) input.packages.emplace_back();
    if (line.starts_with("//// package") || line.starts_with("//// file")) {
      auto& files = input.packages.back().files;
      files.push_back({std::string(1, static_cast<char>('b' + files.size() % 24)) + ".wit", {}});
    }
    input.packages.back().files.back().text += line;
  }
  return input;
}

/// The pieces of WIT that are worth moving: from one `;`, `,` or brace to the next.
inline std::vector<std::string> pieces_of(std::string_view text) {
  std::vector<std::string> out;
  std::size_t begin = 0;
  for (std::size_t i = 0; i < text.size(); i++) {
    if (std::string_view(";,{}()<>\n").find(text[i]) == text.npos) continue;
    out.emplace_back(text.substr(begin, i + 1 - begin));
    begin = i + 1;
  }
  out.emplace_back(text.substr(begin));
  return out;
}

/// Changes of single bytes rarely leave WIT that parses; moving whole pieces does more often.
inline std::size_t mutate_wit(std::uint8_t* data, std::size_t size, std::size_t most, unsigned seed) {
  std::mt19937 random(seed);
  if (random() % 2 == 0) return LLVMFuzzerMutate(data, size, most);
  const std::vector<std::string> pieces = pieces_of({reinterpret_cast<const char*>(data), size});
  const std::size_t from = random() % pieces.size(), count = 1 + random() % 6, to = random() % pieces.size();
  const std::size_t what = random() % 3;  // copy them, leave them out, put one in place of another
  std::string text;
  for (std::size_t i = 0; i < pieces.size(); i++) {
    if (what == 0 && i == to) {
      for (std::size_t k = from; k < std::min(from + count, pieces.size()); k++) text += pieces[k];
    }
    const bool left_out = what == 1 && i >= from && i < from + count;
    if (!left_out) text += what == 2 && i == to ? pieces[from] : pieces[i];
  }
  text.resize(std::min(text.size(), most));
  std::ranges::copy(text, data);
  return text.size();
}

}  // namespace tenon::fuzz

#pragma once
// SPDX-License-Identifier: MIT
//
// Inline things whose names another library has too, with another meaning.
#include <string>

struct Words {
  static const std::string& name() {
    static const std::string kept = "one";
    return kept;
  }
};
struct Mistake {
  std::string text;
};
inline int calls = 0;

#pragma once
#include <string>

struct Ruler {
  std::string title() { return "a ruler"; }
  std::string draw(unsigned width) {
    std::string out;
    for (unsigned i = 0; i < width; i++) out += i % 5 == 0 ? '|' : '.';
    return out;
  }
};

struct Box {
  int drawn = 0;  // the user data: each instance has its own
  std::string title() { return "a box, drawn " + std::to_string(drawn) + " times"; }
  std::string draw(unsigned width) {
    ++drawn;
    return "[" + std::string(width - 2, ' ') + "]";
  }
};

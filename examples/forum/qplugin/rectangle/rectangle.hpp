#include <string>

struct Rectangle {
  double width = 6, height = 7;
  double area() { return width * height; }
  std::string print() { return "+----+\n|    |\n+----+\n"; }
};

struct Circle {
  double area() { return 3.14; }
};

extern "C" int greet(int times) { return 2 * times; }

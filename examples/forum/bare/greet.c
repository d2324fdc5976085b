int greet(int times);
int greet(int times) { return 2 * times; }

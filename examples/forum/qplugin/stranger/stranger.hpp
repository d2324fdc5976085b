struct Stranger {
  double play() { return 440; }
};

#include <iostream>
#include <tenon/library.hpp>

int main(int argc, char** argv) {
  for (int i = 1; i < argc; i++) {
    auto library = tenon::Library::open(argv[i]);
    if (!library) {
      std::cout << library.error().text();
      continue;
    }
    const auto greet = library->function<int(int)>("greet");
    std::cout << argv[i] << ": " << (*greet)(21) << '\n';
  }
  auto library = tenon::Library::open(argv[1]).value();
  if (auto wrong = library.function<int(int)>("gret"); !wrong) std::cout << wrong.error().text();
}

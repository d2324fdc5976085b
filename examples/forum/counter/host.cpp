#include <iostream>
#include <tenon/library.hpp>
#include "counter.h"

int main(int argc, char** argv) {
  for (int i = 1; i < argc; i++) {
    auto library = tenon::Library::open(argv[i]).value();
    counter* made = library.function<counter*()>("make_counter").value()();
    for (std::uint32_t number : {20, 22}) made->functions->add(made, number);
    std::cout << argv[i] << ": " << made->functions->value(made) << '\n';
    made->functions->drop(made);
  }
}

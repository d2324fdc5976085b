// SPDX-License-Identifier: MIT
//
// replay RUNS LARGEST FOLDER: a fuzz target without libFuzzer, for any compiler and for `./dev test`.
//
// Gives the target every file of the folder, and then RUNS times one of them with a few changes, always the
// same ones. It doesn't look for new paths as libFuzzer does; it shows that what was found stays mended.
#include <algorithm>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>

#include "fuzz.hpp"

namespace {

namespace fs = std::filesystem;
using Input = std::vector<std::uint8_t>;

std::mt19937 random_numbers(7);
std::size_t below(std::size_t end) { return end == 0 ? 0 : random_numbers() % end; }

std::vector<Input> read_all(const fs::path& folder) {
  std::vector<fs::path> files;
  for (const auto& file : fs::directory_iterator(folder)) files.push_back(file.path());
  std::ranges::sort(files);  // so that every run makes the same changes
  std::vector<Input> out;
  for (const fs::path& file : files) {
    std::ifstream in(file, std::ios::binary);
    out.emplace_back(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
  }
  return out;
}

// In memory of its exact size, so that a sanitizer sees a read behind it.
void give(const Input& input) {
  const auto exact = std::make_unique<std::uint8_t[]>(input.size());
  std::ranges::copy(input, exact.get());
  LLVMFuzzerTestOneInput(exact.get(), input.size());
}

}  // namespace

// Bits, bytes, and pieces moved over others: enough for the mutators of the targets to start from.
std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t most) {
  if (size == 0) return 0;
  const std::size_t from = below(size), to = below(size),
                    count = 1 + below(std::min<std::size_t>(size - from, 16));
  switch (below(4)) {
    case 0:
      data[from] = static_cast<std::uint8_t>(data[from] ^ 1u << below(8));
      return size;
    case 1:
      data[from] = static_cast<std::uint8_t>(below(256));
      return size;
    case 2:
      std::memmove(data + to, data + from, std::min(count, size - to));
      return size;
    default:
      if (below(2) == 0 || size + count > most) return size - std::min(count, size - 1);
      std::memmove(data + from + count, data + from, size - from);
      return size + count;
  }
}

#if defined(FUZZ_OWN_MUTATOR)
std::size_t change(std::uint8_t* data, std::size_t size, std::size_t most) {
  return LLVMFuzzerCustomMutator(data, size, most, static_cast<unsigned>(random_numbers()));
}
#else
std::size_t change(std::uint8_t* data, std::size_t size, std::size_t most) {
  return LLVMFuzzerMutate(data, size, most);
}
#endif

int main(int count, char** arguments) {
  if (count != 4) return 2;
  const std::size_t runs = std::strtoul(arguments[1], nullptr, 10),
                    largest = std::strtoul(arguments[2], nullptr, 10);
  const std::vector<Input> corpus = read_all(arguments[3]);
  for (const Input& input : corpus) give(input);
  for (std::size_t i = 0; i < runs; i++) {
    Input input = corpus.at(below(corpus.size()));
    std::size_t size = std::min(input.size(), largest);
    input.resize(largest);
    for (std::size_t changes = 1 + below(4); changes != 0; changes--)
      size = change(input.data(), size, largest);
    input.resize(size);
    give(input);
  }
  std::printf("%zu files and %zu changed ones: nothing found\n", corpus.size(), runs);
  return corpus.empty() ? 1 : 0;
}

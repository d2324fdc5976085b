// SPDX-License-Identifier: MIT
//
// Plugin files: any bytes, as a catalog's scan, a load and `tenon inspect` look at them.
#include <elf.h>

#include <algorithm>
#include <cstring>
#include <random>

#include "abi/manifest.hpp"
#include "fuzz.hpp"
#include "image/testing.hpp"

namespace {

using namespace tenon;
using image::testing::CountedBytes;

void require_explained(const image::Error& error) {
  fuzz::require(error.code.starts_with("E02"), "a refused file has a code");
  fuzz::require(!error.message.empty(), "a refused file has a message");
}

/// A header's fields are 64 bits of which nearly all values mean "refused at once": the mutator puts
/// those that lead on.
template <class Struct>
bool change_field(std::uint8_t* data, std::size_t size, std::uint64_t offset, std::mt19937& random) {
  if (offset > size || size - offset < sizeof(Struct)) return false;
  const std::uint64_t near[] = {0,        1,        4,      8,     sizeof(Struct), size,
                                size - 1, size / 2, 0x1000, ~0ull, ~0ull >> 1,     64};
  const std::uint64_t value = near[random() % std::size(near)] + random() % 3;
  const std::size_t width = std::size_t{1} << random() % 4;
  const std::size_t at = random() % (sizeof(Struct) / width) * width;
  std::memcpy(data + offset + at, &value, width);
  return true;
}

bool change_header(std::uint8_t* data, std::size_t size, std::mt19937& random) {
  Elf64_Ehdr header;
  if (size < sizeof header) return false;
  std::memcpy(&header, data, sizeof header);
  switch (random() % 4) {
    case 0:
      return change_field<Elf64_Ehdr>(data, size, 0, random);
    case 1:
      return change_field<Elf64_Phdr>(data, size, header.e_phoff + random() % 16 * sizeof(Elf64_Phdr),
                                      random);
    case 2:
      return change_field<Elf64_Shdr>(data, size, header.e_shoff + random() % 32 * sizeof(Elf64_Shdr),
                                      random);
    default:
      return change_field<Elf64_Dyn>(data, size, random() % std::max<std::size_t>(size / 16, 1) * 16, random);
  }
}

/// What every file of another kind fails by, put right: class, byte order, version, type, machine.
void look_like_a_library(std::uint8_t* data, std::size_t size) {
  Elf64_Ehdr header;
  if (size < sizeof header) return;
  std::memcpy(&header, data, sizeof header);
  std::memcpy(header.e_ident, ELFMAG "\2\1\1", 7);
  header.e_type = ET_DYN;
  header.e_machine = EM_X86_64;
  header.e_version = EV_CURRENT;
  header.e_phentsize = sizeof(Elf64_Phdr);
  header.e_shentsize = sizeof(Elf64_Shdr);
  std::memcpy(data, &header, sizeof header);
}

}  // namespace

std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t most, unsigned seed) {
  std::mt19937 random(seed);
  if (random() % 2 == 0 && change_header(data, size, random)) return size;
  size = LLVMFuzzerMutate(data, size, most);
  if (random() % 4 != 0) look_like_a_library(data, size);
  return size;
}

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const CountedBytes scanned({data, size}), proved({data, size}), looked_at({data, size}),
      listed({data, size}), divided({data, size});
  const auto index = image::find_note(scanned);
  const auto whole = image::verify(proved);
  const auto facts = image::read_facts(looked_at);
  const auto symbols = image::read_symbols(listed);
  const auto parts = image::read_parts(divided);
  fuzz::require(scanned.within(image::kFindNoteBound), "a scan reads no more than it says");
  fuzz::require(proved.within(image::kVerifyBound), "a proof reads no more than it says");
  fuzz::require(looked_at.within(image::kReadFactsBound), "facts read no more than they say");
  fuzz::require(listed.within(image::kReadSymbolsBound), "symbols read no more than they say");
  fuzz::require(divided.within(image::kReadPartsBound), "parts read no more than they say");
  if (!parts) require_explained(parts.error());
  fuzz::require(!whole || parts, "what is whole has parts");
  if (!symbols) require_explained(symbols.error());
  fuzz::require(!whole || image::verify_plain(proved), "what is fit to be loaded is so without its note");
  if (!index) require_explained(index.error());
  if (!whole) require_explained(whole.error());
  if (!facts) require_explained(facts.error());
  if (facts) (void)image::unload_risks(*facts);
  fuzz::require(!whole || index, "what is fit to be loaded is found by a scan");
  if (index) (void)abi::read_index(index->bytes, index->size);
  if (!whole) return 0;
  fuzz::require(std::ranges::equal(index->bytes, std::span(whole->note).first(index->bytes.size())),
                "a scan sees what a load sees");
  (void)abi::read_manifest(whole->note);
  return 0;
}

// SPDX-License-Identifier: MIT
//
// What the limits add up to: the most that each question asks of a file. bounds_test.cpp and the fuzz
// targets hold every file to it.
#include <tenon/abi/note.h>

#include "image/elf.hpp"

namespace tenon::image {
namespace {

constexpr std::uint64_t kMagic = SELFMAG;
constexpr std::uint64_t kHeaders = kMagic + sizeof(Elf64_Ehdr) + kMaxSegments * sizeof(Elf64_Phdr);
constexpr std::uint64_t kNotes = kMaxNotes * (sizeof(Elf64_Nhdr) + kMaxOwner);
constexpr std::uint64_t kEntries = kMaxDynamic * sizeof(Elf64_Dyn);
constexpr std::uint64_t kDynamic = kEntries + kMaxStrings;
constexpr std::uint64_t kSections = (1 + kMaxSections) * sizeof(Elf64_Shdr);
constexpr std::uint64_t kHash = 16 + kMaxSymbols * 4ull + (kMaxSymbols + kHashBlock) * 4ull;
constexpr std::uint64_t kSymbols = kMaxSymbols * sizeof(Elf64_Sym);
constexpr std::uint64_t kVersions =
    kMaxVersions * (sizeof(Elf64_Verdef) + sizeof(Elf64_Verdaux)) + kMaxSymbols * 2ull;

constexpr std::uint64_t kFew = 16;  // reads that don't depend on the file

}  // namespace

// A program's dynamic entries are read once more, for the flag that tells it from a library.
const Bound kFindNoteBound = {
    kHeaders + kNotes + kEntries + kDynamic + sizeof(tenon_note_header) + TENON_NOTE_MAX,
    kFew + 2 * kMaxNotes};
const Bound kVerifyBound = {kHeaders + kNotes + kSections + kDynamic + TENON_NOTE_MAX, kFew + 2 * kMaxNotes};
const Bound kReadFactsBound = {
    kHeaders + kNotes + kSections + kDynamic + kHash + kSymbols + kMaxNotes * kMaxBuildId + 2 * kMaxComment,
    kFew + 3 * kMaxNotes + kMaxSymbols / kHashBlock};

const Bound kReadSymbolsBound = {kHeaders + kDynamic + kHash + kSymbols + kVersions,
                                 kFew + 2 * kMaxVersions + kMaxSymbols / kHashBlock};

const Bound kReadPartsBound = {kHeaders + kSections + kMaxComment, kFew};

}  // namespace tenon::image

// SPDX-License-Identifier: MIT
//
// Damaged libraries: cut off anywhere, or with a wrong value in one field. The rows are those of Qt's
// test of its plugin loader (qtbase, tst_qpluginloader.cpp), made anew from a plugin of ours.
#include <elf.h>
#include <unistd.h>

#include <functional>
#include <random>

#include "fixture.hpp"

namespace tenon::test {
namespace {

/// A library's bytes with its headers at hand.
class Library {
 public:
  explicit Library(std::string bytes) : bytes_(std::move(bytes)) {}

  Elf64_Ehdr& header() { return *reinterpret_cast<Elf64_Ehdr*>(bytes_.data()); }
  Elf64_Phdr& segment(std::uint32_t type, std::uint32_t flags = 0) {
    auto* all = reinterpret_cast<Elf64_Phdr*>(bytes_.data() + header().e_phoff);
    for (int i = 0; i < header().e_phnum; i++) {
      if (all[i].p_type == type && (all[i].p_flags & flags) == flags) return all[i];
    }
    throw std::runtime_error("no such segment");
  }
  /// The header of a note, found by its owner.
  Elf64_Nhdr& note(std::string_view owner) {
    const std::size_t at = bytes_.find(std::string(owner) + '\0');
    return *reinterpret_cast<Elf64_Nhdr*>(bytes_.data() + at - sizeof(Elf64_Nhdr));
  }
  std::size_t end_of_segments() {
    std::size_t end = 0;
    auto* all = reinterpret_cast<Elf64_Phdr*>(bytes_.data() + header().e_phoff);
    for (int i = 0; i < header().e_phnum; i++) end = std::max(end, all[i].p_offset + all[i].p_filesz);
    return end;
  }
  std::string& bytes() { return bytes_; }

 private:
  std::string bytes_;
};

struct Row {
  const char* name;
  std::function<void(Library&)> damage;
  const char* refusal;
};

class Damage : public HostTest, public testing::WithParamInterface<Row> {};

TEST_P(Damage, is_refused_by_name) {
  Library library(read(built("first")));
  GetParam().damage(library);
  EXPECT_EQ(check(write("damaged.so", library.bytes())), GetParam().refusal);
}

constexpr std::uint64_t kFar = 0x10000000;

const Row kRows[] = {
    {"no_elf_file", [](Library& l) { l.bytes()[0] = '\1'; },
     "E0206 not a shared library, nor anything else that is known here"},
    {"other_word_size", [](Library& l) { l.header().e_ident[EI_CLASS] = ELFCLASS32; },
     "E0212 built for a 32-bit system, and this program runs on x86-64"},
    {"no_word_size", [](Library& l) { l.header().e_ident[EI_CLASS] = 0; },
     "E0215 damaged: it has an unknown word size"},
    {"unknown_word_size", [](Library& l) { l.header().e_ident[EI_CLASS] = 9; },
     "E0215 damaged: it has an unknown word size"},
    {"other_byte_order", [](Library& l) { l.header().e_ident[EI_DATA] = ELFDATA2MSB; },
     "E0212 built for a big-endian system, and this program runs on x86-64"},
    {"no_byte_order", [](Library& l) { l.header().e_ident[EI_DATA] = 0; },
     "E0215 damaged: it has an unknown byte order"},
    {"unknown_byte_order", [](Library& l) { l.header().e_ident[EI_DATA] = 9; },
     "E0215 damaged: it has an unknown byte order"},
    {"elf_version_0", [](Library& l) { l.header().e_ident[EI_VERSION] = 0; },
     "E0215 damaged: it has an unknown ELF version"},
    {"elf_version_2", [](Library& l) { l.header().e_ident[EI_VERSION] = 2; },
     "E0215 damaged: it has an unknown ELF version"},
    {"executable", [](Library& l) { l.header().e_type = ET_EXEC; }, "E0209 a program, not a shared library"},
    {"relocatable", [](Library& l) { l.header().e_type = ET_REL; },
     "E0208 an object file, not a shared library"},
    {"core_file", [](Library& l) { l.header().e_type = ET_CORE; },
     "E0210 a memory dump of a crashed program"},
    {"invalid_type", [](Library& l) { l.header().e_type = 99; },
     "E0215 damaged: its file type 99 is unknown"},
    {"other_machine", [](Library& l) { l.header().e_machine = EM_AARCH64; },
     "E0212 built for AArch64, and this program runs on x86-64"},
    {"file_version_0", [](Library& l) { l.header().e_version = 0; },
     "E0215 damaged: it has an unknown file version"},
    {"file_version_2", [](Library& l) { l.header().e_version = 2; },
     "E0215 damaged: it has an unknown file version"},
    {"program_entry_size_0", [](Library& l) { l.header().e_phentsize = 0; },
     "E0215 damaged: its program headers have 0 bytes each, not 56"},
    {"program_entry_size_small", [](Library& l) { l.header().e_phentsize = 32; },
     "E0215 damaged: its program headers have 32 bytes each, not 56"},
    {"program_table_starts_past_the_end", [](Library& l) { l.header().e_phoff = kFar; }, nullptr},
    {"program_table_ends_past_the_end", [](Library& l) { l.header().e_phoff = l.bytes().size() - 8; },
     nullptr},
    {"segment_starts_past_the_end", [](Library& l) { l.segment(PT_LOAD, PF_X).p_offset = kFar; }, nullptr},
    {"segment_ends_past_the_end",
     [](Library& l) { l.segment(PT_LOAD, PF_X).p_filesz = l.segment(PT_LOAD, PF_X).p_memsz = kFar; },
     nullptr},
    {"segment_bounds_overflow", [](Library& l) { l.segment(PT_LOAD, PF_X).p_filesz = ~std::uint64_t{0}; },
     "E0215 damaged: a segment has an impossible size"},
    {"no_code", [](Library& l) { l.segment(PT_LOAD, PF_X).p_flags = PF_R; }, "E0215 damaged: it has no code"},
    // The note's rows.
    {"note_segment_misaligned", [](Library& l) { l.segment(PT_NOTE).p_offset++; },
     "E0215 damaged: a note segment isn't aligned to 4 bytes"},
    {"no_notes", [](Library& l) { l.segment(PT_NOTE).p_type = PT_NULL; },
     "E0218 it exports `tenon_entry`, but its `tenon` note is gone"},
    {"foreign_note_larger_than_its_segment", [](Library& l) { l.note("GNU").n_descsz = 0x10000; },
     "E0215 damaged: a note is larger than its segment"},
    {"own_note_larger_than_its_segment", [](Library& l) { l.note("tenon").n_descsz = 0x10000; },
     "E0215 damaged: a note is larger than its segment"},
    {"note_name_size_overflows", [](Library& l) { l.note("tenon").n_namesz = 0xFFFFFFFF; },
     "E0215 damaged: a note is larger than its segment"},
    {"note_size_overflows", [](Library& l) { l.note("tenon").n_descsz = 0xFFFFFFFC; },
     "E0215 damaged: a note is larger than its segment"},
    // Further ones.
    {"no_program_headers", [](Library& l) { l.header().e_phnum = 0; },
     "E0215 damaged: it has no program headers"},
    {"no_dynamic_section", [](Library& l) { l.segment(PT_DYNAMIC).p_type = PT_NULL; },
     "E0215 damaged: it has no dynamic section"},
    {"section_table_past_the_end", [](Library& l) { l.header().e_shoff = kFar; }, nullptr},
    {"section_entry_size_0", [](Library& l) { l.header().e_shentsize = 0; },
     "E0215 damaged: its section headers have a wrong size"},
    {"no_sections_but_a_table", [](Library& l) { l.header().e_shnum = 0; }, nullptr},
};

/// Places past the end depend on the library's size, so only the code is told.
class CutOff : public Damage {};
TEST_P(CutOff, is_refused_as_cut_off) {
  Library library(read(built("first")));
  GetParam().damage(library);
  EXPECT_THAT(check(write("damaged.so", library.bytes())), testing::StartsWith("E0214 cut off: "));
}

std::vector<Row> rows(bool with_message) {
  std::vector<Row> out;
  for (const Row& row : kRows) {
    if ((row.refusal != nullptr) == with_message) out.push_back(row);
  }
  return out;
}
const auto kName = [](const testing::TestParamInfo<Row>& info) { return std::string(info.param.name); };
INSTANTIATE_TEST_SUITE_P(Row, Damage, testing::ValuesIn(rows(true)), kName);
INSTANTIATE_TEST_SUITE_P(Row, CutOff, testing::ValuesIn(rows(false)), kName);

/// How many of all prefixes of the file are taken for a plugin.
int accepted_prefixes(const std::string& file, std::size_t size, const std::function<std::string()>& check) {
  int accepted = 0;
  for (std::size_t length = size; length-- > 0;) {
    if (truncate(file.c_str(), static_cast<off_t>(length)) != 0 || check().empty()) accepted++;
  }
  return accepted;
}

TEST_F(HostTest, every_truncation_is_refused) {
  const std::string file = install("first");
  const std::size_t size = read(file).size();
  ASSERT_EQ(check(file), "");
  EXPECT_EQ(accepted_prefixes(file, size, [&] { return check(file); }), 0);
}

TEST_F(HostTest, every_truncation_of_a_stripped_library_is_refused) {
  const std::string file = install("no_sections");
  ASSERT_EQ(check(file), "");
  EXPECT_EQ(accepted_prefixes(file, read(file).size(), [&] { return check(file); }), 0);
}

TEST_F(HostTest, every_truncation_of_a_library_without_section_table_is_refused) {
  Library library(read(built("first")));
  library.header().e_shoff = library.header().e_shnum = library.header().e_shstrndx = 0;
  const std::size_t size = library.end_of_segments();
  const std::string file = write("first.so", library.bytes().substr(0, size));
  ASSERT_EQ(check(file), "");
  EXPECT_EQ(accepted_prefixes(file, size, [&] { return check(file); }), 0);
}

TEST_F(HostTest, flipped_bits_do_no_harm) {
  const std::string whole = read(built("first"));
  std::mt19937 random(7);
  for (int i = 0; i < 3000; i++) {
    std::string bytes = whole;
    bytes[random() % bytes.size()] ^= static_cast<char>(1U << (random() % 8));
    check(write("flipped.so", bytes));
    if (i % 10 == 0) catalog();
  }
}

}  // namespace
}  // namespace tenon::test

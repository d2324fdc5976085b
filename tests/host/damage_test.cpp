// SPDX-License-Identifier: MIT
//
// Damaged libraries: cut off anywhere, or with a wrong value in one field. The rows are those of Qt's
// test of its plugin loader (qtbase, tst_qpluginloader.cpp), made anew from a plugin of ours;
// docs/peers.md lists where the cases of others are.
#include <elf.h>
#include <unistd.h>

#include <cstdlib>
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
  /// The first section that has bytes.
  Elf64_Shdr& section() {
    auto* all = reinterpret_cast<Elf64_Shdr*>(bytes_.data() + header().e_shoff);
    for (int i = 0; i < header().e_shnum; i++) {
      if (all[i].sh_type != SHT_NULL && all[i].sh_type != SHT_NOBITS) return all[i];
    }
    throw std::runtime_error("no such section");
  }
  /// Of the dynamic section.
  Elf64_Dyn& entry(std::int64_t tag) {
    auto* at = reinterpret_cast<Elf64_Dyn*>(bytes_.data() + segment(PT_DYNAMIC).p_offset);
    for (; at->d_tag != DT_NULL; at++) {
      if (at->d_tag == tag) return *at;
    }
    throw std::runtime_error("no such entry");
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

/// `refusal` may have a `*` for numbers that depend on the compiler.
struct Row {
  const char* name;
  std::function<void(Library&)> damage;
  std::string refusal;
};

class Damage : public HostTest, public testing::WithParamInterface<Row> {};

/// Whether the constructor of `noisy` has run, and so something was given to the dynamic linker.
bool constructor_ran() { return std::getenv("TENON_TEST_CONSTRUCTOR") != nullptr; }

testing::Matcher<std::string> says(const std::string& refusal) {
  const std::size_t star = refusal.find('*');
  if (star == refusal.npos) return testing::Eq(refusal);
  return testing::AllOf(testing::StartsWith(refusal.substr(0, star)),
                        testing::EndsWith(refusal.substr(star + 1)));
}

TEST_P(Damage, is_refused_by_name_before_the_dynamic_linker_sees_it) {
  Library library(read(built("noisy")));
  const std::string size = std::to_string(library.bytes().size());
  GetParam().damage(library);
  std::string refusal = GetParam().refusal;
  if (const std::size_t at = refusal.find("{size}"); at != refusal.npos) refusal.replace(at, 6, size);
  const std::string file = write("damaged.so", library.bytes());
  unsetenv("TENON_TEST_CONSTRUCTOR");
  EXPECT_THAT(check(file), says(refusal));
  EXPECT_THAT(load(file), says(refusal));
  EXPECT_FALSE(constructor_ran());
}

TEST_F(HostTest, a_whole_library_runs_its_constructor_when_it_is_loaded) {
  unsetenv("TENON_TEST_CONSTRUCTOR");
  ASSERT_EQ(check(install("noisy")), "");
  EXPECT_FALSE(constructor_ran());
  ASSERT_EQ(load(path("noisy.so")), "");
  EXPECT_TRUE(constructor_ran());
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
    {"program_table_starts_past_the_end", [](Library& l) { l.header().e_phoff = kFar; },
     "E0214 cut off: the program header table ends at byte 26843*, and the file at {size}"},
    {"program_table_ends_past_the_end", [](Library& l) { l.header().e_phoff = l.bytes().size() - 8; },
     "E0214 cut off: the program header table ends at byte *, and the file at {size}"},
    {"segment_starts_past_the_end", [](Library& l) { l.segment(PT_LOAD, PF_X).p_offset = kFar; },
     "E0214 cut off: a segment ends at byte 26843*, and the file at {size}"},
    {"segment_ends_past_the_end",
     [](Library& l) { l.segment(PT_LOAD, PF_X).p_filesz = l.segment(PT_LOAD, PF_X).p_memsz = kFar; },
     "E0214 cut off: a segment ends at byte 26843*, and the file at {size}"},
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
    // Of the section table, which the dynamic linker ignores: most files that were cut off end in it.
    {"section_table_starts_past_the_end", [](Library& l) { l.header().e_shoff = kFar; },
     "E0214 cut off: the section header table ends at byte 26843*, and the file at {size}"},
    {"section_table_ends_past_the_end", [](Library& l) { l.header().e_shoff = l.bytes().size() - 8; },
     "E0214 cut off: the section header table ends at byte *, and the file at {size}"},
    {"section_table_at_the_end_of_numbers", [](Library& l) { l.header().e_shoff = ~std::uint64_t{7}; },
     "E0214 cut off: the section header table ends at byte 18446744073709551615, and the file at {size}"},
    {"section_entry_size_0", [](Library& l) { l.header().e_shentsize = 0; },
     "E0215 damaged: its section headers have a wrong size"},
    {"section_entry_size_small", [](Library& l) { l.header().e_shentsize = 32; },
     "E0215 damaged: its section headers have a wrong size"},
    {"section_starts_past_the_end", [](Library& l) { l.section().sh_offset = kFar; },
     "E0214 cut off: a section ends at byte 26843*, and the file at {size}"},
    {"section_ends_past_the_end", [](Library& l) { l.section().sh_size = kFar; },
     "E0214 cut off: a section ends at byte 26843*, and the file at {size}"},
    {"section_bounds_overflow", [](Library& l) { l.section().sh_size = ~std::uint64_t{0}; },
     "E0215 damaged: a section has an impossible size"},
    {"no_sections_but_a_table", [](Library& l) { l.header().e_shnum = 0; },
     "E0214 cut off: the section header table ends at byte *, and the file at {size}"},
    // What the dynamic linker would follow without looking.
    {"symbols_outside", [](Library& l) { l.entry(DT_SYMTAB).d_un.d_ptr = kFar; },
     "E0215 damaged: its symbols lie outside the file"},
    {"relocations_outside", [](Library& l) { l.entry(DT_RELASZ).d_un.d_val = kFar; },
     "E0215 damaged: its relocations lie outside the file"},
    {"strings_outside", [](Library& l) { l.entry(DT_STRTAB).d_un.d_ptr = kFar; },
     "E0215 damaged: its dynamic strings lie outside the loaded segments"},
    {"strings_without_size", [](Library& l) { l.entry(DT_STRSZ).d_tag = DT_DEBUG; },
     "E0215 damaged: its dynamic section names no strings"},
    {"a_program", [](Library& l) { l.entry(DT_FLAGS_1) = {DT_FLAGS_1, {DF_1_PIE}}; },
     "E0209 a program, not a shared library"},
    {"segments_overlap", [](Library& l) { l.segment(PT_LOAD, PF_X).p_vaddr = 0; },
     "E0215 damaged: its segments overlap"},
    {"segment_alignment_is_no_power_of_2", [](Library& l) { l.segment(PT_LOAD, PF_X).p_align = 3; },
     "E0215 damaged: a segment isn't aligned as it says"},
    {"65535_program_headers", [](Library& l) { l.header().e_phnum = 0xFFFF; },
     "E0215 damaged: it has too many program headers"},
};

const auto kName = [](const testing::TestParamInfo<Row>& info) { return std::string(info.param.name); };
INSTANTIATE_TEST_SUITE_P(Row, Damage, testing::ValuesIn(kRows), kName);

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

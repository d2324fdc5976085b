// SPDX-License-Identifier: MIT
//
// How much a file can make us read and do, counted: files that claim to be huge, or that are.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <tenon/abi/note.h>

#include "abi/manifest.hpp"
#include "image/elf_builder.hpp"
#include "image/testing.hpp"
#include "tenon/abi/version.h"

namespace tenon::image {
namespace {

using testing::CountedBytes;
using testing::ElfBuilder;
using Content = std::vector<std::uint8_t>;

constexpr std::uint64_t kTerabyte = std::uint64_t{1} << 40;

Content note_bytes() {
  abi::Manifest manifest;
  manifest.contract = TENON_CONTRACT;
  manifest.language = TENON_LANGUAGE_C;
  manifest.library = "shout";
  manifest.plugins = {{"shout", "1.2.0", "text:api/tool@1.0.0", 0, {}, {}}};
  return abi::manifest_bytes(manifest);
}

ElfBuilder plugin() {
  ElfBuilder elf;
  elf.note(TENON_NOTE_OWNER, TENON_NOTE_TYPE, note_bytes());
  return elf;
}

template <class Value>
std::string said(const std::expected<Value, Error>& result) {
  return result ? "" : result.error().code + " " + result.error().message;
}

/// What each of three questions says; no question may read more than its bound.
struct Answers {
  std::string found, whole, facts;
};
Answers ask(const Content& bytes, std::uint64_t size) {
  const CountedBytes scanned(bytes, size), proved(bytes, size), looked_at(bytes, size), divided(bytes, size);
  const Answers out{said(find_note(scanned)), said(verify(proved)), said(read_facts(looked_at))};
  (void)read_parts(divided);
  EXPECT_TRUE(divided.within(kReadPartsBound))
      << divided.bytes_read() << " bytes, " << divided.reads() << " reads";
  EXPECT_TRUE(scanned.within(kFindNoteBound))
      << scanned.bytes_read() << " bytes, " << scanned.reads() << " reads";
  EXPECT_TRUE(proved.within(kVerifyBound)) << proved.bytes_read() << " bytes, " << proved.reads() << " reads";
  EXPECT_TRUE(looked_at.within(kReadFactsBound))
      << looked_at.bytes_read() << " bytes, " << looked_at.reads() << " reads";
  return out;
}
Answers ask(const Content& bytes) { return ask(bytes, bytes.size()); }

template <class Struct>
Struct& at(Content& bytes, std::uint64_t offset) {
  return *reinterpret_cast<Struct*>(bytes.data() + offset);
}
Elf64_Ehdr& header(Content& bytes) { return at<Elf64_Ehdr>(bytes, 0); }
Elf64_Phdr& segment(Content& bytes, std::size_t number) {
  return at<Elf64_Phdr>(bytes, sizeof(Elf64_Ehdr) + number * sizeof(Elf64_Phdr));
}

TEST(Bounds, a_small_library_is_whole_and_a_scan_of_it_reads_little) {
  const Content bytes = plugin().build();
  const CountedBytes scanned(bytes);
  EXPECT_EQ(said(find_note(scanned)), "");
  EXPECT_LE(scanned.bytes_read(), 1000u);
  EXPECT_LE(scanned.reads(), 10u);
  const Answers answers = ask(bytes);
  EXPECT_EQ(answers.whole + answers.facts, "");
}

TEST(Bounds, the_rest_of_a_sparse_terabyte_is_not_read) {
  const Answers answers = ask(plugin().build(), kTerabyte);
  EXPECT_EQ(answers.found + answers.whole + answers.facts, "");
}

TEST(Bounds, program_headers_beyond_1024_are_refused_unread) {
  Content bytes = plugin().build();
  header(bytes).e_phnum = 65535;
  const CountedBytes scanned(bytes, kTerabyte);
  EXPECT_EQ(said(find_note(scanned)), "E0215 damaged: it has too many program headers");
  EXPECT_LE(scanned.bytes_read(), 68u);
}

TEST(Bounds, note_segments_over_each_other_are_walked_1024_notes_far) {
  const Elf64_Phdr again{PT_NOTE, PF_R, sizeof(Elf64_Ehdr) + 1024 * sizeof(Elf64_Phdr), 0, 0, 400, 400, 4};
  ElfBuilder elf;
  elf.segments(1020, again);
  for (int i = 0; i < 20; i++) elf.note("x", 9, {1, 2, 3, 4});
  EXPECT_EQ(ask(elf.build()).found, "E0215 damaged: it has too many notes");
}

TEST(Bounds, an_endless_note_segment_is_walked_1024_notes_far) {
  Content bytes = ElfBuilder().build();
  segment(bytes, 1).p_filesz = kTerabyte / 2;
  segment(bytes, 1).p_offset = 4096;
  const Answers answers = ask(bytes, kTerabyte);
  EXPECT_EQ(answers.found, "E0215 damaged: it has too many notes");
  EXPECT_EQ(answers.whole, answers.found);
}

TEST(Bounds, a_note_of_gigabytes_is_refused_by_its_size) {
  Content bytes = plugin().build();
  at<Elf64_Nhdr>(bytes, segment(bytes, 1).p_offset).n_descsz = 0xFFFFFFF0;
  segment(bytes, 1).p_filesz = kTerabyte / 2;
  EXPECT_EQ(ask(bytes, kTerabyte).found,
            "E0220 its `tenon` note is damaged: it has 4294967280 bytes, and 16 MiB is the most");
}

TEST(Bounds, sections_beyond_65536_are_refused) {
  Content bytes = plugin().sections({{}}).build();
  header(bytes).e_shnum = 0;
  at<Elf64_Shdr>(bytes, header(bytes).e_shoff).sh_size = kTerabyte / 128;
  EXPECT_EQ(ask(bytes, kTerabyte).whole, "E0215 damaged: it has too many sections");
}

TEST(Bounds, sections_at_the_end_of_the_numbers_are_cut_off) {
  Content bytes = plugin().sections({{}}).build();
  header(bytes).e_shoff = ~std::uint64_t{7};
  EXPECT_EQ(ask(bytes).whole,
            "E0214 cut off: the section header table ends at byte 18446744073709551615, and "
            "the file at " +
                std::to_string(bytes.size()));
}

TEST(Bounds, a_dynamic_section_of_a_gigabyte_is_refused_unread) {
  Content bytes = plugin().build();
  segment(bytes, 2).p_filesz = 1 << 30;
  EXPECT_EQ(ask(bytes, kTerabyte).facts, "E0215 damaged: its dynamic section is too large");
}

TEST(Bounds, dynamic_strings_of_a_gigabyte_are_refused_unread) {
  Content bytes = plugin().build();
  segment(bytes, 0).p_filesz = segment(bytes, 0).p_memsz = kTerabyte;
  auto* entry = &at<Elf64_Dyn>(bytes, segment(bytes, 2).p_offset);
  while (entry->d_tag != DT_STRSZ) entry++;
  entry->d_un.d_val = 1 << 30;
  EXPECT_EQ(ask(bytes, kTerabyte).whole, "E0215 damaged: its dynamic strings are too large");
}

TEST(Bounds, a_hash_table_that_counts_four_billion_symbols_is_refused) {
  EXPECT_EQ(ask(plugin().hash(DT_HASH, {1, 0xFFFFFFFF}).build(), kTerabyte).facts,
            "E0215 damaged: it has too many dynamic symbols");
  EXPECT_EQ(ask(plugin().hash(DT_GNU_HASH, {0xFFFFFFFF, 1, 1, 6}).build(), kTerabyte).facts,
            "E0215 damaged: it has too many dynamic symbols");
}

TEST(Bounds, an_endless_hash_chain_is_not_followed) {
  // One bucket that starts a chain of zeros: a chain ends with an odd number.
  std::vector<std::uint32_t> words = {1, 1, 0, 6, 1};
  words.resize(kMaxSymbols + 10000);
  EXPECT_EQ(ask(plugin().hash(DT_GNU_HASH, words).build()).facts,
            "E0215 damaged: it has too many dynamic symbols");
}

TEST(Bounds, symbols_that_share_one_endless_name_are_refused) {
  ElfBuilder elf = plugin();
  const auto name = static_cast<std::uint32_t>(elf.string(std::string(1 << 20, 'n')));
  for (int i = 0; i < 1000; i++) elf.symbol(name);
  EXPECT_EQ(ask(elf.build()).facts, "E0215 damaged: the names of its symbols are too long");
}

TEST(Bounds, needed_libraries_have_a_number_and_a_length) {
  ElfBuilder many = plugin(), one = plugin();
  for (int i = 0; i < 5000; i++) many.entry(DT_NEEDED, 0);
  one.entry(DT_NEEDED, one.string(std::string(5000, 'n')));
  EXPECT_EQ(ask(many.build()).whole, "E0215 damaged: it needs too many libraries");
  EXPECT_EQ(ask(one.build()).whole, "E0215 damaged: the name of a library it needs is too long");
}

TEST(Bounds, a_search_path_has_a_length) {
  ElfBuilder elf = plugin();
  elf.entry(DT_RUNPATH, elf.string(std::string(70000, ':')));
  const Answers answers = ask(elf.build());
  EXPECT_EQ(answers.whole, "E0215 damaged: its search path is too long");
  EXPECT_EQ(answers.facts, answers.whole);
}

TEST(Bounds, one_comment_of_the_compiler_is_read_however_many_there_are) {
  Elf64_Shdr comment{};
  comment.sh_type = SHT_PROGBITS;
  comment.sh_size = 1 << 30;
  ElfBuilder elf = plugin();
  elf.sections(std::vector<Elf64_Shdr>(65535, comment));
  Content bytes = elf.build();
  const std::string name(".comment");
  for (int i = 1; i < 65535; i++)
    at<Elf64_Shdr>(bytes, header(bytes).e_shoff + static_cast<std::size_t>(i) * sizeof comment).sh_offset =
        1 << 20;
  const std::uint64_t names = bytes.size();
  bytes.insert(bytes.end(), name.begin(), name.end());
  at<Elf64_Shdr>(bytes, header(bytes).e_shoff).sh_offset = names;
  EXPECT_EQ(ask(bytes, kTerabyte).facts, "");
}

TEST(Bounds, names_of_sections_outside_of_their_table_are_no_names) {
  Elf64_Shdr section{};
  section.sh_type = SHT_PROGBITS;
  section.sh_name = 0xFFFFFFF0;
  Content bytes = plugin().sections({section, section}).build();
  for (const int names : {0, 1, 2, 0xFFFF}) {
    header(bytes).e_shstrndx = static_cast<Elf64_Half>(names);
    EXPECT_EQ(ask(bytes).facts, "");
  }
}

/// A file that somebody cuts off while it is read: every read may be the first that fails.
TEST(Bounds, a_file_that_shrinks_while_it_is_read_is_refused) {
  ElfBuilder elf = plugin();
  elf.symbol(static_cast<std::uint32_t>(elf.string("tenon_entry"))).sections({{}});
  const Content bytes = elf.build();
  const CountedBytes whole(bytes);
  ASSERT_EQ(said(verify(whole)), "");
  for (std::uint64_t reads = 0; reads < whole.reads(); reads++) {
    CountedBytes shrinking(bytes);
    shrinking.fail_after(reads);
    EXPECT_THAT(said(verify(shrinking)), ::testing::StartsWith("E02")) << reads;
    CountedBytes again(bytes), third(bytes);
    again.fail_after(reads);
    third.fail_after(reads);
    (void)find_note(again);
    (void)read_facts(third);
  }
}

}  // namespace
}  // namespace tenon::image

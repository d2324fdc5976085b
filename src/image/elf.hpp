#pragma once
// SPDX-License-Identifier: MIT
//
// ELF files of this machine, read from their program headers. Sections are looked at only where
// nothing else has the answer: a stripped file may have none. Sources: System V ABI, chapters 4 and
// 5 (gabi); elf(5).
#include <elf.h>

#include <functional>
#include <optional>
#include <string_view>

#include "image/image.hpp"

namespace tenon::image {

inline constexpr std::uint32_t kMaxOwner = 16;           ///< bytes of a note's owner that are looked at
inline constexpr std::uint32_t kMaxBuildId = 64;         ///< bytes
inline constexpr std::uint32_t kMaxComment = 64 * 1024;  ///< bytes of `.comment`, and of section names
inline constexpr std::uint32_t kHashBlock = 1024;        ///< entries of a hash chain read at once
inline constexpr std::uint64_t kMaxNames =
    2 * kMaxStrings;  ///< bytes of all symbols' names: they may overlap

inline constexpr std::uint16_t kVersionNumber = 0x7fff;  ///< of an entry of DT_VERSYM
inline constexpr std::uint16_t kNotDefault = 0x8000;     ///< the bit beside it

Error damaged(std::string what);
/// `what` starts at `begin`, and its end lies behind the file's, which has `size` bytes.
Error cut_off(std::string_view what, std::uint64_t begin, std::uint64_t length, std::uint64_t size);

/// Header and program headers, checked as far as they can be by themselves.
struct Elf {
  const Bytes* file = nullptr;
  Elf64_Ehdr header{};
  std::vector<Elf64_Phdr> segments{};

  const Elf64_Phdr* segment(std::uint32_t type) const;
  /// Where `size` bytes at a virtual address lie in the file, if one loaded segment has them all.
  std::optional<std::uint64_t> offset_of(std::uint64_t address, std::uint64_t size) const;
};
std::expected<Elf, Error> open_elf(const Bytes& file);

/// PT_DYNAMIC up to DT_NULL, and the string table it names.
struct Dynamic {
  std::vector<Elf64_Dyn> entries;
  std::vector<char> strings;  ///< ends in a zero byte

  std::optional<std::uint64_t> value(std::int64_t tag) const;
  bool flag(std::int64_t tag, std::uint64_t bit) const;
  /// "" for a place outside the table.
  std::string_view string(std::uint64_t offset) const;
  /// DT_NEEDED in its order.
  std::expected<std::vector<std::string>, Error> needed() const;
  /// DT_RUNPATH, else DT_RPATH.
  std::expected<std::string, Error> search_path() const;
};
/// The entries alone. None if the file has no PT_DYNAMIC.
std::expected<Dynamic, Error> read_dynamic_entries(const Elf& elf);
/// With the strings, if there are entries.
std::expected<Dynamic, Error> read_dynamic(const Elf& elf);

/// All dynamic symbols, as many as the hash table says; empty if they can't be found.
std::expected<std::vector<Elf64_Sym>, Error> read_symbol_table(const Elf& elf, const Dynamic& dynamic);

struct Note {
  std::uint32_t type = 0;
  std::string_view owner;    ///< without its zero byte; valid during the call only
  std::uint64_t offset = 0;  ///< of the descriptor, in the file
  std::uint32_t size = 0;
};
/// Every note of every PT_NOTE segment aligned to 4. `visit` returns false to stop.
std::expected<void, Error> each_note(const Elf& elf, const std::function<bool(const Note&)>& visit);
inline bool is_build_id(const Note& note) { return note.type == NT_GNU_BUILD_ID && note.owner == "GNU"; }

/// The section table, or nothing if the header names none.
std::expected<std::vector<Elf64_Shdr>, Error> read_sections(const Elf& elf);
/// The first 64 KB of what the section has in the file; "" if that isn't all there.
std::string read_text(const Bytes& file, const Elf64_Shdr& section);
/// Zero-terminated names, to which `sh_name` is an index; "" if there are none.
std::string section_names(const Elf& elf, const std::vector<Elf64_Shdr>& sections);

/// Refuses programs: ET_DYN and meant to be run (DF_1_PIE).
std::expected<void, Error> refuse_program(const Dynamic& dynamic);
/// Why a whole library has no note, as far as one can see.
Error explain_missing_note(const Dynamic& dynamic);

}  // namespace tenon::image

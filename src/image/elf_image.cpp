// SPDX-License-Identifier: MIT
//
// The two ways to a note: quickly for a catalog, and with proof that the file is whole for the
// loader.
#include <tenon/abi/note.h>

#include <algorithm>
#include <bit>
#include <cstring>

#include "image/elf.hpp"

namespace tenon::image {
namespace {

Error bad_note(std::string what) {
  return {"E0220", "its `tenon` note is damaged: " + std::move(what), "build it again", true};
}

bool is_ours(const Note& note) { return note.type == TENON_NOTE_TYPE && note.owner == TENON_NOTE_OWNER; }

std::expected<void, Error> check_size(const Note& note) {
  if (note.size < sizeof(tenon_note_header))
    return std::unexpected(bad_note("it has only " + std::to_string(note.size) + " bytes"));
  if (note.size <= TENON_NOTE_MAX) return {};
  return std::unexpected(bad_note("it has " + std::to_string(note.size) + " bytes, and 16 MiB is the most"));
}

/// The note, or one at offset 0 if there is none. `quick` leaves out what lies behind the first note,
/// unless it is at hand.
std::expected<Note, Error> locate(const Elf& elf, bool quick) {
  Note found;
  bool twice = false;
  auto walked = each_note(elf, [&](const Note& note) {
    if (!is_ours(note)) return true;
    twice = found.offset != 0 && found.offset != note.offset;
    if (!twice) found = note;
    return !twice && (!quick || note.offset + note.size < File::kHead);
  });
  if (!walked) return std::unexpected(std::move(walked.error()));
  if (twice)
    return std::unexpected(
        Error{"E0219", "it has two `tenon` notes", "link one plugin library's objects only", true});
  if (found.offset == 0) return found;
  if (auto ok = check_size(found); !ok) return std::unexpected(std::move(ok.error()));
  return found;
}

/// Only a program has an interpreter as a rule, so that a scan needn't read the dynamic section of
/// libraries.
std::expected<void, Error> refuse_program_quickly(const Elf& elf) {
  if (elf.segment(PT_INTERP) == nullptr) return {};
  auto dynamic = read_dynamic_entries(elf);
  if (!dynamic) return std::unexpected(std::move(dynamic.error()));
  return refuse_program(*dynamic);
}

std::expected<Note, Error> locate_quickly(const Elf& elf) {
  auto note = locate(elf, true);
  if (!note || note->offset != 0) return note;
  auto dynamic = read_dynamic(elf);
  return std::unexpected(dynamic ? explain_missing_note(*dynamic) : std::move(dynamic.error()));
}

/// A file made by `objcopy --only-keep-debug` has the code's place, but not the code.
bool is_debug_companion(const Elf& elf) {
  return std::ranges::any_of(elf.segments, [](const Elf64_Phdr& s) {
    return s.p_type == PT_LOAD && (s.p_flags & PF_X) != 0 && s.p_filesz == 0 && s.p_memsz != 0;
  });
}

std::expected<void, Error> refuse_companion(const Elf& elf) {
  if (!is_debug_companion(elf)) return {};
  return std::unexpected(Error{"E0213", "debug information split off from a library, not the library itself",
                               "give the library; this file is for debuggers", false, true});
}

std::expected<void, Error> check_load(const Elf64_Phdr& s, std::uint64_t& loaded_to) {
  if (s.p_filesz > s.p_memsz || s.p_vaddr + s.p_memsz < s.p_vaddr)
    return std::unexpected(damaged("a segment has an impossible size"));
  if (s.p_vaddr < loaded_to) return std::unexpected(damaged("its segments overlap"));
  const std::uint64_t align = std::max<std::uint64_t>(s.p_align, 1);
  if (!std::has_single_bit(align) || (s.p_vaddr - s.p_offset) % align != 0) {
    return std::unexpected(damaged("a segment isn't aligned as it says"));
  }
  loaded_to = s.p_vaddr + s.p_memsz;
  return {};
}

std::expected<void, Error> check_segments(const Elf& elf) {
  const std::uint64_t size = elf.file->size();
  std::uint64_t loaded_to = 0;
  bool code = false;
  for (const Elf64_Phdr& s : elf.segments) {
    if (s.p_type == PT_NULL || s.p_type == PT_GNU_STACK) continue;
    if (s.p_offset + s.p_filesz < s.p_offset)
      return std::unexpected(damaged("a segment has an impossible size"));
    if (s.p_filesz != 0 && s.p_offset + s.p_filesz > size)
      return std::unexpected(cut_off("a segment", s.p_offset, s.p_filesz, size));
    if (s.p_type != PT_LOAD) continue;
    if (auto ok = check_load(s, loaded_to); !ok) return ok;
    code |= (s.p_flags & PF_X) != 0;
  }
  if (!code) return std::unexpected(damaged("it has no code"));
  return {};
}

/// What the headers alone tell, without a look at the rest: nearly every file that was cut off.
std::expected<void, Error> check_extent(const Elf& elf) {
  if (auto ok = check_segments(elf); !ok) return ok;
  const std::uint64_t table = std::uint64_t{elf.header.e_shnum} * elf.header.e_shentsize;
  const std::uint64_t size = elf.file->size();
  if (elf.header.e_shoff == 0 || (elf.header.e_shoff <= size && table <= size - elf.header.e_shoff))
    return {};
  return std::unexpected(cut_off("the section header table", elf.header.e_shoff, table, size));
}

std::expected<void, Error> check_sections(const Elf& elf) {
  auto sections = read_sections(elf);
  if (!sections) return std::unexpected(std::move(sections.error()));
  for (const Elf64_Shdr& s : *sections) {
    if (s.sh_type == SHT_NULL || s.sh_type == SHT_NOBITS) continue;
    if (s.sh_offset + s.sh_size < s.sh_offset)
      return std::unexpected(damaged("a section has an impossible size"));
    if (s.sh_offset + s.sh_size > elf.file->size()) {
      return std::unexpected(cut_off("a section", s.sh_offset, s.sh_size, elf.file->size()));
    }
  }
  return {};
}

/// A table that the dynamic linker would follow without looking.
struct Table {
  std::int64_t address, size;
};
constexpr Table kTables[] = {{DT_RELA, DT_RELASZ}, {DT_JMPREL, DT_PLTRELSZ}, {DT_RELR, DT_RELRSZ}};
constexpr std::int64_t kPlaces[] = {DT_SYMTAB, DT_HASH, DT_GNU_HASH, DT_VERSYM, DT_VERDEF, DT_VERNEED};

std::expected<void, Error> check_dynamic(const Elf& elf, const Dynamic& dynamic) {
  const Elf64_Phdr* segment = elf.segment(PT_DYNAMIC);
  if (segment == nullptr) return std::unexpected(damaged("it has no dynamic section"));
  if (!elf.offset_of(segment->p_vaddr, segment->p_filesz))
    return std::unexpected(damaged("its dynamic section isn't loaded"));
  for (const Table& t : kTables) {
    const auto address = dynamic.value(t.address);
    if (address && !elf.offset_of(*address, dynamic.value(t.size).value_or(0)))
      return std::unexpected(damaged("its relocations lie outside the file"));
  }
  for (std::int64_t tag : kPlaces) {
    const auto address = dynamic.value(tag);
    if (address && !elf.offset_of(*address, 2))
      return std::unexpected(damaged("its symbols lie outside the file"));
  }
  if (!dynamic.value(DT_SYMTAB)) return std::unexpected(damaged("it has no dynamic symbols"));
  return refuse_program(dynamic);
}

std::expected<void, Error> add_note(const Elf& elf, const Dynamic& dynamic, Image& image) {
  auto note = locate(elf, false);
  if (!note) return std::unexpected(std::move(note.error()));
  if (note->offset == 0) return std::unexpected(explain_missing_note(dynamic));
  image.note.resize(note->size);
  if (!elf.file->read(note->offset, image.note)) return std::unexpected(bad_note("it can't be read"));
  return {};
}

std::expected<Image, Error> image_of(const Elf& elf, const Dynamic& dynamic, bool with_note) {
  Image image;
  if (auto ok = with_note ? add_note(elf, dynamic, image) : std::expected<void, Error>(); !ok)
    return std::unexpected(std::move(ok.error()));
  auto needed = dynamic.needed();
  if (!needed) return std::unexpected(std::move(needed.error()));
  image.needed = std::move(*needed);
  auto path = dynamic.search_path();
  if (!path) return std::unexpected(std::move(path.error()));
  image.search_path = std::move(*path);
  return image;
}

}  // namespace

std::expected<NoteIndex, Error> find_note(const Bytes& file) {
  auto elf = open_elf(file);
  if (!elf) return std::unexpected(std::move(elf.error()));
  if (auto ok = refuse_companion(*elf); !ok) return std::unexpected(std::move(ok.error()));
  if (auto ok = check_extent(*elf); !ok) return std::unexpected(std::move(ok.error()));
  if (auto ok = refuse_program_quickly(*elf); !ok) return std::unexpected(std::move(ok.error()));
  auto note = locate_quickly(*elf);
  if (!note) return std::unexpected(std::move(note.error()));
  tenon_note_header header;
  if (!file.get(note->offset, header)) return std::unexpected(bad_note("it can't be read"));
  const std::uint32_t texts = header.metadata.offset;  // what a catalog needs lies before them
  const std::uint32_t wanted = std::min(note->size, std::max<std::uint32_t>(texts, sizeof header));
  NoteIndex index{note->offset, note->size, std::vector<std::uint8_t>(wanted)};
  if (!file.read(note->offset, index.bytes)) return std::unexpected(bad_note("it can't be read"));
  return index;
}

namespace {

std::expected<Image, Error> verify(const Bytes& file, bool with_note) {
  auto elf = open_elf(file);
  if (!elf) return std::unexpected(std::move(elf.error()));
  if (auto ok = refuse_companion(*elf); !ok) return std::unexpected(std::move(ok.error()));
  if (auto ok = check_segments(*elf); !ok) return std::unexpected(std::move(ok.error()));
  if (auto ok = check_sections(*elf); !ok) return std::unexpected(std::move(ok.error()));
  auto dynamic = read_dynamic(*elf);
  if (!dynamic) return std::unexpected(std::move(dynamic.error()));
  if (auto ok = check_dynamic(*elf, *dynamic); !ok) return std::unexpected(std::move(ok.error()));
  return image_of(*elf, *dynamic, with_note);
}

}  // namespace

std::expected<Image, Error> verify(const Bytes& file) { return verify(file, true); }
std::expected<Image, Error> verify_plain(const Bytes& file) { return verify(file, false); }

}  // namespace tenon::image

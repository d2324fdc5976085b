// SPDX-License-Identifier: MIT
#include "image/elf.hpp"

#include <algorithm>
#include <array>

#include "image/near_miss.hpp"

namespace tenon::image {
namespace {

#if defined(__aarch64__)
constexpr std::uint16_t kMachine = EM_AARCH64;
#else
constexpr std::uint16_t kMachine = EM_X86_64;
#endif

struct Named {
  std::uint16_t number;
  std::string_view name;
};
constexpr std::array<Named, 9> kMachines = {{{EM_386, "x86 (32 bit)"},
                                             {EM_X86_64, "x86-64"},
                                             {EM_ARM, "ARM (32 bit)"},
                                             {EM_AARCH64, "AArch64"},
                                             {EM_RISCV, "RISC-V"},
                                             {EM_PPC64, "PowerPC 64"},
                                             {EM_S390, "S/390"},
                                             {EM_MIPS, "MIPS"},
                                             {258, "LoongArch"}}};

std::string machine_name(std::uint16_t number) {
  const auto* known = std::ranges::find(kMachines, number, &Named::number);
  return known != kMachines.end() ? std::string(known->name) : "machine number " + std::to_string(number);
}

Error other_machine(const std::string& what) {
  return {"E0212", "built for " + what + ", and this program runs on " + machine_name(kMachine),
          "build it for this machine"};
}

std::expected<void, Error> check_ident(const unsigned char* ident) {
  if (ident[EI_CLASS] == ELFCLASS32) return std::unexpected(other_machine("a 32-bit system"));
  if (ident[EI_CLASS] != ELFCLASS64) return std::unexpected(damaged("it has an unknown word size"));
  if (ident[EI_DATA] == ELFDATA2MSB) return std::unexpected(other_machine("a big-endian system"));
  if (ident[EI_DATA] != ELFDATA2LSB) return std::unexpected(damaged("it has an unknown byte order"));
  if (ident[EI_VERSION] != EV_CURRENT) return std::unexpected(damaged("it has an unknown ELF version"));
  return {};
}

std::expected<void, Error> check_type(const Elf64_Ehdr& header) {
  switch (header.e_type) {
    case ET_DYN:
      return {};
    case ET_REL:
      return std::unexpected(
          Error{"E0208", "an object file, not a shared library", "link it with `-shared`"});
    case ET_EXEC:
      return std::unexpected(Error{"E0209", "a program, not a shared library", "link it with `-shared`"});
    case ET_CORE:
      return std::unexpected(
          Error{"E0210", "a memory dump of a crashed program", "is it the right file?", false, true});
    default:
      return std::unexpected(damaged("its file type " + std::to_string(header.e_type) + " is unknown"));
  }
}

std::expected<void, Error> check_header(const Elf64_Ehdr& header) {
  if (auto ok = check_ident(header.e_ident); !ok) return ok;
  if (header.e_version != EV_CURRENT) return std::unexpected(damaged("it has an unknown file version"));
  if (header.e_machine != kMachine) return std::unexpected(other_machine(machine_name(header.e_machine)));
  if (auto ok = check_type(header); !ok) return ok;
  if (header.e_phnum == 0) return std::unexpected(damaged("it has no program headers"));
  if (header.e_phnum > kMaxSegments) return std::unexpected(damaged("it has too many program headers"));
  if (header.e_phentsize != sizeof(Elf64_Phdr)) {
    return std::unexpected(
        damaged("its program headers have " + std::to_string(header.e_phentsize) + " bytes each, not 56"));
  }
  return {};
}

std::expected<void, Error> read_segments(Elf& elf) {
  const std::uint64_t size = elf.header.e_phnum * sizeof(Elf64_Phdr);
  elf.segments.resize(elf.header.e_phnum);
  const std::span<Elf64_Phdr> all(elf.segments);
  if (elf.file->read(elf.header.e_phoff, {reinterpret_cast<std::uint8_t*>(all.data()), all.size_bytes()}))
    return {};
  return std::unexpected(cut_off("the program header table", elf.header.e_phoff, size, elf.file->size()));
}

/// Notes are padded to multiples of 4.
constexpr std::uint64_t padded(std::uint32_t size) { return (std::uint64_t{size} + 3) & ~std::uint64_t{3}; }

/// One segment's notes. `budget` is shared by all segments of a file.
class NoteWalk {
 public:
  NoteWalk(const Bytes& file, const Elf64_Phdr& segment, std::uint32_t& budget)
      : file_(file),
        position_(segment.p_offset),
        end_(segment.p_offset + segment.p_filesz),
        budget_(budget) {}

  /// False: there is no further note.
  std::expected<bool, Error> next(Note& note) {
    Elf64_Nhdr header;
    if (end_ - position_ < sizeof header) return false;
    if (budget_-- == 0) return std::unexpected(damaged("it has too many notes"));
    if (!file_.get(position_, header)) return std::unexpected(damaged("its notes can't be read"));
    const std::uint64_t content = position_ + sizeof header + padded(header.n_namesz);
    if (content > end_ || header.n_descsz > end_ - content) {
      return std::unexpected(damaged("a note is larger than its segment"));
    }
    note = {header.n_type, owner(header), content, header.n_descsz};
    position_ = std::min(end_, content + padded(header.n_descsz));
    return true;
  }

 private:
  std::string_view owner(const Elf64_Nhdr& header) {
    const std::size_t size = header.n_namesz;
    if (size == 0 || size > owner_.size()) return {};
    if (!file_.read(position_ + sizeof header, {reinterpret_cast<std::uint8_t*>(owner_.data()), size}))
      return {};
    return owner_[size - 1] == '\0' ? std::string_view(owner_.data(), size - 1) : std::string_view();
  }

  const Bytes& file_;
  std::uint64_t position_, end_;
  std::uint32_t& budget_;
  std::array<char, kMaxOwner> owner_{};
};

}  // namespace

Error damaged(std::string what) { return {"E0215", "damaged: " + std::move(what), "build or copy it again"}; }

Error cut_off(std::string_view what, std::uint64_t begin, std::uint64_t length, std::uint64_t size) {
  const std::uint64_t end = begin + std::min(length, ~begin);  // a wild one ends where numbers do
  return {"E0214",
          "cut off: " + std::string(what) + " ends at byte " + std::to_string(end) + ", and the file at " +
              std::to_string(size),
          "build or copy it again; was it still being written?"};
}

std::expected<Elf, Error> open_elf(const Bytes& file) {
  Elf elf{.file = &file};
  std::array<char, SELFMAG> magic{};
  if (!file.get(0, magic) || std::string_view(magic.data(), SELFMAG) != ELFMAG) {
    return std::unexpected(name_other_format(file));
  }
  if (!file.get(0, elf.header))
    return std::unexpected(cut_off("the ELF header", 0, sizeof elf.header, file.size()));
  if (auto ok = check_header(elf.header); !ok) return std::unexpected(std::move(ok.error()));
  if (auto ok = read_segments(elf); !ok) return std::unexpected(std::move(ok.error()));
  return elf;
}

const Elf64_Phdr* Elf::segment(std::uint32_t type) const {
  const auto found = std::ranges::find(segments, type, &Elf64_Phdr::p_type);
  return found == segments.end() ? nullptr : &*found;
}

std::optional<std::uint64_t> Elf::offset_of(std::uint64_t address, std::uint64_t size) const {
  for (const Elf64_Phdr& s : segments) {
    if (s.p_type != PT_LOAD || address < s.p_vaddr) continue;
    const std::uint64_t into = address - s.p_vaddr;
    if (into <= s.p_filesz && size <= s.p_filesz - into) return s.p_offset + into;
  }
  return std::nullopt;
}

std::expected<void, Error> each_note(const Elf& elf, const std::function<bool(const Note&)>& visit) {
  std::uint32_t budget = kMaxNotes;
  for (const Elf64_Phdr& s : elf.segments) {
    if (s.p_type != PT_NOTE || s.p_align > 4) continue;
    if (s.p_offset > elf.file->size() || s.p_filesz > elf.file->size() - s.p_offset) {
      return std::unexpected(cut_off("a note segment", s.p_offset, s.p_filesz, elf.file->size()));
    }
    if (s.p_offset % 4 != 0) return std::unexpected(damaged("a note segment isn't aligned to 4 bytes"));
    NoteWalk walk(*elf.file, s, budget);
    for (Note note;;) {
      auto more = walk.next(note);
      if (!more) return std::unexpected(std::move(more.error()));
      if (!*more) break;
      if (!visit(note)) return {};
    }
  }
  return {};
}

}  // namespace tenon::image

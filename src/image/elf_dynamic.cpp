// SPDX-License-Identifier: MIT
//
// The dynamic section, and what can be told from it.
#include <algorithm>
#include <cstring>

#include "image/elf.hpp"

namespace tenon::image {
namespace {

template <class Item>
bool read_table(const Bytes& file, std::uint64_t offset, std::uint64_t count, std::vector<Item>& out) {
  const std::uint64_t there = offset < file.size() ? file.size() - offset : 0;
  if (count > there / sizeof(Item)) return false;  // before anything is allocated
  out.resize(count);
  return file.read(offset, {reinterpret_cast<std::uint8_t*>(out.data()), count * sizeof(Item)});
}

std::expected<void, Error> read_entries(const Elf& elf, const Elf64_Phdr& segment, Dynamic& out) {
  const std::uint64_t count = segment.p_filesz / sizeof(Elf64_Dyn);
  if (count > kMaxDynamic) return std::unexpected(damaged("its dynamic section is too large"));
  if (!read_table(*elf.file, segment.p_offset, count, out.entries)) {
    return std::unexpected(
        cut_off("the dynamic section", segment.p_offset, segment.p_filesz, elf.file->size()));
  }
  const auto end = std::ranges::find(out.entries, DT_NULL, &Elf64_Dyn::d_tag);
  if (end == out.entries.end()) return std::unexpected(damaged("its dynamic section has no end"));
  out.entries.erase(end, out.entries.end());
  return {};
}

std::expected<void, Error> read_strings(const Elf& elf, Dynamic& out) {
  const auto address = out.value(DT_STRTAB), size = out.value(DT_STRSZ);
  if (!address || !size || *size == 0)
    return std::unexpected(damaged("its dynamic section names no strings"));
  if (*size > kMaxStrings) return std::unexpected(damaged("its dynamic strings are too large"));
  const auto offset = elf.offset_of(*address, *size);
  if (!offset || !read_table(*elf.file, *offset, *size, out.strings)) {
    return std::unexpected(damaged("its dynamic strings lie outside the loaded segments"));
  }
  if (out.strings.back() != '\0') return std::unexpected(damaged("its dynamic strings have no end"));
  return {};
}

bool has_string(const Dynamic& dynamic, std::string_view text) {
  return std::string_view(dynamic.strings.data(), dynamic.strings.size()).find(text) !=
         std::string_view::npos;
}

}  // namespace

std::optional<std::uint64_t> Dynamic::value(std::int64_t tag) const {
  const auto found = std::ranges::find(entries, tag, &Elf64_Dyn::d_tag);
  if (found == entries.end()) return std::nullopt;
  return found->d_un.d_val;
}

bool Dynamic::flag(std::int64_t tag, std::uint64_t bit) const { return (value(tag).value_or(0) & bit) != 0; }

std::string_view Dynamic::string(std::uint64_t offset) const {
  return offset < strings.size() ? std::string_view(strings.data() + offset) : std::string_view();
}

std::expected<std::vector<std::string>, Error> Dynamic::needed() const {
  std::vector<std::string> out;
  for (const Elf64_Dyn& entry : entries) {
    if (entry.d_tag != DT_NEEDED) continue;
    const std::string_view name = string(entry.d_un.d_val);
    if (out.size() == kMaxNeeded) return std::unexpected(damaged("it needs too many libraries"));
    if (name.size() > kMaxName) return std::unexpected(damaged("the name of a library it needs is too long"));
    out.emplace_back(name);
  }
  return out;
}

std::expected<std::string, Error> Dynamic::search_path() const {
  const auto place = value(DT_RUNPATH) ? value(DT_RUNPATH) : value(DT_RPATH);
  const std::string_view path = place ? string(*place) : std::string_view();
  if (path.size() > kMaxSearchPath) return std::unexpected(damaged("its search path is too long"));
  return std::string(path);
}

std::expected<Dynamic, Error> read_dynamic_entries(const Elf& elf) {
  Dynamic out;
  const Elf64_Phdr* segment = elf.segment(PT_DYNAMIC);
  if (segment == nullptr) return out;
  if (auto ok = read_entries(elf, *segment, out); !ok) return std::unexpected(std::move(ok.error()));
  return out;
}

std::expected<Dynamic, Error> read_dynamic(const Elf& elf) {
  auto out = read_dynamic_entries(elf);
  if (!out || elf.segment(PT_DYNAMIC) == nullptr) return out;
  if (auto ok = read_strings(elf, *out); !ok) return std::unexpected(std::move(ok.error()));
  return out;
}

std::expected<std::vector<Elf64_Shdr>, Error> read_sections(const Elf& elf) {
  std::vector<Elf64_Shdr> out;
  const Elf64_Ehdr& header = elf.header;
  if (header.e_shoff == 0) return out;
  if (header.e_shentsize != sizeof(Elf64_Shdr))
    return std::unexpected(damaged("its section headers have a wrong size"));
  std::uint64_t count = header.e_shnum;
  if (Elf64_Shdr first; count == 0 && elf.file->get(header.e_shoff, first)) count = first.sh_size;
  if (count > kMaxSections) return std::unexpected(damaged("it has too many sections"));
  if (count == 0 || !read_table(*elf.file, header.e_shoff, count, out)) {
    const std::uint64_t size = std::max<std::uint64_t>(count, 1) * sizeof(Elf64_Shdr);
    return std::unexpected(cut_off("the section header table", header.e_shoff, size, elf.file->size()));
  }
  return out;
}

std::string read_text(const Bytes& file, const Elf64_Shdr& section) {
  std::string text(std::min({section.sh_size, std::uint64_t{kMaxComment}, file.size()}), '\0');
  if (!file.read(section.sh_offset, {reinterpret_cast<std::uint8_t*>(text.data()), text.size()}))
    text.clear();
  return text;
}

std::string section_names(const Elf& elf, const std::vector<Elf64_Shdr>& sections) {
  if (elf.header.e_shstrndx >= sections.size()) return {};
  return read_text(*elf.file, sections[elf.header.e_shstrndx]);
}

std::expected<void, Error> refuse_program(const Dynamic& dynamic) {
  if (!dynamic.flag(DT_FLAGS_1, DF_1_PIE)) return {};
  return std::unexpected(Error{"E0209", "a program, not a shared library", "link it with `-shared`"});
}

Error explain_missing_note(const Dynamic& dynamic) {
  using namespace std::string_view_literals;
  if (has_string(dynamic, "\0tenon_entry\0"sv)) {
    return {"E0218", "it exports `tenon_entry`, but its `tenon` note is gone",
            "build it again with `tenon build`; `objcopy --remove-section` and gcc's LTO with another linker "
            "lose the note",
            true};
  }
  if (has_string(dynamic, "\0rust_metadata_"sv)) {
    return {"E0217", "a Rust `dylib` for other crates, not a plugin",
            "set `crate-type = [\"cdylib\"]` under `[lib]` in Cargo.toml", true};
  }
  return {"E0216", "a shared library without a `tenon` note, so no plugin", "build it with `tenon build`",
          true, true};
}

}  // namespace tenon::image

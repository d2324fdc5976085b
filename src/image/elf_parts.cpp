// SPDX-License-Identifier: MIT
//
// What a file consists of, for comparing two of them.
#include <algorithm>
#include <string_view>

#include "image/elf.hpp"

namespace tenon::image {
namespace {

constexpr std::size_t kLongestName = 64;  // bytes that are shown; a hostile file has thousands of long ones

std::vector<Part> sections_of(const Elf& elf, const std::vector<Elf64_Shdr>& sections) {
  const std::string names = section_names(elf, sections);
  std::vector<Part> out;
  for (const Elf64_Shdr& s : sections) {
    if (s.sh_type == SHT_NULL || s.sh_type == SHT_NOBITS || s.sh_size == 0) continue;
    const std::string_view behind =
        std::string_view(names).substr(std::min<std::size_t>(s.sh_name, names.size()));
    const std::string_view name = behind.substr(0, std::min(behind.find('\0'), kLongestName));
    out.push_back(
        {name.empty() ? "?" : std::string(name), s.sh_offset, s.sh_size, (s.sh_flags & SHF_ALLOC) != 0});
  }
  return out;
}

std::vector<Part> segments_of(const Elf& elf) {
  std::vector<Part> out;
  for (std::size_t i = 0; i < elf.segments.size(); i++) {
    const Elf64_Phdr& s = elf.segments[i];
    if (s.p_type != PT_LOAD || s.p_filesz == 0) continue;
    out.push_back({"segment " + std::to_string(i), s.p_offset, s.p_filesz, true});
  }
  return out;
}

}  // namespace

std::expected<std::vector<Part>, Error> read_parts(const Bytes& file) {
  auto elf = open_elf(file);
  if (!elf) return std::unexpected(std::move(elf.error()));
  auto sections = read_sections(*elf);
  if (!sections) return std::unexpected(std::move(sections.error()));
  return sections->empty() ? segments_of(*elf) : sections_of(*elf, *sections);
}

}  // namespace tenon::image

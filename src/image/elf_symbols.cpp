// SPDX-License-Identifier: MIT
//
// Dynamic symbols and their versions. Sources: System V ABI, chapter 5; for versions the Linux Standard
// Base, "Symbol Versioning".
#include <algorithm>
#include <array>
#include <map>
#include <tuple>

#include "image/elf.hpp"

namespace tenon::image {
namespace {

constexpr std::uint64_t kTooMany = kMaxSymbols + 1;

/// One past the last symbol that a GNU hash table knows: the end of the chain of its highest bucket.
class GnuHash {
 public:
  GnuHash(const Bytes& file, std::uint64_t offset) : file_(file), offset_(offset) {}

  std::uint64_t symbols() {
    std::array<std::uint32_t, 4> head{};  // buckets, first symbol, bloom words, shift
    if (!file_.get(offset_, head)) return 0;
    if (head[0] > kMaxSymbols) return kTooMany;
    const std::uint64_t buckets = offset_ + sizeof head + std::uint64_t{head[2]} * 8;
    const std::uint64_t chains = buckets + std::uint64_t{head[0]} * 4;
    const std::uint32_t highest = highest_bucket(buckets, head[0]);
    return highest < head[1] ? head[1] : chain_end(chains, highest - head[1]) + head[1];
  }

 private:
  std::uint32_t highest_bucket(std::uint64_t at, std::uint32_t count) {
    if (std::uint64_t{count} * 4 > file_.size()) return 0;  // before it is allocated
    std::vector<std::uint32_t> all(count);
    if (!file_.read(at, {reinterpret_cast<std::uint8_t*>(all.data()), all.size() * 4})) return 0;
    return all.empty() ? 0 : std::ranges::max(all);
  }

  /// A chain ends with an odd value, or where a hostile one gets too long.
  std::uint64_t chain_end(std::uint64_t chains, std::uint64_t index) {
    std::array<std::uint32_t, kHashBlock> block;
    while (index <= kMaxSymbols) {
      const std::uint64_t at = chains + index * 4;
      const std::uint64_t left = at < file_.size() ? (file_.size() - at) / 4 : 0;
      const std::size_t count = std::min<std::uint64_t>(block.size(), left);
      if (count == 0 || !file_.read(at, {reinterpret_cast<std::uint8_t*>(block.data()), count * 4}))
        return index;
      for (std::size_t i = 0; i < count; i++, index++) {
        if ((block[i] & 1) != 0) return index + 1;
      }
    }
    return index;
  }

  const Bytes& file_;
  std::uint64_t offset_;
};

std::uint64_t count_symbols(const Elf& elf, const Dynamic& dynamic) {
  if (const auto hash = dynamic.value(DT_HASH)) {
    const auto offset = elf.offset_of(*hash, 8);
    std::uint32_t chains = 0;
    return offset && elf.file->get(*offset + 4, chains) ? chains : 0;
  }
  const auto hash = dynamic.value(DT_GNU_HASH);
  const auto offset = hash ? elf.offset_of(*hash, 16) : std::nullopt;
  return offset ? GnuHash(*elf.file, *offset).symbols() : 0;
}

using Versions = std::map<std::uint16_t, std::string>;

/// The names of the versions that the library defines, by number. The base version, which stands for the
/// library itself, is none.
Versions read_versions(const Elf& elf, const Dynamic& dynamic) {
  Versions out;
  const auto address = dynamic.value(DT_VERDEF);
  auto offset = address ? elf.offset_of(*address, sizeof(Elf64_Verdef)) : std::nullopt;
  for (std::uint32_t i = 0; offset && i < kMaxVersions; i++) {
    Elf64_Verdef definition;
    Elf64_Verdaux name;
    if (!elf.file->get(*offset, definition) || !elf.file->get(*offset + definition.vd_aux, name)) break;
    if ((definition.vd_flags & VER_FLG_BASE) == 0)
      out[definition.vd_ndx & kVersionNumber] = dynamic.string(name.vda_name).substr(0, kMaxName);
    if (definition.vd_next == 0) break;
    *offset += definition.vd_next;
  }
  return out;
}

/// For each symbol its version's number, with a bit for those that are not the default.
std::vector<std::uint16_t> read_version_numbers(const Elf& elf, const Dynamic& dynamic, std::size_t count) {
  std::vector<std::uint16_t> out(count);
  const auto address = dynamic.value(DT_VERSYM);
  const auto offset = address ? elf.offset_of(*address, count * 2) : std::nullopt;
  if (!offset || !elf.file->read(*offset, {reinterpret_cast<std::uint8_t*>(out.data()), count * 2}))
    std::ranges::fill(out, 0);
  return out;
}

bool others_see(const Elf64_Sym& symbol) {
  const auto binding = ELF64_ST_BIND(symbol.st_info), visibility = ELF64_ST_VISIBILITY(symbol.st_other);
  return symbol.st_shndx != SHN_UNDEF && binding != STB_LOCAL && visibility != STV_HIDDEN &&
         visibility != STV_INTERNAL;
}

/// What an assembler's symbol without a type stands for is told by where it lies.
std::optional<SymbolKind> kind_by_place(const Elf& elf, const Elf64_Sym& symbol) {
  const auto holds = [&](const Elf64_Phdr& s) {
    return s.p_type == PT_LOAD && s.p_vaddr <= symbol.st_value && symbol.st_value - s.p_vaddr < s.p_memsz;
  };
  const auto found = std::ranges::find_if(elf.segments, holds);
  if (found == elf.segments.end()) return std::nullopt;
  return (found->p_flags & PF_X) != 0 ? SymbolKind::function : SymbolKind::variable;
}

std::optional<SymbolKind> kind_of(const Elf& elf, const Elf64_Sym& symbol) {
  switch (ELF64_ST_TYPE(symbol.st_info)) {
    case STT_FUNC:
    case STT_GNU_IFUNC:
      return SymbolKind::function;
    case STT_OBJECT:
    case STT_COMMON:
      return SymbolKind::variable;
    case STT_TLS:
      return SymbolKind::thread_local_variable;
    case STT_NOTYPE:
      return kind_by_place(elf, symbol);
    default:
      return std::nullopt;
  }
}

std::optional<Symbol> symbol_of(const Elf& elf, const Elf64_Sym& s, std::string_view name,
                                std::uint16_t number, const Versions& versions) {
  const auto kind = others_see(s) && !name.empty() ? kind_of(elf, s) : std::nullopt;
  if (!kind) return std::nullopt;
  const auto version = versions.find(number & kVersionNumber);
  Symbol out{std::string(name), version == versions.end() ? "" : version->second, *kind};
  out.absolute = s.st_shndx == SHN_ABS;
  if (out.absolute && out.name == out.version) return std::nullopt;  // it stands for the version itself
  out.is_default = (number & kNotDefault) == 0;
  out.indirect = ELF64_ST_TYPE(s.st_info) == STT_GNU_IFUNC;
  out.unique = ELF64_ST_BIND(s.st_info) == STB_GNU_UNIQUE;
  out.value = s.st_value;
  out.size = s.st_size;
  return out;
}

}  // namespace

std::expected<std::vector<Elf64_Sym>, Error> read_symbol_table(const Elf& elf, const Dynamic& dynamic) {
  std::vector<Elf64_Sym> all;
  const std::uint64_t count = count_symbols(elf, dynamic);
  if (count > kMaxSymbols) return std::unexpected(damaged("it has too many dynamic symbols"));
  const auto offset = elf.offset_of(dynamic.value(DT_SYMTAB).value_or(0), count * sizeof(Elf64_Sym));
  if (count == 0 || !offset || *offset + count * sizeof(Elf64_Sym) > elf.file->size()) return all;
  all.resize(count);
  if (!elf.file->read(*offset, {reinterpret_cast<std::uint8_t*>(all.data()), count * sizeof(Elf64_Sym)}))
    all.clear();
  return all;
}

std::expected<std::vector<Symbol>, Error> read_symbols(const Bytes& file) {
  auto elf = open_elf(file);
  if (!elf) return std::unexpected(std::move(elf.error()));
  auto dynamic = read_dynamic(*elf);
  if (!dynamic) return std::unexpected(std::move(dynamic.error()));
  auto table = read_symbol_table(*elf, *dynamic);
  if (!table) return std::unexpected(std::move(table.error()));
  const Versions versions = read_versions(*elf, *dynamic);
  const std::vector<std::uint16_t> numbers = read_version_numbers(*elf, *dynamic, table->size());
  std::vector<Symbol> out;
  std::uint64_t letters = 0;
  for (std::size_t i = 0; i < table->size(); i++) {
    const std::string_view name = dynamic->string((*table)[i].st_name);
    letters += name.size();
    if (letters > kMaxNames) return std::unexpected(damaged("the names of its symbols are too long"));
    if (auto symbol = symbol_of(*elf, (*table)[i], name, numbers[i], versions))
      out.push_back(std::move(*symbol));
  }
  std::ranges::sort(out, [](const Symbol& a, const Symbol& b) {
    return std::tie(a.name, b.is_default, a.version) < std::tie(b.name, a.is_default, b.version);
  });
  return out;
}

}  // namespace tenon::image

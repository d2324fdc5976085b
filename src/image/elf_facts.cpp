// SPDX-License-Identifier: MIT
//
// Symbols, flags, and what compilers left behind.
#include <algorithm>
#include <array>
#include <cstring>

#include "image/elf.hpp"

namespace tenon::image {
namespace {

/// What a library imports if it may leave something behind that outlives it.
constexpr std::array<std::string_view, 9> kWatched = {
    "__cxa_thread_atexit_impl", "__cxa_thread_atexit", "on_exit", "pthread_create",
    "pthread_key_create",       "sigaction",           "signal",  "_ZSt13set_terminatePFvvE",
    "__register_atfork"};

/// One past the last symbol that a GNU hash table knows: the end of the chain of its highest bucket.
class GnuHash {
 public:
  GnuHash(const Bytes& file, std::uint64_t offset) : file_(file), offset_(offset) {}

  std::uint64_t symbols() {
    std::array<std::uint32_t, 4> head{};  // buckets, first symbol, bloom words, shift
    if (!file_.get(offset_, head)) return 0;
    const std::uint64_t buckets = offset_ + sizeof head + std::uint64_t{head[2]} * 8;
    const std::uint64_t chains = buckets + std::uint64_t{head[0]} * 4;
    const std::uint32_t highest = highest_bucket(buckets, head[0]);
    return highest < head[1] ? head[1] : chain_end(chains, highest - head[1]) + head[1];
  }

 private:
  std::uint32_t highest_bucket(std::uint64_t at, std::uint32_t count) {
    if (std::uint64_t{count} * 4 > file_.size()) return 0;
    std::vector<std::uint32_t> all(count);
    if (!file_.read(at, {reinterpret_cast<std::uint8_t*>(all.data()), all.size() * 4})) return 0;
    return all.empty() ? 0 : std::ranges::max(all);
  }

  /// A chain ends with an odd value. Read in blocks: a hostile one may be as long as the file.
  std::uint64_t chain_end(std::uint64_t chains, std::uint64_t index) {
    std::array<std::uint32_t, 256> block;
    while (true) {
      const std::uint64_t at = chains + index * 4;
      const std::uint64_t left = at < file_.size() ? (file_.size() - at) / 4 : 0;
      const std::size_t count = std::min<std::uint64_t>(block.size(), left);
      if (count == 0 || !file_.read(at, {reinterpret_cast<std::uint8_t*>(block.data()), count * 4}))
        return index;
      for (std::size_t i = 0; i < count; i++, index++) {
        if ((block[i] & 1) != 0) return index + 1;
      }
    }
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

std::vector<Elf64_Sym> read_symbols(const Elf& elf, const Dynamic& dynamic) {
  const std::uint64_t count = count_symbols(elf, dynamic);
  if (count == 0 || count > kMaxTable / sizeof(Elf64_Sym)) return {};
  const auto offset = elf.offset_of(dynamic.value(DT_SYMTAB).value_or(0), count * sizeof(Elf64_Sym));
  if (!offset) return {};
  std::vector<Elf64_Sym> all(count);
  if (!elf.file->read(*offset, {reinterpret_cast<std::uint8_t*>(all.data()), count * sizeof(Elf64_Sym)}))
    return {};
  return all;
}

void add_symbol(const Elf64_Sym& symbol, std::string_view name, Facts& facts) {
  const auto binding = ELF64_ST_BIND(symbol.st_info);
  if (name.empty() || binding == STB_LOCAL) return;
  if (symbol.st_shndx != SHN_UNDEF) {
    facts.exported.emplace_back(name);
    if (binding == STB_GNU_UNIQUE) facts.unique.emplace_back(name);
    return;
  }
  if (binding != STB_WEAK) facts.undefined.emplace_back(name);
  if (std::ranges::find(kWatched, name) != kWatched.end()) facts.imports.emplace_back(name);
}

void add_dynamic(const Dynamic& dynamic, Facts& facts) {
  for (const Elf64_Dyn& entry : dynamic.entries) {
    if (entry.d_tag == DT_NEEDED) facts.needed.emplace_back(dynamic.string(entry.d_un.d_val));
    if (entry.d_tag == DT_SONAME) facts.soname = dynamic.string(entry.d_un.d_val);
  }
  const auto path = dynamic.value(DT_RUNPATH) ? dynamic.value(DT_RUNPATH) : dynamic.value(DT_RPATH);
  if (path) facts.search_path = dynamic.string(*path);
  facts.nodelete = dynamic.flag(DT_FLAGS_1, DF_1_NODELETE);
  facts.static_tls = dynamic.flag(DT_FLAGS, DF_STATIC_TLS);
}

std::string hexadecimal(std::span<const std::uint8_t> bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string out;
  for (std::uint8_t byte : bytes) (out += kDigits[byte >> 4]) += kDigits[byte & 15];
  return out;
}

void add_build_id(const Elf& elf, Facts& facts) {
  (void)each_note(elf, [&](const Note& note) {
    std::array<std::uint8_t, 64> id;
    if (!is_build_id(note) || note.size > id.size() || !elf.file->read(note.offset, {id.data(), note.size}))
      return true;
    facts.build_id = hexadecimal({id.data(), note.size});
    return false;
  });
}

std::string read_text(const Bytes& file, const Elf64_Shdr& section) {
  constexpr std::uint64_t kMost = 64 * 1024;
  std::string text(std::min({section.sh_size, kMost, file.size()}), '\0');
  if (!file.read(section.sh_offset, {reinterpret_cast<std::uint8_t*>(text.data()), text.size()}))
    text.clear();
  return text;
}

/// `.comment` holds one zero-terminated string of each compiler, repeated at most once.
void add_compilers(const Elf& elf, Facts& facts) {
  const auto sections = read_sections(elf);
  if (!sections || elf.header.e_shstrndx >= sections->size()) return;
  const std::string names = read_text(*elf.file, (*sections)[elf.header.e_shstrndx]);
  for (const Elf64_Shdr& s : *sections) {
    if (s.sh_type != SHT_PROGBITS || s.sh_name >= names.size()) continue;
    if (std::strcmp(names.c_str() + s.sh_name, ".comment") != 0) continue;
    const std::string text = read_text(*elf.file, s);
    for (std::size_t at = 0; at < text.size(); at = text.find('\0', at) + 1) {
      if (text[at] != '\0') facts.compilers.emplace_back(text.c_str() + at);
      if (text.find('\0', at) == text.npos) break;
    }
  }
}

}  // namespace

std::expected<Facts, Error> read_facts(const Bytes& file) {
  auto elf = open_elf(file);
  if (!elf) return std::unexpected(std::move(elf.error()));
  auto dynamic = read_dynamic(*elf);
  if (!dynamic) return std::unexpected(std::move(dynamic.error()));
  Facts facts;
  add_dynamic(*dynamic, facts);
  for (const Elf64_Sym& s : read_symbols(*elf, *dynamic)) add_symbol(s, dynamic->string(s.st_name), facts);
  if (const Elf64_Phdr* tls = elf->segment(PT_TLS)) facts.tls_size = tls->p_memsz;
  add_build_id(*elf, facts);
  add_compilers(*elf, facts);
  return facts;
}

}  // namespace tenon::image

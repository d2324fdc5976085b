// SPDX-License-Identifier: MIT
//
// What a library asks of its surroundings, and what compilers left behind.
#include <algorithm>
#include <array>
#include <cstring>

#include "image/elf.hpp"

namespace tenon::image {
namespace {

/// What a library imports if it may leave something behind that outlives it.
constexpr std::array<std::string_view, 15> kWatched = {
    "__cxa_thread_atexit_impl",
    "__cxa_thread_atexit",
    "on_exit",
    "pthread_create",
    "pthread_key_create",
    "pthread_key_delete",
    "sigaction",
    "signal",
    "__sysv_signal",
    "thrd_create",
    "tss_create",
    "_ZSt13set_terminatePFvvE",
    "_ZSt15set_new_handlerPFvvE",
    "__register_atfork",
    "_ZNSt6thread15_M_start_threadESt10unique_ptrINS_6_StateESt14default_deleteIS1_EEPFvvE"};

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

std::expected<void, Error> add_symbols(const Elf& elf, const Dynamic& dynamic, Facts& facts) {
  auto symbols = read_symbol_table(elf, dynamic);
  if (!symbols) return std::unexpected(std::move(symbols.error()));
  std::uint64_t letters = 0;
  for (const Elf64_Sym& s : *symbols) {
    const std::string_view name = dynamic.string(s.st_name);
    letters += name.size();
    if (letters > kMaxNames) return std::unexpected(damaged("the names of its symbols are too long"));
    add_symbol(s, name, facts);
  }
  return {};
}

std::expected<void, Error> add_dynamic(const Dynamic& dynamic, Facts& facts) {
  auto needed = dynamic.needed();
  if (!needed) return std::unexpected(std::move(needed.error()));
  facts.needed = std::move(*needed);
  auto path = dynamic.search_path();
  if (!path) return std::unexpected(std::move(path.error()));
  facts.search_path = std::move(*path);
  if (const auto soname = dynamic.value(DT_SONAME))
    facts.soname = dynamic.string(*soname).substr(0, kMaxName);
  facts.nodelete = dynamic.flag(DT_FLAGS_1, DF_1_NODELETE);
  facts.static_tls = dynamic.flag(DT_FLAGS, DF_STATIC_TLS);
  return {};
}

std::string hexadecimal(std::span<const std::uint8_t> bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string out;
  for (std::uint8_t byte : bytes) (out += kDigits[byte >> 4]) += kDigits[byte & 15];
  return out;
}

void add_build_id(const Elf& elf, Facts& facts) {
  (void)each_note(elf, [&](const Note& note) {
    std::array<std::uint8_t, kMaxBuildId> id;
    if (!is_build_id(note) || note.size > id.size() || !elf.file->read(note.offset, {id.data(), note.size}))
      return true;
    facts.build_id = hexadecimal({id.data(), note.size});
    return false;
  });
}

/// `.comment` holds one zero-terminated string of each compiler. There is one such section.
void add_compilers(const Elf& elf, Facts& facts) {
  const auto sections = read_sections(elf);
  if (!sections) return;
  const std::string names = section_names(elf, *sections);
  for (const Elf64_Shdr& s : *sections) {
    if (s.sh_type != SHT_PROGBITS || s.sh_name >= names.size()) continue;
    if (std::strcmp(names.c_str() + s.sh_name, ".comment") != 0) continue;
    const std::string text = read_text(*elf.file, s);
    for (std::size_t at = 0; at < text.size(); at = text.find('\0', at) + 1) {
      if (text[at] != '\0') facts.compilers.emplace_back(text.c_str() + at);
      if (text.find('\0', at) == text.npos) break;
    }
    return;
  }
}

}  // namespace

std::expected<Facts, Error> read_facts(const Bytes& file) {
  auto elf = open_elf(file);
  if (!elf) return std::unexpected(std::move(elf.error()));
  auto dynamic = read_dynamic(*elf);
  if (!dynamic) return std::unexpected(std::move(dynamic.error()));
  Facts facts;
  if (auto ok = add_dynamic(*dynamic, facts); !ok) return std::unexpected(std::move(ok.error()));
  if (auto ok = add_symbols(*elf, *dynamic, facts); !ok) return std::unexpected(std::move(ok.error()));
  if (const Elf64_Phdr* tls = elf->segment(PT_TLS)) facts.tls_size = tls->p_memsz;
  add_build_id(*elf, facts);
  add_compilers(*elf, facts);
  return facts;
}

}  // namespace tenon::image

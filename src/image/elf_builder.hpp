#pragma once
// SPDX-License-Identifier: MIT
//
// For tests: the bytes of a small shared library with a note, made from scratch so that any part of it
// can be wrong or far too large. Virtual addresses are file offsets, and one segment loads all of it.
//
//   ElfBuilder elf;
//   elf.note("tenon", 1, bytes).entry(DT_NEEDED, elf.string("libc.so.6"));
//   verify(Memory(elf.build()));
#include <elf.h>

#include <cstring>
#include <functional>
#include <string>
#include <vector>

namespace tenon::image::testing {

class ElfBuilder {
 public:
  using Bytes = std::vector<std::uint8_t>;

  ElfBuilder& note(const std::string& owner, std::uint32_t type, const Bytes& descriptor) {
    const Elf64_Nhdr header{static_cast<Elf64_Word>(owner.size() + 1),
                            static_cast<Elf64_Word>(descriptor.size()), type};
    append(notes_, &header, sizeof header);
    append(notes_, owner.c_str(), owner.size() + 1);
    pad(notes_, 4);
    append(notes_, descriptor.data(), descriptor.size());
    pad(notes_, 4);
    return *this;
  }
  /// Its place in the dynamic strings.
  std::uint64_t string(const std::string& text) {
    const std::uint64_t place = strings_.size();
    strings_ += text + '\0';
    return place;
  }
  ElfBuilder& entry(std::int64_t tag, std::uint64_t value) {
    Elf64_Dyn one{};
    one.d_tag = tag;
    one.d_un.d_val = value;
    entries_.push_back(one);
    return *this;
  }
  ElfBuilder& symbol(std::uint32_t name, unsigned char info = ELF64_ST_INFO(STB_GLOBAL, STT_FUNC)) {
    symbols_.push_back({name, info, 0, 1, 0, 0});
    return *this;
  }
  /// Further program headers, behind the usual four.
  ElfBuilder& segments(std::size_t count, const Elf64_Phdr& header) {
    more_.insert(more_.end(), count, header);
    return *this;
  }
  /// The table that tells how many symbols there are; by default a DT_HASH that tells the truth.
  ElfBuilder& hash(std::int64_t tag, const std::vector<std::uint32_t>& words) {
    hash_tag_ = tag;
    hash_ = words;
    return *this;
  }
  /// Behind everything else, at 8-byte alignment.
  ElfBuilder& sections(const std::vector<Elf64_Shdr>& all) {
    sections_ = all;
    return *this;
  }
  std::uint64_t notes_offset() const { return sizeof(Elf64_Ehdr) + (4 + more_.size()) * sizeof(Elf64_Phdr); }

  Bytes build() {
    Bytes out(notes_offset());
    append(out, notes_.data(), notes_.size());
    pad(out, 8);
    if (hash_.empty()) hash_ = {1, static_cast<std::uint32_t>(symbols_.size()), 0};
    const std::uint64_t strings = put(out, strings_.data(), strings_.size());
    const std::uint64_t symbols = put(out, symbols_.data(), symbols_.size() * sizeof(Elf64_Sym));
    const std::uint64_t hash = put(out, hash_.data(), hash_.size() * 4);
    entry(DT_STRTAB, strings).entry(DT_STRSZ, strings_.size());
    entry(DT_SYMTAB, symbols).entry(hash_tag_, hash).entry(DT_NULL, 0);
    const std::uint64_t dynamic = put(out, entries_.data(), entries_.size() * sizeof(Elf64_Dyn));
    const std::uint64_t sections = put(out, sections_.data(), sections_.size() * sizeof(Elf64_Shdr));
    finish(out, dynamic, sections);
    return out;
  }

 private:
  static void append(Bytes& out, const void* data, std::size_t size) {
    const auto* bytes = static_cast<const std::uint8_t*>(data);
    out.insert(out.end(), bytes, bytes + size);
  }
  static void pad(Bytes& out, std::size_t to) { out.resize((out.size() + to - 1) / to * to); }
  static std::uint64_t put(Bytes& out, const void* data, std::size_t size) {
    const std::uint64_t at = out.size();
    append(out, data, size);
    pad(out, 8);
    return at;
  }
  static Elf64_Phdr header(std::uint32_t type, std::uint32_t flags, std::uint64_t at, std::uint64_t size,
                           std::uint64_t align) {
    return {type, flags, at, at, at, size, size, align};
  }

  void finish(Bytes& out, std::uint64_t dynamic, std::uint64_t sections) {
    Elf64_Ehdr head{};
    std::memcpy(head.e_ident, ELFMAG "\2\1\1", 7);
    head.e_type = ET_DYN;
    head.e_machine = EM_X86_64;
    head.e_version = EV_CURRENT;
    head.e_phoff = sizeof head;
    head.e_shoff = sections_.empty() ? 0 : sections;
    head.e_ehsize = sizeof head;
    head.e_phentsize = sizeof(Elf64_Phdr);
    head.e_phnum = static_cast<Elf64_Half>(4 + more_.size());
    head.e_shentsize = sizeof(Elf64_Shdr);
    head.e_shnum = static_cast<Elf64_Half>(sections_.size());
    std::vector<Elf64_Phdr> headers = {
        header(PT_LOAD, PF_R | PF_X, 0, out.size(), 8),
        header(PT_NOTE, PF_R, notes_offset(), notes_.size(), 4),
        header(PT_DYNAMIC, PF_R, dynamic, entries_.size() * sizeof(Elf64_Dyn), 8),
        header(PT_GNU_STACK, PF_R, 0, 0, 8)};
    headers.insert(headers.end(), more_.begin(), more_.end());
    std::memcpy(out.data(), &head, sizeof head);
    std::memcpy(out.data() + head.e_phoff, headers.data(), headers.size() * sizeof(Elf64_Phdr));
  }

  Bytes notes_;
  std::string strings_ = std::string(1, '\0');
  std::vector<Elf64_Sym> symbols_ = {{}};
  std::vector<Elf64_Dyn> entries_;
  std::vector<Elf64_Phdr> more_;
  std::vector<Elf64_Shdr> sections_;
  std::int64_t hash_tag_ = DT_HASH;
  std::vector<std::uint32_t> hash_;
};

}  // namespace tenon::image::testing

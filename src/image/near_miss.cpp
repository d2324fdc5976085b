// SPDX-License-Identifier: MIT
#include "image/near_miss.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace tenon::image {
namespace {

constexpr std::string_view kCdylib = "set `crate-type = [\"cdylib\"]` under `[lib]` in Cargo.toml";

std::string start_of(const Bytes& file) {
  std::array<std::uint8_t, 1024> buffer;
  const std::size_t size = std::min<std::uint64_t>(buffer.size(), file.size());
  if (!file.read(0, {buffer.data(), size})) return {};
  return {reinterpret_cast<const char*>(buffer.data()), size};
}

/// A Rust library for other crates is an `ar` archive whose first members include `lib.rmeta`.
Error archive(std::string_view start) {
  if (start.find("lib.rmeta") != start.npos) {
    return {"E0207", "a Rust `rlib` for other crates, not a shared library", std::string(kCdylib)};
  }
  return {"E0207", "a static library (an `ar` archive), not a shared one", "link its objects with `-shared`"};
}

bool is_text(std::string_view start) {
  return std::ranges::all_of(start, [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 0x20 ? byte != 0x7f : (byte == '\n' || byte == '\r' || byte == '\t' || byte == '\f');
  });
}

bool is_linker_script(std::string_view start) {
  constexpr std::array<std::string_view, 5> words = {"GNU ld script", "INPUT(", "INPUT (", "GROUP",
                                                     "OUTPUT_FORMAT"};
  return std::ranges::any_of(words, [&](std::string_view w) { return start.find(w) != start.npos; });
}

/// The first path in a script that ends like a shared library's, or "".
std::string first_library(std::string_view start) {
  for (std::size_t begin = 0; begin < start.size();) {
    const std::size_t end = std::min(start.find_first_of(" \t\r\n(),;", begin), start.size());
    const std::string_view word = start.substr(begin, end - begin);
    if (word.starts_with('/') && word.find(".so") != word.npos) return std::string(word);
    begin = end + 1;
  }
  return {};
}

Error text(std::string_view start) {
  if (is_linker_script(start)) {
    const std::string named = first_library(start);
    return {"E0222", "a linker script, which only the linker can use",
            "give the library that it names" + (named.empty() ? "" : ": " + named), false, true};
  }
  return {"E0221", "a text file, not a shared library", "give the library that was built from it"};
}

struct Magic {
  std::string_view bytes;
  std::string_view what;
};
using namespace std::string_view_literals;
constexpr std::array<Magic, 8> kForeign = {{{"MZ"sv, "a Windows library or program (PE)"sv},
                                            {"\xcf\xfa\xed\xfe"sv, "a macOS library or program (Mach-O)"sv},
                                            {"\xce\xfa\xed\xfe"sv, "a macOS library or program (Mach-O)"sv},
                                            {"\xfe\xed\xfa\xcf"sv, "a macOS library or program (Mach-O)"sv},
                                            {"\xfe\xed\xfa\xce"sv, "a macOS library or program (Mach-O)"sv},
                                            {"\xca\xfe\xba\xbe"sv, "a macOS universal library (Mach-O)"sv},
                                            {"\0asm"sv, "a WebAssembly module or component"sv},
                                            {"BC\xc0\xde"sv, "LLVM bitcode"sv}}};

}  // namespace

Error name_other_format(const Bytes& file) {
  if (file.size() == 0) return {"E0205", "an empty file", "was the disk full when it was built?"};
  const std::string start = start_of(file);
  if (start.starts_with("!<arch>\n") || start.starts_with("!<thin>\n")) return archive(start);
  for (const Magic& magic : kForeign) {
    if (!start.starts_with(magic.bytes)) continue;
    return {"E0211", std::string(magic.what) + ", not an ELF library", "build it for this system"};
  }
  if (std::string_view("\177ELF").starts_with(start)) {
    return {"E0214", "cut off: only " + std::to_string(file.size()) + " bytes are there",
            "build or copy it again"};
  }
  if (is_text(start)) return text(start);
  return {"E0206", "not a shared library, nor anything else that is known here", "is it the right file?"};
}

bool is_of_another_kind(std::string_view code) {
  constexpr std::string_view kCodes[] = {"E0207", "E0208", "E0209", "E0210", "E0211",
                                         "E0212", "E0213", "E0217", "E0221", "E0222"};
  return std::ranges::find(kCodes, code) != std::end(kCodes);
}

}  // namespace tenon::image

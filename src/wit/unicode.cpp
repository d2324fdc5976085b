// SPDX-License-Identifier: MIT
#include "wit/unicode.hpp"

#include <array>

namespace tenon::wit {
namespace {

struct Form {
  unsigned char mask, lead;
  std::uint8_t size;
  char32_t least;
};
constexpr std::array<Form, 3> kForms = {
    {{0xE0, 0xC0, 2, 0x80}, {0xF0, 0xE0, 3, 0x800}, {0xF8, 0xF0, 4, 0x10000}}};

bool is_scalar(char32_t c) { return c < 0xD800 || (c > 0xDFFF && c <= 0x10FFFF); }

}  // namespace

CodePoint decode(std::string_view text, std::size_t at) {
  const auto first = static_cast<unsigned char>(text[at]);
  if (first < 0x80) return {first, 1};
  for (const Form& form : kForms) {
    if ((first & form.mask) != form.lead) continue;
    if (text.size() - at < form.size) return {};
    char32_t value = first & static_cast<unsigned char>(~form.mask);
    for (std::size_t i = 1; i < form.size; ++i) {
      const auto next = static_cast<unsigned char>(text[at + i]);
      if ((next & 0xC0) != 0x80) return {};
      value = (value << 6) | (next & 0x3F);
    }
    if (value < form.least || !is_scalar(value)) return {};
    return {value, form.size};
  }
  return {};
}

void encode(char32_t value, std::string& out) {
  const auto tail = [&](int shift) { out += static_cast<char>(0x80 | ((value >> shift) & 0x3F)); };
  if (value < 0x80) {
    out += static_cast<char>(value);
  } else if (value < 0x800) {
    out += static_cast<char>(0xC0 | (value >> 6));
    tail(0);
  } else if (value < 0x10000) {
    out += static_cast<char>(0xE0 | (value >> 12));
    tail(6), tail(0);
  } else {
    out += static_cast<char>(0xF0 | (value >> 18));
    tail(12), tail(6), tail(0);
  }
}

bool is_bidirectional_override(char32_t c) {
  return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

bool is_discouraged(char32_t c) {
  constexpr std::array<char32_t, 8> kDiscouraged = {0x149,  0x673,  0xF77,  0xF79,
                                                    0x17A3, 0x17A4, 0x17B4, 0x17B5};
  for (const char32_t one : kDiscouraged) {
    if (c == one) return true;
  }
  return false;
}

bool is_control(char32_t c) {
  return (c < 0x20 && c != '\n' && c != '\r' && c != '\t') || (c >= 0x7F && c <= 0x9F);
}

bool is_word(char32_t c) {
  if (c < 0x80) {
    const char32_t lower = c | 0x20;
    return (lower >= 'a' && lower <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  }
  if (c < 0xC0) return c == 0xAA || c == 0xB5 || c == 0xB7 || c == 0xBA;
  if (c == 0xD7 || c == 0xF7) return false;
  if (c >= 0x2000 && c <= 0x2BFF) return (c >= 0x203F && c <= 0x2040) || (c >= 0x2071 && c <= 0x209C);
  if (c >= 0x3000 && c <= 0x3004) return false;
  return c < 0xE000 || (c > 0xFAFF && c < 0x1F000) || (c >= 0x20000 && c < 0xE0000);
}

}  // namespace tenon::wit

// SPDX-License-Identifier: MIT
#include <charconv>

#include "wit/model.hpp"
#include "wit/unicode.hpp"

namespace tenon::wit {
namespace {

bool is_alphanumeric(char c) { return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

/// Semver's numbers: no leading zeros, and here at most 64 bits.
std::optional<std::uint64_t> number(std::string_view text) {
  if (text.empty() || (text.size() > 1 && text[0] == '0')) return std::nullopt;
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

bool is_numeric(std::string_view part) {
  for (const char c : part) {
    if (!is_digit(c)) return false;
  }
  return !part.empty();
}

/// Cuts `text` at the first `separator`; what follows it goes to `rest`.
std::string_view cut(std::string_view text, char separator, std::string_view& rest) {
  const std::size_t at = text.find(separator);
  rest = at == std::string_view::npos ? std::string_view{} : text.substr(at + 1);
  return text.substr(0, at);
}

/// Dotted identifiers, as after `-` and `+`. Numbers among a pre-release's have no leading zeros.
bool is_dotted(std::string_view text, bool leading_zeros) {
  while (true) {
    std::string_view rest;
    const std::string_view part = cut(text, '.', rest);
    if (part.empty()) return false;
    for (const char c : part) {
      if (!is_alphanumeric(c) && c != '-') return false;
    }
    if (!leading_zeros && part.size() > 1 && part[0] == '0' && is_numeric(part)) return false;
    if (part.size() == text.size()) return true;
    text = rest;
  }
}

std::strong_ordering compare_part(std::string_view a, std::string_view b) {
  const bool a_number = is_numeric(a);
  const bool b_number = is_numeric(b);
  if (a_number != b_number) return a_number ? std::strong_ordering::less : std::strong_ordering::greater;
  if (a_number && a.size() != b.size()) return a.size() <=> b.size();
  return a.compare(b) <=> 0;
}

/// A version without pre-release is newer than every pre-release of it.
std::strong_ordering compare_pre(std::string_view a, std::string_view b) {
  if (a.empty() || b.empty()) return a.empty() <=> b.empty();
  while (!a.empty() && !b.empty()) {
    std::string_view a_rest;
    std::string_view b_rest;
    const auto order = compare_part(cut(a, '.', a_rest), cut(b, '.', b_rest));
    if (order != 0) return order;
    a = a_rest;
    b = b_rest;
  }
  return b.empty() <=> a.empty();
}

std::string core_text(const Version& v) {
  return std::to_string(v.major) + '.' + std::to_string(v.minor) + '.' + std::to_string(v.patch);
}

}  // namespace

std::string Version::text() const {
  std::string out = core_text(*this);
  if (!pre.empty()) out += '-' + pre;
  if (!build.empty()) out += '+' + build;
  return out;
}

std::string Version::track() const {
  if (!pre.empty()) return core_text(*this) + '-' + pre;
  if (major != 0) return std::to_string(major);
  if (minor != 0) return "0." + std::to_string(minor);
  return core_text(*this);
}

std::optional<Version> Version::parse(std::string_view text) {
  Version version;
  std::string_view build;
  const std::string_view without_build = cut(text, '+', build);
  std::string_view pre;
  std::string_view rest = cut(without_build, '-', pre);
  const std::string_view core = rest;

  const auto major = number(cut(rest, '.', rest));
  const auto minor = number(cut(rest, '.', rest));
  const auto patch = number(rest);
  if (!major || !minor || !patch) return std::nullopt;
  if (core.size() != without_build.size() && !is_dotted(pre, false)) return std::nullopt;
  if (without_build.size() != text.size() && !is_dotted(build, true)) return std::nullopt;

  version.major = *major;
  version.minor = *minor;
  version.patch = *patch;
  version.pre = pre;
  version.build = build;
  return version;
}

std::strong_ordering operator<=>(const Version& a, const Version& b) {
  if (const auto order = a.major <=> b.major; order != 0) return order;
  if (const auto order = a.minor <=> b.minor; order != 0) return order;
  if (const auto order = a.patch <=> b.patch; order != 0) return order;
  return compare_pre(a.pre, b.pre);
}

}  // namespace tenon::wit

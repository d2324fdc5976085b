// SPDX-License-Identifier: MIT
#include "bind/common/names.hpp"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <span>
#include <unordered_set>

namespace tenon::bind {
namespace {

// C++20's list, and GNU's words, hold C11's as well; C's own words that C++ hasn't got are in `kOnlyC`.
constexpr std::array kCpp = std::to_array<std::string_view>({"alignas",
                                                             "alignof",
                                                             "and",
                                                             "and_eq",
                                                             "asm",
                                                             "auto",
                                                             "bitand",
                                                             "bitor",
                                                             "bool",
                                                             "break",
                                                             "case",
                                                             "catch",
                                                             "char",
                                                             "char16_t",
                                                             "char32_t",
                                                             "char8_t",
                                                             "class",
                                                             "co_await",
                                                             "co_return",
                                                             "co_yield",
                                                             "compl",
                                                             "concept",
                                                             "const",
                                                             "const_cast",
                                                             "consteval",
                                                             "constexpr",
                                                             "constinit",
                                                             "continue",
                                                             "decltype",
                                                             "default",
                                                             "delete",
                                                             "do",
                                                             "double",
                                                             "dynamic_cast",
                                                             "else",
                                                             "enum",
                                                             "errno",
                                                             "explicit",
                                                             "export",
                                                             "extern",
                                                             "false",
                                                             "float",
                                                             "for",
                                                             "friend",
                                                             "goto",
                                                             "if",
                                                             "inline",
                                                             "int",
                                                             "linux",
                                                             "long",
                                                             "mutable",
                                                             "namespace",
                                                             "new",
                                                             "noexcept",
                                                             "not",
                                                             "not_eq",
                                                             "nullptr",
                                                             "operator",
                                                             "or",
                                                             "or_eq",
                                                             "private",
                                                             "protected",
                                                             "public",
                                                             "register",
                                                             "reinterpret_cast",
                                                             "requires",
                                                             "return",
                                                             "short",
                                                             "signed",
                                                             "sizeof",
                                                             "static",
                                                             "static_assert",
                                                             "static_cast",
                                                             "std",
                                                             "stderr",
                                                             "stdin",
                                                             "stdout",
                                                             "struct",
                                                             "switch",
                                                             "template",
                                                             "this",
                                                             "thread_local",
                                                             "throw",
                                                             "true",
                                                             "try",
                                                             "typedef",
                                                             "typeid",
                                                             "typename",
                                                             "typeof",
                                                             "union",
                                                             "unix",
                                                             "unsigned",
                                                             "using",
                                                             "virtual",
                                                             "void",
                                                             "volatile",
                                                             "wchar_t",
                                                             "while",
                                                             "xor",
                                                             "xor_eq"});
// The first three are macros of <complex.h> and <stdnoreturn.h>.
constexpr std::array kOnlyC =
    std::to_array<std::string_view>({"complex", "imaginary", "noreturn", "restrict", "typeof_unqual"});
// Macros of the headers of C, POSIX and glibc (but curses), which replace a word wherever it stands.
constexpr std::array kMacros =
    std::to_array<std::string_view>({"basename",    "d_fileno",         "h_addr",
                                     "h_errno",     "hostalias",        "ifa_broadaddr",
                                     "ifa_dstaddr", "ifc_buf",          "ifc_req",
                                     "ifr_addr",    "ifr_bandwidth",    "ifr_broadaddr",
                                     "ifr_data",    "ifr_dstaddr",      "ifr_flags",
                                     "ifr_hwaddr",  "ifr_ifindex",      "ifr_map",
                                     "ifr_metric",  "ifr_mtu",          "ifr_name",
                                     "ifr_netmask", "ifr_newname",      "ifr_qlen",
                                     "ifr_slave",   "math_errhandling", "msg_cbytes",
                                     "no_argument", "nsaddr",           "optional_argument",
                                     "p_class",     "p_option",         "p_query",
                                     "p_rcode",     "p_time",           "p_type",
                                     "putlong",     "putshort",         "required_argument",
                                     "res_close",   "res_init",         "rt_mss",
                                     "s6_addr",     "s6_addr16",        "s6_addr32",
                                     "sa_handler",  "sa_sigaction",     "si_addr",
                                     "si_arch",     "si_band",          "si_fd",
                                     "si_int",      "si_lower",         "si_overrun",
                                     "si_pid",      "si_pkey",          "si_ptr",
                                     "si_status",   "si_stime",         "si_syscall",
                                     "si_timerid",  "si_uid",           "si_upper",
                                     "si_utime",    "si_value",         "st_atime",
                                     "st_ctime",    "st_mtime",         "ut_addr",
                                     "ut_name",     "ut_time",          "ut_xtime"});
// Those that replace a word only before `(`, as C bindings never write one; and a word of C++26.
constexpr std::array kCalled = std::to_array<std::string_view>(
    {"alloca",   "assert",   "be16toh",   "be32toh",  "be64toh",    "contract_assert", "htobe16",
     "htobe32",  "htobe64",  "htole16",   "htole32",  "htole64",    "howmany",         "isclr",
     "isset",    "le16toh",  "le32toh",   "le64toh",  "makedev",    "major",           "minor",
     "offsetof", "powerof2", "roundup",   "setbit",   "clrbit",     "setjmp",          "sigmask",
     "strdupa",  "strndupa", "sigsetjmp", "timeradd", "timerclear", "timercmp",        "timerisset",
     "timersub", "toascii",  "va_arg",    "va_copy",  "va_end",     "va_start"});
constexpr std::array kRust = std::to_array<std::string_view>(
    {"Self",     "abstract", "as",      "async", "await",    "become", "box",    "break", "const",
     "continue", "crate",    "do",      "dyn",   "else",     "enum",   "extern", "false", "final",
     "fn",       "for",      "gen",     "if",    "impl",     "in",     "let",    "loop",  "macro",
     "match",    "mod",      "move",    "mut",   "override", "priv",   "pub",    "ref",   "return",
     "self",     "static",   "struct",  "super", "trait",    "true",   "try",    "type",  "typeof",
     "union",    "unsafe",   "unsized", "use",   "virtual",  "where",  "while",  "yield"});

// Names in everybody's scope, of all editions; an author who imports the bindings' names would
// lose them.
constexpr std::array kPrelude = std::to_array<std::string_view>({"AsMut",
                                                                 "AsRef",
                                                                 "AsyncFn",
                                                                 "AsyncFnMut",
                                                                 "AsyncFnOnce",
                                                                 "Box",
                                                                 "Clone",
                                                                 "Copy",
                                                                 "Default",
                                                                 "Drop",
                                                                 "DoubleEndedIterator",
                                                                 "Eq",
                                                                 "Err",
                                                                 "Extend",
                                                                 "ExactSizeIterator",
                                                                 "Fn",
                                                                 "FnMut",
                                                                 "FnOnce",
                                                                 "From",
                                                                 "FromIterator",
                                                                 "Future",
                                                                 "Into",
                                                                 "IntoFuture",
                                                                 "IntoIterator",
                                                                 "Iterator",
                                                                 "None",
                                                                 "Ok",
                                                                 "Option",
                                                                 "Ord",
                                                                 "PartialEq",
                                                                 "PartialOrd",
                                                                 "Result",
                                                                 "Send",
                                                                 "Sized",
                                                                 "Some",
                                                                 "String",
                                                                 "Sync",
                                                                 "ToOwned",
                                                                 "ToString",
                                                                 "TryFrom",
                                                                 "TryInto",
                                                                 "Unpin",
                                                                 "Vec"});
using Words = std::unordered_set<std::string_view>;

Words joined(std::initializer_list<std::span<const std::string_view>> lists) {
  Words words;
  for (const auto& list : lists) words.insert(list.begin(), list.end());
  return words;
}

/// Asked for every name, of some for each other one.
bool is_keyword(Language language, std::string_view name) {
  static const Words kOfC = joined({kCpp, kOnlyC, kMacros});  // a C header is included from C++ as well
  static const Words kOfCpp = joined({kCpp, kMacros, kCalled});
  static const Words kOfRust = joined({kRust});
  switch (language) {
    case Language::c:
      return kOfC.contains(name);
    case Language::cpp:
      return kOfCpp.contains(name);
    case Language::rust:
      return kOfRust.contains(name);
  }
  return false;
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
char raise(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

}  // namespace

namespace names {

std::string snake(std::string_view kebab) {
  std::string out;
  for (char c : kebab) out += c == '-' ? '_' : lower(c);
  return out;
}

std::string pascal(std::string_view kebab) {
  std::string out;
  bool start = true;
  for (char c : kebab) {
    if (c != '-') out += start ? raise(c) : lower(c);
    start = c == '-';
  }
  return out;
}

std::string upper(std::string_view kebab) {
  std::string out;
  for (char c : kebab) out += c == '-' ? '_' : raise(c);
  return out;
}

std::string escape(Language language, std::string name) {
  // Generated C++ says what is in Tenon's headers without `::`.
  const bool tenons = language == Language::cpp && name.starts_with("tenon_");
  return tenons || is_keyword(language, name) ? std::move(name) + '_' : std::move(name);
}

std::string type(Language language, std::string_view kebab, std::string_view suffix) {
  std::string name = escape(language, pascal(kebab).append(suffix));
  return language == Language::rust && std::ranges::count(kPrelude, name) ? name + '_' : name;
}

std::string value(Language language, std::string_view kebab) { return escape(language, snake(kebab)); }

}  // namespace names

std::optional<std::string> Scope::take(const std::string& name, std::string_view origin) {
  const auto [place, fresh] = taken_.try_emplace(name, origin);
  if (fresh || place->second == origin) return std::nullopt;
  return place->second;
}

}  // namespace tenon::bind

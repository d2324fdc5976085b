// SPDX-License-Identifier: MIT
//
// From a symbol's name to its address, and what to say where there is none.
#include <cxxabi.h>

#include <algorithm>
#include <cstdlib>

#include "host/names.hpp"
#include "host/plain.hpp"

namespace tenon::host {
namespace {

constexpr std::size_t kLongestMangled = 2048;  // bytes: the demangler's work isn't linear
constexpr std::size_t kMostSymbols = 8;        // symbols in one message

/// The name as in the source, if the compiler changed it.
std::string demangled(const std::string& name) {
  if (!name.starts_with("_Z") || name.size() > kLongestMangled) return name;
  int status = 0;
  const std::unique_ptr<char, void (*)(void*)> text(
      ::abi::__cxa_demangle(name.c_str(), nullptr, nullptr, &status), std::free);
  return status == 0 && text ? std::string(text.get()) : name;
}

/// `add` of `math::add(int, int)` and of Rust's `sums::add::h0123456789abcdef`.
std::string bare_name(std::string_view readable) {
  std::string_view name = readable.substr(0, readable.find_first_of("(<["));
  const std::size_t last = name.rfind("::");
  const bool hash = last != name.npos && name.size() - last == 19 && name[last + 2] == 'h';
  if (hash) name = name.substr(0, last);
  const std::size_t colons = name.rfind("::");
  return std::string(colons == name.npos ? name : name.substr(colons + 2));
}

using Index = std::optional<std::size_t>;

struct Range {
  std::size_t begin, end;
};

Range named(const Build& build, const std::string& name) {
  const auto found = std::ranges::equal_range(build.symbols, name, {}, &image::Symbol::name);
  const auto begin = static_cast<std::size_t>(found.begin() - build.symbols.begin());
  return {begin, begin + found.size()};
}

/// `name@VERSION`, as linkers write it; `@@` says that it is the default.
struct Asked {
  explicit Asked(const std::string& text) : name(text.substr(0, text.find('@'))) {
    if (name.size() != text.size()) version = text.substr(text.find_first_not_of('@', name.size()));
  }
  std::string name;
  std::string version;  ///< empty: the default one
};

Index by_name(const Build& build, const Asked& asked) {
  const Range range = named(build, asked.name);
  for (std::size_t i = range.begin; i < range.end; i++) {
    const image::Symbol& s = build.symbols[i];
    if (asked.version.empty() ? s.is_default : s.version == asked.version) return i;
  }
  return std::nullopt;
}

/// By what is written in the source: `math::add(int, int)`.
Index by_declaration(const Build& build, const std::string& text) {
  if (text.find_first_of("(:") == text.npos) return std::nullopt;
  for (std::size_t i = 0; i < build.symbols.size(); i++) {
    if (build.symbols[i].is_default && build.readable(i) == text) return i;
  }
  return std::nullopt;
}

std::string listed(const std::vector<std::string>& names) {
  std::string out;
  for (std::size_t i = 0; i < std::min(names.size(), kMostSymbols); i++)
    out += (i == 0 ? "`" : ", `") + names[i] + "`";
  const std::size_t more = names.size() - std::min(names.size(), kMostSymbols);
  return more == 0 ? out : out + " and " + std::to_string(more) + " more";
}

std::string versions_of(const Build& build, const std::string& name) {
  const Range range = named(build, name);
  std::vector<std::string> all;
  for (std::size_t i = range.begin; i < range.end; i++)
    all.push_back(name + (build.symbols[i].is_default ? "@@" : "@") + build.symbols[i].version);
  return listed(all);
}

/// Names that are one typing mistake away, and the same names in another language's guise.
class Near {
 public:
  Near(const Build& build, const std::string& name) : build_(build), name_(name) {
    for (std::size_t i = 0; i < build.symbols.size(); i++) look_at(i);
  }

  void add_to(Failure& out) const {
    if (!mangled_.empty()) {
      out.note("it has " + listed(mangled_));
      out.help("declare it `extern \"C\"`, or ask for `" + mangled_.front() + "`");
      return;
    }
    const std::string near = nearest(name_, plain_);
    if (!near.empty()) out.help("did you mean `" + near + "`?");
    if (build_.symbols.size() <= kMostSymbols) list_all(out);
  }

 private:
  void look_at(std::size_t index) {
    const std::string& name = build_.symbols[index].name;
    const std::string& readable = build_.readable(index);
    if (readable != name && bare_name(readable) == bare_name(name_)) mangled_.push_back(readable);
    const std::size_t longer = std::max(readable.size(), name_.size()),
                      shorter = std::min(readable.size(), name_.size());
    if (longer - shorter <= name_.size() / 3 + 1) plain_.push_back(readable);  // no other can be near
  }

  void list_all(Failure& out) const {
    std::vector<std::string> all;
    for (std::size_t i = 0; i < build_.symbols.size(); i++) all.push_back(build_.readable(i));
    if (!all.empty()) out.note("it exports " + listed(all));
  }

  const Build& build_;
  const std::string& name_;
  std::vector<std::string> mangled_, plain_;
};

Failure no_such_symbol(const Build& build, const Wanted& wanted) {
  Failure out = fail(TENON_STAGE_CHECK, "E0521", "it exports no `" + wanted.name + "`");
  out.at(build.file);
  const FoundSymbol other = build.module.find(wanted.name, "");
  if (!wanted.dependencies && other.address != nullptr) {
    out.note("`" + wanted.name + "` is one of " + other.file + ", which it needs");
    out.help("open that library, or allow symbols of what it needs: TENON_LIBRARY_DEPENDENCIES");
  } else if (build.symbols.empty()) {
    out.note("it exports nothing at all");
    out.help(
        "is everything hidden? `__attribute__((visibility(\"default\")))` in C and C++, `#[no_mangle] pub "
        "extern "
        "\"C\"` in Rust");
  } else {
    Near(build, wanted.name).add_to(out);
  }
  return out;
}

Failure no_such_version(const Build& build, const Wanted& wanted, const Asked& asked) {
  const std::string all = versions_of(build, asked.name);
  if (!asked.version.empty())
    return fail(TENON_STAGE_CHECK, "E0521", "it exports no `" + wanted.name + "`, but " + all).at(build.file);
  return fail(TENON_STAGE_CHECK, "E0524",
              "no version of `" + asked.name + "` is the default one: it has " + all)
      .at(build.file)
      .help("ask for one of them by its whole name");
}

std::string in_bytes(std::uint64_t size) { return std::to_string(size) + (size == 1 ? " byte" : " bytes"); }

Result<void> check_kind(const Build& build, const Wanted& wanted, bool function, std::uint64_t size) {
  const std::string name = "`" + wanted.name + "`";
  if (function && !wanted.function)
    return fail(TENON_STAGE_CHECK, "E0522", name + " is a function, not a variable").at(build.file);
  if (!function && wanted.function) {
    const std::string what = size == 0 ? " is a variable" : " is a variable of " + in_bytes(size);
    return fail(TENON_STAGE_CHECK, "E0522", name + what + ", not a function").at(build.file);
  }
  if (function || wanted.size == 0 || size == 0 || wanted.size == size) return {};
  return fail(TENON_STAGE_CHECK, "E0523",
              name + " has " + in_bytes(size) + ", and the host wants " + in_bytes(wanted.size))
      .at(build.file)
      .help("is it declared with the same type on both sides?");
}

/// The dynamic linker is asked only where it alone knows.
Result<SymbolPlace> place_of(const Build& build, const image::Symbol& symbol) {
  if (symbol.kind == image::SymbolKind::thread_local_variable) return SymbolPlace{nullptr, &symbol};
  void* const own = build.module.at(symbol.value);
  const bool fixed = !symbol.absolute && !symbol.indirect;
  if (fixed && !symbol.unique) return SymbolPlace{own};
  const FoundSymbol found = build.module.find(symbol.name, symbol.version);
  if (found.address == nullptr) {
    return fail(TENON_STAGE_CHECK, "E0525", "the dynamic linker gives no address for `" + symbol.name + "`")
        .at(build.file);
  }
  if (!fixed || found.address == own) return SymbolPlace{found.address};
  return fail(TENON_STAGE_CHECK, "E0525",
              "`" + symbol.name + "` is a unique symbol, and the process has that of " + found.file)
      .at(build.file)
      .help("build both with `-fno-gnu-unique`, or hide it");
}

Result<SymbolPlace> find_in_dependencies(const Build& build, const Wanted& wanted) {
  const FoundSymbol found = build.module.find(wanted.name, "");
  if (found.address == nullptr) return no_such_symbol(build, wanted);
  if (found.known) {
    if (auto ok = check_kind(build, wanted, found.function, found.size); !ok)
      return std::unexpected(std::move(ok.error()));
  }
  return SymbolPlace{found.address};
}

/// Its number in the build; nothing if the library doesn't define it.
Index find_own(const Build& build, const Wanted& wanted) {
  const Index index = by_name(build, Asked(wanted.name));
  return index ? index : by_declaration(build, wanted.name);
}

Failure explain_missing(const Build& build, const Wanted& wanted) {
  const Asked asked(wanted.name);
  const Range range = named(build, asked.name);
  return range.begin != range.end ? no_such_version(build, wanted, asked) : no_such_symbol(build, wanted);
}

Result<void> check_own(const Build& build, const Wanted& wanted, const image::Symbol& symbol) {
  return check_kind(build, wanted, symbol.kind == image::SymbolKind::function, symbol.size);
}

}  // namespace

const std::string& Build::readable(std::size_t index) const {
  if (was_forked_at_work()) return symbols[index].name;  // whoever had the lock is gone
  const AtWork at_work;
  // Not std::call_once: it doesn't outlive an exception everywhere.
  const std::lock_guard lock(mutex_);
  if (readable_.empty()) {
    std::vector<std::string> all;
    all.reserve(symbols.size());
    for (const image::Symbol& s : symbols) all.push_back(demangled(s.name));
    readable_ = std::move(all);
  }
  return readable_[index];
}

Result<void> check_symbol(const Build& build, const Wanted& wanted) {
  const Index index = find_own(build, wanted);
  if (index) return check_own(build, wanted, build.symbols[*index]);
  if (wanted.dependencies) return {};  // what is needed isn't loaded yet
  return explain_missing(build, wanted);
}

Result<SymbolPlace> find_symbol(const Build& build, const Wanted& wanted) {
  const Index index = find_own(build, wanted);
  if (!index && wanted.dependencies) return find_in_dependencies(build, wanted);
  if (!index) return explain_missing(build, wanted);
  const image::Symbol& symbol = build.symbols[*index];
  if (auto ok = check_own(build, wanted, symbol); !ok) return std::unexpected(std::move(ok.error()));
  return place_of(build, symbol);
}

void* address_of(const Build& build, const SymbolPlace& found) {
  if (found.per_thread == nullptr) return found.address;
  return build.module.find(found.per_thread->name, found.per_thread->version).address;
}

}  // namespace tenon::host

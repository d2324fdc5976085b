// SPDX-License-Identifier: MIT
//
// A plugin that uses every type in every place.
#pragma once
#include <algorithm>
#include <numeric>
#include <stdexcept>

#include "all.tenon.hpp"
#include "shapes.hpp"

using test::all::types::Deep;
using test::all::types::Document;
using test::all::types::DocumentRef;
using test::all::types::Finding;
using test::all::types::FindingView;
using test::all::types::Hint;
using test::all::types::Listener;
using test::all::types::ListenerRef;
using test::all::types::Severity;
using test::all::types::Titled;

/// A document of the plugin's own.
struct Paper {
  Host host;
  std::string name;
  std::uint64_t bytes = 0;

  std::string title() { return name; }
  tenon::expected<void, std::string> rename(std::string_view title) {
    if (title.empty()) return tenon::unexpected("a title can't be empty");
    name = title;
    return {};
  }
  std::uint64_t append(std::span<const std::uint8_t> more) { return bytes += more.size(); }
  std::uint64_t announce(ListenerRef to) {
    to.heard(name);
    return name.size();  // still there, even if the listener dropped the document
  }
  std::uint64_t size() { return bytes; }
};

struct All : Shapes {
  Document latest = Document::make(host, Paper{host, "latest"});

  explicit All(Host h) : Shapes{std::move(h)} { host.log().info("made"); }

  std::int32_t add(std::int32_t a, std::int32_t b) { return a + b; }
  double widths(std::uint8_t a, std::int8_t b, std::uint16_t c, std::int16_t d, std::uint32_t e,
                std::uint64_t f, std::int64_t g, float h, double i, bool j, char32_t k) {
    return a + b + c + d + static_cast<double>(e) + static_cast<double>(f) + static_cast<double>(g) + h + i +
           j + k;
  }
  char32_t next_char(char32_t c) { return c + 1; }
  Severity worse(Severity s) { return s == Severity::note ? Severity::warning : Severity::error; }
  std::vector<bool> invert(std::span<const tenon::Bool> flags) {
    std::vector<bool> out;
    for (bool flag : flags) out.push_back(!flag);
    return out;
  }
  tenon::List<std::uint32_t> count_up(std::uint32_t to) {
    auto out = host.list<std::uint32_t>(to);
    std::iota(out.begin(), out.end(), 1u);
    return out;
  }
  std::uint64_t total(std::span<const std::uint32_t> values) {
    return std::accumulate(values.begin(), values.end(), std::uint64_t{0});
  }
  std::string join(std::span<const tenon::StringView> parts, std::optional<std::string_view> separator) {
    std::string out;
    for (const tenon::StringView& part : parts) {
      if (&part != parts.data()) out += separator.value_or("");
      out += part.view();
    }
    return out;
  }
  std::string shout(std::string_view text) { return std::string(text) + "!"; }
  tenon::String shout_in_place(std::string_view text) {
    tenon::String out = host.string(text.size());
    std::ranges::transform(text, out.begin(), [](char c) { return c == ' ' ? '_' : c; });
    return out;
  }
  std::optional<std::uint32_t> half(std::optional<std::uint32_t> x) {
    if (!x || *x % 2) return std::nullopt;
    return *x / 2;
  }
  tenon::expected<std::vector<Finding>, Finding> filter(std::span<const FindingView> findings,
                                                        Severity least) {
    std::vector<Finding> out;
    for (const FindingView& f : findings) {
      if (f.line == 0) return tenon::unexpected(tenon::to_owned(f));
      if (f.severity >= least) out.push_back(tenon::to_owned(f));
    }
    return out;
  }
  std::string describe(const FindingView& f) {
    return f.path.str() + ":" + std::to_string(f.line) + " " + std::string(f.note.value_or("-"));
  }
  Deep echo(const test::all::types::DeepView& d) { return tenon::to_owned(d); }
  tenon::expected<void, tenon::Unit> unit(bool fail) {
    if (fail) return tenon::unexpected();
    return {};
  }
  tenon::expected<std::string, tenon::Unit> only_ok(bool fail) {
    if (fail) return tenon::unexpected();
    return "fine";
  }
  tenon::expected<void, Severity> only_err(bool fail) {
    if (fail) return tenon::unexpected(Severity::error);
    return {};
  }
  tenon::expected<std::string, std::uint32_t> flip(
      const tenon::expected<std::uint32_t, std::string_view>& r) {
    if (r) return tenon::unexpected(*r);
    return std::string(r.error());
  }
  tenon::expected<Document, std::string> open(std::string_view title) {
    if (title.empty()) return tenon::unexpected("a title can't be empty");
    return Document::make(host, Paper{host, std::string(title)});
  }
  std::vector<Titled> open_all(std::span<const tenon::StringView> titles) {
    std::vector<Titled> out;
    for (const tenon::StringView& t : titles)
      out.push_back({t.str(), Document::make(host, Paper{host, t.str()})});
    return out;
  }
  std::uint32_t adopt(std::vector<Document> documents) {
    for (const Document& d : documents) host.log().debug(d.title());
    return static_cast<std::uint32_t>(documents.size());
  }
  std::string adopt_titled(Titled titled) { return titled.title + "=" + titled.document.title().str(); }
  bool maybe_adopt(std::optional<Document> document) { return document.has_value(); }
  bool greet(ListenerRef to, std::string_view text) { return to.heard(text); }
  std::uint32_t hint_all(std::vector<Hint> hints) {
    std::uint32_t heard = 0;
    for (const Hint& h : hints) heard += h.to.heard(h.text) ? 1u : 0u;
    return heard;
  }
  bool is_mine(DocumentRef d) { return d.as<Paper>() != nullptr; }
  std::uint32_t depth(std::uint32_t n) { return n == 0 ? 0 : 1 + host.registry().again(n - 1); }
  void start();
  std::string from_host(std::string_view name) {
    auto found = host.registry().lookup(name);
    if (!found) return "error " + std::to_string(static_cast<int>(found.error()));
    found->append(std::vector<std::uint8_t>{1, 2, 3});
    return found->title();
  }
  std::string ask_newer(std::uint32_t x) {
    if (!host.registry().has_newer()) return host.registry().newer(x).error().message();
    auto answer = host.registry().newer(x);
    return answer ? std::to_string(*answer) : answer.error().message();
  }
  std::uint32_t host_findings() { return static_cast<std::uint32_t>(host.registry().findings().size()); }
  void throws(std::uint32_t kind, std::vector<Document>) {
#if defined(__cpp_exceptions)
    if (kind == 0) throw std::runtime_error("thrown on purpose");
    if (kind == 1) throw 42;
#endif
    static_cast<void>(kind);
  }
  std::uint32_t flush() { return 7; }
};

/// Hands itself to the host, and is called back by it.
struct Ear {
  Host host;
  bool heard(std::string_view what) {
    host.log().info(what);
    return what != "enough";
  }
};
inline void All::start() { host.registry().subscribe(Listener::make(host, Ear{host})); }

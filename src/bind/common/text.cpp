// SPDX-License-Identifier: MIT
#include "bind/common/text.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <set>

namespace tenon::bind {
namespace {

constexpr std::string_view kHex = "0123456789abcdef";

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

std::size_t indent_of(std::string_view line) { return std::min(line.find_first_not_of(' '), line.size()); }
bool is_blank(std::string_view line) { return indent_of(line) == line.size(); }

[[noreturn]] void bug(std::string_view what, std::string_view name) {
  std::fprintf(stderr, "tenon: generator bug: %.*s `%.*s`\n", static_cast<int>(what.size()), what.data(),
               static_cast<int>(name.size()), name.data());
  std::abort();
}

class Filler {
 public:
  explicit Filler(Places places) : places_(places) {}

  std::string run(std::string_view text) {
    if (text.starts_with('\n')) text.remove_prefix(1);
    const std::vector<std::string_view> lines = lines_of(text);
    std::size_t common = SIZE_MAX;
    for (std::string_view line : lines)
      if (!is_blank(line)) common = std::min(common, indent_of(line));
    for (std::size_t i = 0; i < lines.size(); ++i) {
      const bool closing = i + 1 == lines.size() && is_blank(lines[i]);
      if (!closing) add_line(is_blank(lines[i]) ? std::string_view{} : lines[i].substr(common));
    }
    for (const auto& [name, value] : places_)
      if (!used_.contains(name)) bug("a value without a place", name);
    return std::move(out_);
  }

 private:
  const std::string& value_of(std::string_view name) {
    for (const auto& [key, value] : places_)
      if (key == name) return used_.insert(key), value;
    bug("a place without a value", name);
  }

  void add_line(std::string_view line) {
    const std::size_t indent = indent_of(line);
    const std::string_view body = line.substr(indent);
    const bool alone = body.starts_with("{{") && body.find("}}") == body.size() - 2;
    if (!alone) return add_mixed(line);
    for (std::string_view part : lines_of(value_of(body.substr(2, body.size() - 4))))
      out_.append(part.empty() ? "" : line.substr(0, indent)).append(part).append("\n");
  }

  void add_mixed(std::string_view line) {
    while (true) {
      const std::size_t open = line.find("{{");
      const std::size_t close = open == line.npos ? line.npos : line.find("}}", open);
      if (close == line.npos) break;
      out_.append(line.substr(0, open)).append(value_of(line.substr(open + 2, close - open - 2)));
      line.remove_prefix(close + 2);
    }
    out_.append(line).append("\n");
  }

  Places places_;
  std::set<std::string_view> used_;
  std::string out_;
};

bool is_plain(unsigned char c) { return c >= 0x20 && c < 0x7f && c != '"' && c != '\\'; }

}  // namespace

std::string fill(std::string_view text, Places places) { return Filler(places).run(text); }

std::string join(const std::vector<std::string>& items, std::string_view separator) {
  std::string out;
  for (std::size_t i = 0; i < items.size(); ++i) out.append(i ? separator : "").append(items[i]);
  return out;
}

std::string prefixed(std::string_view text, std::string_view prefix) {
  std::string out;
  for (std::string_view line : lines_of(text)) {
    std::string whole = std::string(prefix).append(line);
    whole.erase(whole.find_last_not_of(" \t\r") + 1);
    out.append(whole).append("\n");
  }
  return out;
}

std::string hex_list(const std::vector<unsigned char>& bytes) {
  std::string out;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    out.append("0x").append(1, kHex[bytes[i] >> 4]).append(1, kHex[bytes[i] & 15]).append(",");
    out.append(i % 16 == 15 || i + 1 == bytes.size() ? "\n" : " ");
  }
  return out;
}

std::string c_literal(std::string_view text) {
  std::string out = "\"";
  for (char byte : text) {
    const auto c = static_cast<unsigned char>(byte);
    if (c == '\n')
      out += "\\n";
    else if (c == '"' || c == '\\' || (c == '?' && out.back() == '?'))
      out.append("\\").append(1, byte);  // no trigraphs
    else if (is_plain(c))
      out += byte;
    else
      out.append("\\").append(1, kHex[c >> 6]).append(1, kHex[c >> 3 & 7]).append(1, kHex[c & 7]);
  }
  return out += '"';
}

std::string rust_literal(std::string_view text) {
  std::string out = "\"";
  for (char byte : text) {
    const auto c = static_cast<unsigned char>(byte);
    if (c == '\n')
      out += "\\n";
    else if (c == '"' || c == '\\')
      out.append("\\").append(1, byte);
    else if (is_plain(c) || c >= 0x80)
      out += byte;  // a Rust source is UTF-8 as WIT is
    else
      out.append("\\x").append(1, kHex[c >> 4]).append(1, kHex[c & 15]);
  }
  return out += '"';
}

}  // namespace tenon::bind

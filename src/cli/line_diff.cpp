// SPDX-License-Identifier: MIT
#include "cli/line_diff.hpp"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <set>
#include <utility>

namespace tenon::cli {
namespace {

using Lines = std::vector<std::string_view>;

constexpr std::size_t kMostCells = 16u << 20;  // of the table; beyond, nothing is taken for equal

Lines lines_of(std::string_view text) {
  Lines out;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size() - 1);
    out.push_back(text.substr(0, end + (text[end] == '\n' ? 0 : 1)));
    text.remove_prefix(end + 1);
  }
  return out;
}

std::size_t indent(std::string_view line) { return std::min(line.find_first_not_of(' '), line.size()); }

/// For each line: the last one above it that is indented less and opens a block.
Lines openers_of(const Lines& lines) {
  Lines out;
  std::vector<std::pair<std::size_t, std::string_view>> open;  // each is indented more than the one before
  for (const std::string_view line : lines) {
    const std::size_t own = indent(line);
    const auto inner =
        std::ranges::lower_bound(open, own, {}, [](const auto& opener) { return opener.first; });
    out.push_back(inner == open.begin() ? std::string_view() : std::prev(inner)->second);
    if (!line.ends_with("{")) continue;
    open.erase(inner, open.end());
    open.emplace_back(own, line);
  }
  return out;
}

/// A text, and the block that each of its lines is in.
struct Text {
  explicit Text(std::string_view text) : lines(lines_of(text)), openers(openers_of(lines)) {}
  Lines lines, openers;
};

class Diff {
 public:
  Diff(std::string_view left, std::string_view right) : left_(left), right_(right) {}

  std::vector<std::string> run() {
    std::size_t begin = 0, l = left_.lines.size(), r = right_.lines.size();
    while (begin < std::min(l, r) && left_.lines[begin] == right_.lines[begin]) begin++;
    while (l > begin && r > begin && left_.lines[l - 1] == right_.lines[r - 1]) l--, r--;
    compare(begin, l, r);
    return std::move(out_);
  }

 private:
  /// The longest common subsequence of what is between.
  void compare(std::size_t begin, std::size_t left_end, std::size_t right_end) {
    const std::size_t rows = left_end - begin, columns = right_end - begin;
    if (rows != 0 && columns > kMostCells / rows) return replace(begin, left_end, right_end);
    std::vector<std::uint32_t> longest((rows + 1) * (columns + 1));
    const auto at = [&](std::size_t i, std::size_t k) -> std::uint32_t& {
      return longest[i * (columns + 1) + k];
    };
    for (std::size_t i = rows; i-- > 0;)
      for (std::size_t k = columns; k-- > 0;)
        at(i, k) = left_.lines[begin + i] == right_.lines[begin + k] ? at(i + 1, k + 1) + 1
                                                                     : std::max(at(i + 1, k), at(i, k + 1));
    std::size_t i = 0, k = 0;
    while (i < rows || k < columns) {
      if (i < rows && k < columns && left_.lines[begin + i] == right_.lines[begin + k]) {
        i++, k++;
      } else if (i < rows && (k == columns || at(i + 1, k) >= at(i, k + 1))) {
        add("- ", left_, begin + i++);
      } else {
        add("+ ", right_, begin + k++);
      }
    }
  }

  void replace(std::size_t begin, std::size_t left_end, std::size_t right_end) {
    for (std::size_t i = begin; i < left_end; i++) add("- ", left_, i);
    for (std::size_t i = begin; i < right_end; i++) add("+ ", right_, i);
  }

  void add(const char* sign, const Text& text, std::size_t at) {
    const std::string_view block = text.openers[at], line = text.lines[at];
    if (!block.empty() && block != block_ && !shown_.contains(block.data()))
      out_.push_back("  " + std::string(block));
    block_ = block;
    shown_.insert(line.data());
    out_.push_back(sign + std::string(line));
  }

  const Text left_, right_;
  std::string_view block_;
  std::set<const char*> shown_;  ///< lines, by where they begin
  std::vector<std::string> out_;
};

}  // namespace

std::string without_docs(std::string_view wit) {
  std::string out;
  for (const std::string_view line : lines_of(wit)) {
    if (indent(line) == line.size() || line.substr(indent(line)).starts_with("//")) continue;
    (out += line) += '\n';
  }
  return out;
}

std::vector<std::string> line_diff(std::string_view left, std::string_view right) {
  return Diff(left, right).run();
}

}  // namespace tenon::cli

// SPDX-License-Identifier: MIT
#include "cli/output.hpp"

#include <fmt/core.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "wit/unicode.hpp"

namespace tenon::cli {
namespace {

constexpr std::string_view kRed = "\x1b[1;31m", kYellow = "\x1b[1;33m", kBlue = "\x1b[1;34m",
                           kPlain = "\x1b[0m";

constexpr std::string_view kLayout = "\n\t";

// Nobody can be told where this fails: for results, `written` asks in the end.
void print(std::FILE* file, std::string_view text) { (void)std::fwrite(text.data(), 1, text.size(), file); }

bool wants_colour() {
  const char* no_colour = std::getenv("NO_COLOR");
  return isatty(STDERR_FILENO) != 0 && (!no_colour || !*no_colour);
}

void place_json(Json& out, const wit::Span& span, const std::vector<wit::Source>& sources) {
  if (span.file >= sources.size()) return;
  const wit::Source& source = sources[span.file];
  const wit::Position begin = wit::position_of(source.text, span.begin);
  const wit::Position end = wit::position_of(source.text, span.end);
  out["file"] = source.path;
  out["line"] = begin.line;
  out["column"] = begin.column;
  out["end"] = {{"line", end.line}, {"column", end.column}};
}

Json diagnostic_json(const wit::Diagnostic& d, const std::vector<wit::Source>& sources) {
  Json out = error_json(d.code, d.message);
  if (d.severity == wit::Severity::warning) out["severity"] = "warning";
  place_json(out, d.span, sources);
  if (!d.label.empty()) out["label"] = d.label;
  for (const wit::Note& n : d.notes) {
    Json note = note_json(n.message);
    if (n.has_span) place_json(note, n.span, sources);
    out["notes"].push_back(std::move(note));
  }
  if (!d.help.empty()) out["help"] = d.help;
  return out;
}

// The head of a line that is shown in colour, and which.
std::pair<std::size_t, std::string_view> head_of(std::string_view line) {
  const auto starts = [&](std::string_view word) { return line.starts_with(word); };
  if (starts("error")) return {line.find(": ") == line.npos ? 5 : line.find(": "), kRed};
  if (starts("warning")) return {line.find(": ") == line.npos ? 7 : line.find(": "), kYellow};
  const std::size_t blanks = line.find_first_not_of(' ');
  if (blanks == line.npos) return {0, kPlain};
  for (const std::string_view word : {"-->", "help:", "note:", "= help:", "= note:"})
    if (line.substr(blanks).starts_with(word)) return {blanks + word.size(), kBlue};
  return {0, kPlain};
}

}  // namespace

Json note_json(std::string_view message) {
  return {{"message", message}, {"file", nullptr}, {"line", nullptr}, {"column", nullptr}, {"end", nullptr}};
}

Json error_json(std::string_view code, std::string_view message) {
  return {{"severity", "error"},    {"code", code},      {"message", message},     {"file", nullptr},
          {"line", nullptr},        {"column", nullptr}, {"end", nullptr},         {"label", nullptr},
          {"notes", Json::array()}, {"help", nullptr},   {"causes", Json::array()}};
}

std::string visible(std::string_view text, std::string_view kept) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const wit::CodePoint c = wit::decode(text, at);
    // A byte that is no UTF-8 may be one of a terminal that reads bytes.
    const char32_t value = c.size == 0 ? static_cast<unsigned char>(text[at]) : c.value;
    const std::size_t size = std::max<std::size_t>(c.size, 1);
    const bool is_control = value < 0x20 || (value >= 0x7f && value <= 0x9f);
    if (is_control && !kept.contains(text[at]))
      out += fmt::format("\\x{:02x}", static_cast<unsigned>(value));
    else
      out += text.substr(at, size);
    at += size;
  }
  return out;
}

Output::Output(bool json) : json_(json), colour_(!json && wants_colour()) {}

void Output::text(std::string_view text) const {
  if (!json_) print(stdout, visible(text, kLayout));
}

// What was said before must stand before it, also where both go into one file.
void Output::show(std::string_view text) const {
  std::fflush(stdout);
  print(stderr, coloured(visible(text, kLayout)));
}

void Output::progress(std::string_view text) const {
  if (!json_) print(stderr, visible(text, kLayout));
}

std::string Output::coloured(std::string_view text) const {
  if (!colour_) return std::string(text);
  std::string out;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size() - 1) + 1;
    const std::string_view line = text.substr(0, end);
    const auto [head, colour] = head_of(line);
    if (head > 0)
      out += fmt::format("{}{}{}{}", colour, line.substr(0, head), kPlain, line.substr(head));
    else
      out += line;
    text.remove_prefix(end);
  }
  return out;
}

void Output::diagnostics(const std::vector<wit::Diagnostic>& found, const std::vector<wit::Source>& sources) {
  for (const wit::Diagnostic& d : found) {
    if (json_)
      diagnostics_.push_back(diagnostic_json(d, sources));
    else
      show(project::render(d, sources));
  }
}

void Output::left_out(std::size_t errors) {
  if (errors == 0) return;
  left_out_ += errors;
  if (!json_) show(fmt::format("note: {} more errors are left out\n", errors));
}

int Output::problems(const project::Problems& problems) {
  diagnostics(problems.diagnostics, problems.sources);
  return problems.system ? kFailed : kRefused;
}

void Output::error(std::string_view text, Json json) {
  if (json_)
    diagnostics_.push_back(std::move(json));
  else
    show(text);
}

int Output::finish(int code) const {
  if (json_) {
    Json document = document_;
    document["diagnostics"] = diagnostics_;
    if (left_out_ > 0) document["left_out"] = left_out_;
    print(stdout, document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n");
  }
  return written(code);
}

// A full disk or a closed pipe must not look like success.
int Output::written(int code) const {
  if (std::fflush(stdout) == 0 && !std::ferror(stdout)) return code;
  print(stderr, fmt::format("error[E0901]: the output can't be written: {}\n", std::strerror(errno)));
  return kFailed;
}

}  // namespace tenon::cli

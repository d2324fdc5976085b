// SPDX-License-Identifier: MIT
#include "host/call_error.hpp"

#include <tenon/abi/status.h>

#include <algorithm>
#include <cstring>

namespace tenon::host {
namespace {

// Plain data: a thread-local with a destructor would pin libtenon in a process that unloads it.
struct LastTrap {
  std::int32_t status;
  std::uint32_t size;
  char text[2040];
};
constinit thread_local LastTrap t_last{};

/// Cut at the start of a character, so that it stays UTF-8.
std::size_t fitting(std::string_view text) {
  std::size_t size = std::min(text.size(), sizeof t_last.text);
  if (size == text.size()) return size;
  while (size > 0 && (static_cast<unsigned char>(text[size]) & 0xC0) == 0x80) size--;
  return size;
}

std::string take_trap(std::int32_t status) {
  if (t_last.status != status) return {};
  t_last.status = 0;
  return {t_last.text, t_last.size};
}

struct Meaning {
  std::int32_t status;
  const char* code;
  const char* text;
  const char* help;
};
constexpr Meaning kMeanings[] = {
    {TENON_MISSING, "E0610", "isn't there: the other side is older",
     "check for it with its `has_` function first"},
    {TENON_TRAP, "E0611", "trapped", "the instance refuses further calls; recreate it for a fresh one"},
    {TENON_POISONED, "E0612", "wasn't called: an earlier call trapped",
     "recreate the instance for a fresh one"},
    {TENON_OUT_OF_MEMORY, "E0613", "ran out of memory", ""},
    {TENON_BAD_ARGUMENT, "E0614", "was given an argument that its type doesn't allow", ""},
    {TENON_BAD_RESULT, "E0615", "returned a value that its type doesn't allow", ""},
    {TENON_GONE, "E0616", "can't be reached: its other side is gone", ""}};
constexpr Meaning kUnknown = {0, "E0617", "returned a status that isn't known",
                              "its library breaks the contract"};

const Meaning& meaning_of(std::int32_t status) {
  const auto* found = std::ranges::find(kMeanings, status, &Meaning::status);
  return found != std::end(kMeanings) ? *found : kUnknown;
}

Error call_error(std::int32_t status, const char* function) {
  const Meaning& meaning = meaning_of(status);
  std::string message = function != nullptr ? "`" + std::string(function) + "` " : "the call ";
  message += meaning.text;
  if (&meaning == &kUnknown) message += " (" + std::to_string(status) + ")";
  if (const std::string words = take_trap(status); !words.empty()) message += ": " + words;
  return fail(TENON_STAGE_CALL, meaning.code, std::move(message)).status(status).help(meaning.help).take();
}

}  // namespace

void remember_trap(std::int32_t status, std::string_view text) noexcept {
  t_last.status = status;
  t_last.size = static_cast<std::uint32_t>(fitting(text));
  if (t_last.size != 0) std::memcpy(t_last.text, text.data(), t_last.size);
}

std::string describe_status(std::int32_t status) { return meaning_of(status).text; }
std::string code_of(std::int32_t status) { return meaning_of(status).code; }

}  // namespace tenon::host

tenon_error* tenon_call_error(int32_t status, const char* function) {
  return tenon::host::guard([&]() -> tenon::host::Result<void> {
    return std::unexpected(tenon::host::call_error(status, function));
  });
}

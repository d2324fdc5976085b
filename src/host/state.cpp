// SPDX-License-Identifier: MIT
#include "host/state.hpp"

#include <tenon/abi/status.h>
#include <tenon/abi/value.h>

#include <cstring>
#include <utility>

#include "abi/contract.hpp"
#include "host/call_error.hpp"
#include "host/heap.hpp"

namespace tenon::host {
namespace {

/// Of the built-in interface (wit/). If it were another one, tests/state would see states get lost.
constexpr std::uint8_t kHash[16] = {0xea, 0x80, 0xc7, 0x94, 0x71, 0xd2, 0xc9, 0x8d,
                                    0x86, 0xb5, 0x09, 0xd8, 0x5c, 0x35, 0x0f, 0xf2};

struct SavedRecord {
  std::uint32_t version;
  std::uint8_t* bytes;
  std::size_t size;
};
static_assert(sizeof(SavedRecord) == 24 && offsetof(SavedRecord, bytes) == 8);

/// Slots by name: wit/plugin.wit.
struct StateTable {
  tenon_table head;
  std::int32_t (*restore)(void* self, const SavedRecord* from, tenon_string* err);
  std::int32_t (*save)(void* self, SavedRecord* ok, tenon_string* err);
};

const StateTable* state_of(const tenon_plugin_descriptor& plugin) {
  for (std::uint32_t i = 0; i < plugin.export_count; i++) {
    const tenon_interface_descriptor& e = *plugin.exports[i];
    if (e.id == abi::kState && std::memcmp(e.hash, kHash, sizeof kHash) == 0)
      return reinterpret_cast<const StateTable*>(e.table);
  }
  return nullptr;
}

/// Takes the text over.
std::string take_text(const tenon_string& text) {
  if (text.len == 0 || text.ptr == nullptr) return {};
  std::string out(text.ptr, text.len);
  release(const_cast<char*>(text.ptr), text.len);
  return out;
}

/// Neither ok nor an honest error: the words of a trap, if there are any, or what the status means.
std::string words_of(const Target& target, std::int32_t status, const tenon_string& err) {
  if (status == TENON_ERR) return take_text(err);
  const std::string said = target.record->said();
  return describe_status(status) + (said.empty() ? "" : ": " + said);
}

Failure refusal(const Target& target, const char* code, const char* what, std::int32_t status,
                const std::string& words) {
  return fail(TENON_STAGE_RELOAD, code,
              "`" + std::string(what) + "` of `" + target.descriptor->name + "` " +
                  (status == TENON_ERR ? "refused" + (words.empty() ? "" : ": " + words) : words))
      .at(target.library->file)
      .status(status);
}

}  // namespace

Saved::Saved(Saved&& other) noexcept
    : version_(other.version_),
      bytes_(std::exchange(other.bytes_, nullptr)),
      size_(std::exchange(other.size_, 0)) {}
Saved::~Saved() { release(bytes_, size_); }

bool has_state(const tenon_plugin_descriptor& plugin) { return state_of(plugin) != nullptr; }

Result<Saved> save(const Target& target) {
  SavedRecord ok{};
  tenon_string err{};
  const std::int32_t status = state_of(*target.descriptor)->save(target.self, &ok, &err);
  if (status != TENON_OK) return refusal(target, "E1004", "save", status, words_of(target, status, err));
  if (ok.size != 0 && ok.bytes == nullptr)
    return refusal(target, "E1004", "save", TENON_BAD_RESULT, describe_status(TENON_BAD_RESULT));
  return Saved(ok.version, ok.bytes, ok.size);
}

Result<void> restore(const Target& target, const Saved& saved) {
  const SavedRecord from = {saved.version(), const_cast<std::uint8_t*>(saved.bytes()), saved.size()};
  tenon_string err{};
  const std::int32_t status = state_of(*target.descriptor)->restore(target.self, &from, &err);
  if (status != TENON_OK) return refusal(target, "E1005", "restore", status, words_of(target, status, err));
  return {};
}

}  // namespace tenon::host

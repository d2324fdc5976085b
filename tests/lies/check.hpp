#pragma once
// SPDX-License-Identifier: MIT
//
// The words of both programs here: lies as bytes, a thing that counts how often it is dropped, and
// checks that tell what was wanted.
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "puppet.h"

namespace lies {

inline int failed = 0;
inline int checked = 0;

inline void check(int line, const char* what, const std::string& got, const std::string& wanted) {
  ++checked;
  if (got == wanted) return;
  ++failed;
  std::printf("line %d: %s: %s, wanted: %s\n", line, what, got.c_str(), wanted.c_str());
}
#define CHECK(got, wanted) lies::check(__LINE__, #got, got, wanted)

inline int summary(const char* who) {
  std::printf("%s: %d checks, %d failed\n", who, checked, failed);
  return failed ? 1 : 0;
}

inline std::string words_of(std::int32_t status) {
  switch (status) {
    case TENON_OK:
      return "taken";
    case TENON_ERR:
      return "own error";
    case TENON_TRAP:
      return "trap";
    case TENON_POISONED:
      return "poisoned";
    case TENON_BAD_ARGUMENT:
      return "bad argument";
    case TENON_BAD_RESULT:
      return "bad result";
    default:
      return "status " + std::to_string(status);
  }
}

template <class T>
std::vector<std::uint8_t> bytes_of(const T& image) {
  std::vector<std::uint8_t> bytes(sizeof image);
  std::memcpy(bytes.data(), &image, sizeof image);
  return bytes;
}

/// A thing made by hand. `status` is what its one method returns.
struct Thing {
  const tenon_table* vtable;
  std::int32_t status = TENON_OK;
  int drops = 0;
};

inline std::int32_t thing_value(void* self, std::uint32_t* out) {
  const Thing& thing = *static_cast<Thing*>(self);
  if (thing.status == TENON_OK) *out = 42;
  return thing.status;
}
inline void drop_thing(void* self) { ++static_cast<Thing*>(self)->drops; }

struct ThingVtable {
  tenon_table head;
  std::int32_t (*value)(void* self, std::uint32_t* out);
};
inline constexpr ThingVtable kThingVtable = {{1, 0, {}, "test:lies/types@1#thing", nullptr, drop_thing},
                                             thing_value};
inline Thing thing() { return {&kThingVtable.head}; }

// --- Lies about memory. None of it may be touched.

inline constexpr std::size_t kTooLong = std::size_t{std::numeric_limits<std::ptrdiff_t>::max()} + 1;
inline const void* nowhere() { return reinterpret_cast<const void*>(std::uintptr_t{16}); }
inline const char* no_text() { return static_cast<const char*>(nowhere()); }
/// Aligned for nothing but bytes.
inline const void* misaligned() { return reinterpret_cast<const void*>(std::uintptr_t{17}); }

}  // namespace lies

#pragma once
// SPDX-License-Identifier: MIT
//
// What the stress test's threads share.
#include <tenon/host.h>

#include <array>
#include <atomic>
#include <cstdint>
#include <string>
#include <vector>

namespace stress {

/// As plugins see them: stress.wit.
struct NotesTable {
  tenon_table head;
  std::int32_t (*ended)(void* self, std::uint64_t calls);
  std::int32_t (*middle)(void* self, std::uint32_t depth, std::uint64_t build);
};
struct CounterTable {
  tenon_table head;
  std::int32_t (*add)(void* self, std::uint64_t by, std::uint64_t* out);
  std::int32_t (*build)(void* self, std::uint64_t* out);
  std::int32_t (*nest)(void* self, std::uint32_t depth, std::uint64_t* out);
  std::int32_t (*sum)(void* self, std::uint64_t* out);
  std::int32_t (*take)(void* self, tenon_object** out);
};
struct TicketTable {
  tenon_table head;
  std::int32_t (*build)(void* self, std::uint64_t* out);
};

/// A library that a compiler made.
struct Built {
  std::string bytes;
  std::size_t marker;  ///< where its number stands
};

/// One plugin under test.
struct Kind {
  std::string name;
  std::vector<Built> built;  ///< in one language or several
  std::string file;          ///< that is replaced
  bool state = false;
  tenon_plugin* plugin = nullptr;
  tenon_instance* shared = nullptr;  ///< called by all
  tenon_reference notes{};
  std::atomic<std::uint64_t> made{0};   ///< calls that counted, of all instances without state or of `shared`
  std::atomic<std::uint64_t> ended{0};  ///< of instances that have ended
};

/// What went wrong: the first few are printed, all are counted.
void fail(const char* format, ...) __attribute__((format(printf, 1, 2)));

/// A call in a generation ran this build's code: always the same one.
void check_build(std::uint64_t generation, std::uint64_t build, const char* where);

/// What may be left out, so that a run has to fail: pins of calls, or the wait for calls before state moves.
/// (A missing barrier isn't noticed here: see tests/pins/litmus.cpp.)
enum class Missing : std::uint8_t { nothing, pins, rest };

struct Options {
  std::uint64_t reloads = 300, calls = 1'000'000;
  int threads = 8;
  Missing missing = Missing::nothing;
};
extern Options options;
extern std::vector<Kind*> kinds;
extern std::atomic<bool> stop;
extern std::atomic<std::uint64_t> calls, nested, held, objects, guests, visitors, asked, put_off;
extern const NotesTable notes_table;

/// Calls of all sorts until `stop`.
void work(int number);
/// Pins that their takers left to others.
void release_left_pins();

}  // namespace stress

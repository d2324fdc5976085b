// SPDX-License-Identifier: MIT
//
// The functions don't know what they are called with, so they may touch nothing but the first argument and
// what no call keeps. One for each slot, 64 bytes apart.
#include "host/counted_calls.hpp"

#include <cstring>

static_assert(sizeof(tenon_table) == 48, "the assembler below counts on it");

// clang-format off
#define TENON_COUNTING_BEGIN ".text\n.balign 64\n.globl tenon_counting_slots\n.hidden tenon_counting_slots\n" \
  ".type tenon_counting_slots, %function\ntenon_counting_slots:\n.cfi_startproc\n.set tenon_slot, 0\n.rept 256\n.balign 64\n"
#define TENON_COUNTING_END ".set tenon_slot, tenon_slot + 1\n.endr\n.cfi_endproc\n.size tenon_counting_slots, .-tenon_counting_slots\n"

#if defined(__x86_64__)
asm(TENON_COUNTING_BEGIN
    "endbr64\n"
    "movq 16(%rdi), %rax\n"
    "lock incq (%rax)\n"
    "movq (%rdi), %rax\n"
    "movq 8(%rdi), %rdi\n"
    "jmp *(48 + 8 * tenon_slot)(%rax)\n"
    TENON_COUNTING_END);
#elif defined(__aarch64__)
asm(TENON_COUNTING_BEGIN
    "hint #34\n" /* bti c */
    "ldr x9, [x0, #16]\n"
    "1: ldxr x10, [x9]\n"
    "add x10, x10, #1\n"
    "stxr w11, x10, [x9]\n"
    "cbnz w11, 1b\n"
    "ldr x9, [x0]\n"
    "ldr x0, [x0, #8]\n"
    "ldr x16, [x9, #(48 + 8 * tenon_slot)]\n"
    "br x16\n"
    TENON_COUNTING_END);
#else
#error "tenon: counting calls is written for x86-64 and aarch64"
#endif
// clang-format on

extern "C" __attribute__((visibility("hidden"))) const char tenon_counting_slots[];

namespace tenon::host {

CountedCalls::CountedCalls(const tenon_table& table, std::atomic<std::uint64_t>& calls)
    : to_{&table, nullptr, &calls}, table_(sizeof table / sizeof(void*) + table.slots) {
  std::memcpy(table_.data(), &table, sizeof table);
  for (std::size_t i = 0; i < table.slots; i++)
    table_[sizeof table / sizeof(void*) + i] = tenon_counting_slots + 64 * i;
}

}  // namespace tenon::host

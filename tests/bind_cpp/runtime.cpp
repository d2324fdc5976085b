// SPDX-License-Identifier: MIT
#include "runtime.hpp"

#include <cstdio>
#include <cstdlib>
#include <map>

#include "tenon/host.h"

struct tenon_error {
  std::int32_t status;
  std::string message;
};

namespace runtime {

long live_blocks = 0;
long fail_at = -1;
std::string trap_text;

namespace {

std::map<void*, std::pair<std::size_t, std::size_t>> blocks;

[[noreturn]] void broken(const char* rule) {
  std::fprintf(stderr, "broken rule of the heap: %s\n", rule);
  std::abort();
}

void* allocate(void*, std::size_t size, std::size_t align) {
  if (size == 0 || align > 8) broken("size above 0, alignment up to 8");
  if (fail_at >= 0 && fail_at-- == 0) return nullptr;
  void* block = std::malloc(size);
  blocks[block] = {size, align};
  ++live_blocks;
  return block;
}

void give_back(void*, void* block, std::size_t size, std::size_t align) {
  if (block == nullptr) return;
  const auto found = blocks.find(block);
  if (found == blocks.end()) broken("freed once");
  if (found->second != std::pair(size, align)) broken("freed with its exact size");
  blocks.erase(found);
  --live_blocks;
  std::free(block);
}

void keep_trap(void*, std::int32_t, const char* text, std::size_t len) { trap_text.assign(text, len); }

}  // namespace

const tenon_host_table host_table = {
    sizeof(tenon_host_table), TENON_CONTRACT, nullptr, allocate, give_back, keep_trap, {"/plugins", 8}};

}  // namespace runtime

extern "C" {
void* tenon_alloc(std::size_t size, std::size_t align) { return runtime::allocate(nullptr, size, align); }
void tenon_free(void* block, std::size_t size, std::size_t align) {
  runtime::give_back(nullptr, block, size, align);
}

tenon_error* tenon_call_error(std::int32_t status, const char* function) {
  std::string message = function;
  message += status == TENON_TRAP ? ": " + runtime::trap_text : ": " + std::to_string(status);
  return new tenon_error{status, message};
}
const char* tenon_error_code(const tenon_error*) { return "E0600"; }
std::int32_t tenon_error_status(const tenon_error* error) { return error->status; }
const char* tenon_error_message(const tenon_error* error) { return error->message.c_str(); }
const char* tenon_error_text(const tenon_error* error) { return error->message.c_str(); }
void tenon_error_delete(tenon_error* error) { delete error; }
}

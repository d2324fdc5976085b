// SPDX-License-Identifier: MIT
#include <cstdint>
#include <new>

static void make_room() { throw std::bad_alloc(); }

extern "C" void habit(std::uint32_t) { std::set_new_handler(make_room); }

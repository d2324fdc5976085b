// SPDX-License-Identifier: MIT
#include <cstdint>
#include <cstdlib>
#include <exception>

[[noreturn]] static void end() { std::abort(); }

extern "C" void habit(std::uint32_t) { std::set_terminate(end); }

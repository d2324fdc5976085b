// SPDX-License-Identifier: MIT
#include "host/handlers.hpp"

#include <signal.h>

#include <cstring>
#include <exception>
#include <new>

namespace tenon::host {
namespace {

template <class Function>
std::uintptr_t address_of(Function* function) {
  return reinterpret_cast<std::uintptr_t>(function);
}

std::string signal_name(int signal) {
  if (const char* name = sigabbrev_np(signal)) return std::string("SIG") + name;
  return "SIGRTMIN+" + std::to_string(signal - SIGRTMIN);
}

void add_signals(const Extent& library, std::vector<std::string>& out) {
  for (int signal = 1; signal < NSIG; signal++) {
    struct sigaction now{};
    if (sigaction(signal, nullptr, &now) != 0) continue;
    const bool with_info = (now.sa_flags & SA_SIGINFO) != 0;
    const std::uintptr_t handler = with_info ? address_of(now.sa_sigaction) : address_of(now.sa_handler);
    if (library.has_code_at(handler)) out.push_back("it handles the signal " + signal_name(signal));
  }
}

}  // namespace

std::vector<std::string> handlers_in(const Extent& library) {
  std::vector<std::string> out;
  add_signals(library, out);
  if (library.has_code_at(address_of(std::get_terminate()))) out.push_back("it has the terminate handler");
  if (library.has_code_at(address_of(std::get_new_handler()))) out.push_back("it has the new handler");
  return out;
}

}  // namespace tenon::host

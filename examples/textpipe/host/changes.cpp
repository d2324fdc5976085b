// SPDX-License-Identifier: MIT
#include "changes.hpp"

#include <poll.h>
#include <unistd.h>

#include <iostream>

namespace textpipe {
namespace {

/// Whether the input has ended. Returns early if the host has something to do.
bool input_ended(int host, std::chrono::milliseconds limit) {
  pollfd files[] = {{STDIN_FILENO, POLLIN, 0}, {host, POLLIN, 0}};
  if (poll(files, 2, static_cast<int>(limit.count())) <= 0 || files[0].revents == 0) return false;
  char line[256];
  return read(STDIN_FILENO, line, sizeof line) <= 0;
}

}  // namespace

tenon::ReloadOptions Changes::options(bool watch) {
  tenon::ReloadOptions out;
  out.watch = watch ? TENON_WATCH_UPDATE : TENON_WATCH_NONE;
  out.listener = [this](const tenon_reload_event& event) { hear(event); };
  return out;
}

void Changes::hear(const tenon_reload_event& event) {
  switch (event.kind) {
    case TENON_RELOAD_AFTER:
      replaced_ = true;
      std::cout << "  " << event.library << " was replaced in " << event.took_ns / 1'000'000
                << " ms: " << event.restored << " kept their state, " << event.fresh << " began anew\n";
      break;
    case TENON_RELOAD_FAILED:
    case TENON_RELOAD_PUT_OFF:
      std::cout << "  " << event.library << " stays as it is:\n" << tenon_error_text(event.error);
      break;
    case TENON_RELOAD_RETIRED:
      std::cout << "  the old " << event.library
                << (event.outcome == TENON_UNLOAD_CLOSED ? " is closed" : " stays mapped: ")
                << (event.reason == nullptr ? "" : event.reason) << '\n';
      break;
    default:
      break;
  }
  std::cout << std::flush;
}

bool Changes::wait(tenon::Host& host) {
  std::cout << "  (watching)\n" << std::flush;
  while (!std::exchange(replaced_, false)) {
    const auto next = host.update();
    if (!next) std::cout << next.error().text();
    if (!replaced_ && input_ended(host.update_descriptor(), next.value_or(std::chrono::seconds(1))))
      return false;
  }
  return true;
}

}  // namespace textpipe

// SPDX-License-Identifier: MIT
#include "host/events.hpp"

namespace tenon::host {

std::uint64_t nanoseconds(Clock::duration time) {
  return static_cast<std::uint64_t>(std::chrono::nanoseconds(time).count());
}

tenon_reload_event event_of(std::uint32_t kind, const Library& library, Clock::time_point begin) {
  tenon_reload_event event{};
  event.size = sizeof event;
  event.kind = kind;
  event.file = library.file.c_str();
  event.library = library.noted.library.c_str();
  event.old_generation = library.generation;
  event.took_ns = nanoseconds(Clock::now() - begin);
  return event;
}

void emit(tenon_host& host, const tenon_reload_event& event) {
  if (host.reload.listener != nullptr) host.reload.listener(host.reload.listener_ctx, &event);
}

}  // namespace tenon::host

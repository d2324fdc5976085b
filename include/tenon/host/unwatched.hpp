#pragma once
// SPDX-License-Identifier: MIT
//
// Folders whose changes the system doesn't report, so that they are looked at from time to time.
//
//   for (const tenon::UnwatchedFolder& folder : host.unwatched().value())
//     std::cerr << folder.path << " is polled: " << folder.why << '\n';
#include <string>
#include <vector>

#include "../host.h"
#include "error.hpp"

namespace tenon {

struct UnwatchedFolder {
  std::string path;
  std::string why;  ///< "Permission denied", "what others change on NFS gives no event"
};

namespace detail {

/// What `ask` is told by the runtime.
template <class Ask>
expected<std::vector<UnwatchedFolder>, Error> unwatched_folders(Ask&& ask) {
  std::vector<UnwatchedFolder> out;
  const tenon_unwatched_visitor add = [](void* ctx, const char* folder, const char* why) {
    static_cast<std::vector<UnwatchedFolder>*>(ctx)->push_back({folder, why});
  };
  if (tenon_error* error = ask(add, &out)) return unexpected<Error>(adopt_error(error));
  return out;
}

}  // namespace detail
}  // namespace tenon

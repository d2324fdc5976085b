#pragma once
// SPDX-License-Identifier: MIT
//
// Memory that runs out when a test says so: for the thread that says it, in operator new of the whole
// process.
#include <tenon/host/error.h>

#include <functional>
#include <string>

namespace tenon::test {

using Act = std::function<tenon_error*()>;

/// Calls `act` with the n-th allocation failing, for every n or each `step`-th, and again with all after it
/// failing, too; until it needs no more. It has to give E0102 or nothing; `then` is told whether it gave
/// nothing, and makes everything as it was.
void at_every_allocation(const Act& act, const std::function<void(bool done)>& then = {}, long step = 1);

/// Threads can't be started while it is so.
void refuse_threads(bool refuse);

/// "12 libraries, 7 descriptors": what of this process is open.
std::string open_now();

}  // namespace tenon::test

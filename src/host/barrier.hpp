#pragma once
// SPDX-License-Identifier: MIT
//
// The dear half of the order between pins and reloads (tenon/host/pin.h): one thread makes all others of
// the process run a full memory barrier, so that they needn't at every call.

namespace tenon::host {

/// Whether `barrier_for_all_threads` can do that here. Asked once; where it can't, each pin needs a fence.
bool has_barrier_for_all_threads();

/// When it returns true, each thread of the process has run a full memory barrier since it was called; where
/// the system has none to offer, only the calling one has. False: it had one to offer, and now refuses; then
/// nothing is known of what other threads see.
bool barrier_for_all_threads();

}  // namespace tenon::host

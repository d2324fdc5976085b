#pragma once
// SPDX-License-Identifier: MIT
//
// How the benchmark reaches those who call plugins, each in a language of its own: two functions, one to get
// ready and one with loops around one call each. They abort if a call fails.
#ifdef __cplusplus
extern "C" {
#endif

enum pairs_kind { PAIRS_SCALAR, PAIRS_TEXT, PAIRS_OBJECT };

/// Loads what `name` stands for from `folder`. Never closed.
typedef void* pairs_open(const char* folder, const char* name);
/// Calls `count` times.
typedef void pairs_call(void* opened, enum pairs_kind kind, long count);

pairs_open pairs_virtual_open, pairs_cpp_open, pairs_c_open;
pairs_call pairs_virtual_call, pairs_cpp_call, pairs_c_call;

#ifdef __cplusplus
}
#endif

/* SPDX-License-Identifier: MIT
 *
 * The version of the contract. Until a first release is tagged it is version 0, whose revision is
 * raised with every change of these headers, the note or the canonical text; both sides' must be
 * equal. From version 1 on it is frozen.
 */
#ifndef TENON_ABI_VERSION_H
#define TENON_ABI_VERSION_H

#include <stdint.h>

#if UINTPTR_MAX != 0xFFFFFFFFFFFFFFFF
#error "tenon: contract 0 is for 64-bit machines"
#endif
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
#error "tenon: contract 0 is for little-endian machines"
#endif

#define TENON_CONTRACT_VERSION 0
#define TENON_CONTRACT_REVISION 3

/* Version in the high half, revision in the low one. */
#define TENON_CONTRACT (TENON_CONTRACT_VERSION * 65536U + TENON_CONTRACT_REVISION)

#endif

/* SPDX-License-Identifier: MIT
 *
 * The manifest of a library with another interface, for static_test.cpp. */
#include <retyped.h>
#include <stddef.h>
#include <stdint.h>

extern const uint8_t retyped_note[NOTE_PADDED];
extern const size_t retyped_note_size;
const uint8_t retyped_note[NOTE_PADDED] = NOTE_BYTES;
const size_t retyped_note_size = NOTE_PADDED;

/* SPDX-License-Identifier: MIT
 *
 * The manifest as bytes, readable without running anything: an ELF note with owner "tenon" and type
 * 1, aligned to 4, in a PT_NOTE segment. Its descriptor is, in this order and little-endian:
 *
 *   tenon_note_header
 *   tenon_note_plugin    [header.plugin_count]
 *   tenon_note_interface [header.interface_count]   those of the first plugin, then the next...
 *   texts                names, metadata (JSON), canonical WIT
 *
 * Places (`tenon_note_text`) count from the start of the descriptor. Texts are UTF-8 and not
 * terminated. Metadata and WIT come last, so that a scan needs only the first 4 KB of a file. All
 * together at most TENON_NOTE_MAX bytes. docs/abi.md ("Note") has the rules a reader checks.
 */
#ifndef TENON_ABI_NOTE_H
#define TENON_ABI_NOTE_H

#include <stdint.h>

#define TENON_NOTE_OWNER "tenon"
#define TENON_NOTE_TYPE 1
#define TENON_NOTE_FORMAT 1
#define TENON_NOTE_MAX (16u * 1024 * 1024)

enum { TENON_LANGUAGE_C = 1, TENON_LANGUAGE_CPP = 2, TENON_LANGUAGE_RUST = 3 };

typedef struct tenon_note_text {
  uint32_t offset;
  uint32_t size; /* bytes */
} tenon_note_text;

typedef struct tenon_note_header {
  uint32_t format;          /* TENON_NOTE_FORMAT */
  uint32_t contract;        /* TENON_CONTRACT */
  uint32_t language;        /* TENON_LANGUAGE_... */
  uint32_t flags;           /* TENON_PLUGIN_UNWIND, as the compiler was really told */
  uint32_t size;            /* of the whole descriptor */
  uint32_t plugin_count;    /* 1 to 256 */
  uint32_t interface_count; /* of all plugins */
  uint32_t reserved;        /* 0 */
  tenon_note_text library;  /* its name */
  tenon_note_text metadata; /* JSON */
  tenon_note_text wit;      /* canonical WIT */
  uint8_t digest[16];       /* first half of the SHA-256 of everything behind this header */
} tenon_note_header;        /* 72 bytes */

typedef struct tenon_note_plugin {
  tenon_note_text name;
  tenon_note_text version;
  tenon_note_text world;  /* "ns:pkg/world@1.2.3" */
  uint32_t flags;         /* TENON_PLUGIN_CONCURRENT */
  uint32_t import_count;  /* its imports come first among its interfaces, then its exports */
  uint32_t export_count;
  uint32_t reserved;      /* 0 */
} tenon_note_plugin;      /* 40 bytes */

typedef struct tenon_note_interface {
  tenon_note_text id; /* as in tenon_interface_descriptor */
  uint8_t hash[16];
  uint32_t slots;
  uint32_t reserved;    /* 0 */
} tenon_note_interface; /* 32 bytes */

#endif

/* SPDX-License-Identifier: MIT
 *
 * Why something failed: a stable code, the stage, the file, a line for people, what to do, and the
 * errors that led to it.
 *
 *   tenon_error *error = tenon_plugin_load(...);
 *   if (error) { fputs(tenon_error_text(error), stderr); tenon_error_delete(error); }
 *
 * An error is immutable; it may be read from any thread.
 */
#ifndef TENON_HOST_ERROR_H
#define TENON_HOST_ERROR_H

#include <stddef.h>
#include <stdint.h>

#include "export.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct tenon_error tenon_error;

/* How far a plugin got. */
enum {
  TENON_STAGE_USAGE = 0,    /* the host called wrongly; nothing was looked at */
  TENON_STAGE_SCAN = 1,     /* a folder or file could not be read */
  TENON_STAGE_IMAGE = 2,    /* the file is no whole shared library for this machine */
  TENON_STAGE_MANIFEST = 3, /* its note is absent or damaged */
  TENON_STAGE_CHECK = 4,    /* its interfaces don't fit the host's */
  TENON_STAGE_VETO = 5,     /* the host's own callback refused it */
  TENON_STAGE_LOAD = 6,     /* dlopen, the entry, or the descriptor */
  TENON_STAGE_CREATE = 7,   /* the plugin's `create` */
  TENON_STAGE_CALL = 8,     /* a call returned a negative status */
  TENON_STAGE_UNLOAD = 9,   /* destroy or unload was refused */
  TENON_STAGE_RELOAD = 10   /* a reload: calls didn't come to rest, or state could not be moved */
};

/* The code, such as "E0302"; docs/errors.md has a section for each. Never NULL. */
TENON_API const char *tenon_error_code(const tenon_error *error);
/* TENON_STAGE_... */
TENON_API uint32_t tenon_error_stage(const tenon_error *error);
/* One line, lower case, no full stop. Never NULL. */
TENON_API const char *tenon_error_message(const tenon_error *error);
/* The file in question, or NULL. */
TENON_API const char *tenon_error_file(const tenon_error *error);
/* What to do about it, or NULL. */
TENON_API const char *tenon_error_help(const tenon_error *error);
/* More lines, such as both signatures of a function that doesn't fit: `index` from 0, NULL behind
 * the last. */
TENON_API const char *tenon_error_note(const tenon_error *error, size_t index);
/* What led to it, or NULL. Belongs to `error`. */
TENON_API const tenon_error *tenon_error_cause(const tenon_error *error);
/* The status behind a TENON_STAGE_CALL or TENON_STAGE_CREATE error, else 0. */
TENON_API int32_t tenon_error_status(const tenon_error *error);
/* All of it as people read it, several lines, ending in a line feed. */
TENON_API const char *tenon_error_text(const tenon_error *error);
/* NULL is ignored. */
TENON_API void tenon_error_delete(tenon_error *error);

/* Right after a call on this thread returned the negative `status`: an error with the text that the plugin gave
 * for it. `function` is what the message calls the function, in generated code "ns:pkg/name#function"; or NULL.
 * Never NULL. */
TENON_API tenon_error *tenon_call_error(int32_t status, const char *function);

#ifdef __cplusplus
}
#endif

#endif

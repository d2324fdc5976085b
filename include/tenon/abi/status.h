/* SPDX-License-Identifier: MIT
 *
 * What every call returns. Functions return int32_t, never the enum's own type.
 *
 *   int32_t rc = table->count(self, &n);
 *   if (rc < 0) ...                      the framework's: n was not written
 */
#ifndef TENON_ABI_STATUS_H
#define TENON_ABI_STATUS_H

#include <stdint.h>

enum {
  TENON_OK = 0,             /* the result is in `out` or `ok` */
  TENON_ERR = 1,            /* the interface's own error, in `err` */
  TENON_MISSING = -1,       /* the other side is older and hasn't got this function; nothing ran */
  TENON_TRAP = -2,          /* exception, panic or broken rule; the instance is poisoned from now on */
  TENON_POISONED = -3,      /* an earlier call trapped; nothing ran */
  TENON_OUT_OF_MEMORY = -4, /* the host's allocator returned NULL; the instance goes on */
  TENON_BAD_ARGUMENT = -5,  /* an argument isn't what its type promises; nothing ran */
  TENON_BAD_RESULT = -6,    /* a result isn't what its type promises; made by the caller's side */
  TENON_GONE = -7           /* the object's or the instance's other side is no longer there */
};
/* 2 and above are reserved. A status that isn't listed is a trap of the callee. */

#endif

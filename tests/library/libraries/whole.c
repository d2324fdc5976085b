/* SPDX-License-Identifier: MIT
 *
 * Needs another library. */
int part(void);
int whole(void) { return 2 * part(); }

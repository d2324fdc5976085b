/* SPDX-License-Identifier: MIT */
int part(void);
int part(void) { return 1; }

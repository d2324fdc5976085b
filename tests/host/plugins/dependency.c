/* SPDX-License-Identifier: MIT */
int dependency(void);
int dependency(void) { return 1000; }

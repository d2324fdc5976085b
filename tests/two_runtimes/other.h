/* SPDX-License-Identifier: MIT */
#ifndef OTHER_H
#define OTHER_H

typedef void (*other_function)(void);
/* As work. */
const char *other_work(const char *library, const char *folder);
/* As share and let_go. */
const char *other_share(const char *library, void **kept);
const char *other_let_go(void *kept);
/* Its tenon_host_create. */
other_function other_create(void);

#endif

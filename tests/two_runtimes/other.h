/* SPDX-License-Identifier: MIT */
#ifndef OTHER_H
#define OTHER_H

typedef void (*other_function)(void);
/* As work. */
const char *other_work(const char *library, const char *folder);
/* As share and let_go. */
const char *other_share(const char *library, void **kept);
const char *other_let_go(void *kept);
/* As hand_out and take_back. */
const char *other_hand_out(void *kept, char **block);
void other_take_back(char *block);
/* As follow, has_followed and end_following. */
const char *other_follow(const char *folder, const char *name, void **kept);
const char *other_has_followed(void *kept, int builds);
const char *other_end_following(void *kept);
/* Its tenon_host_create. */
other_function other_create(void);

#endif

/* SPDX-License-Identifier: MIT
 *
 * All that a host does, with the libtenon that this is linked with.
 */
#ifndef WORK_H
#define WORK_H

#pragma GCC visibility push(hidden) /* each has its own */

/* Loads a copy of `library` that it makes as `folder`/`name`.so, `turns` times: calls it, also on threads that end,
 * replaces it while it is watched, and unloads it while other threads are busy. NULL, or what went wrong. */
const char *work(const char *library, const char *folder, const char *name, int turns);

/* Loads the library's own file, which others may have loaded, too, and lets a thread call it and end; `kept` is for
 * `let_go`, which does that again and unloads it. */
const char *share(const char *library, void **kept);
const char *let_go(void *kept);

/* A block of 5 bytes that the plugin took from its host's heap; and whoever takes it back. */
const char *hand_out(void *kept, char **block);
void take_back(char *block);

/* Puts build `number` of the library in place as `folder`/`name`.so. */
const char *put(const char *library, const char *folder, const char *name, int number);

/* Loads and watches what was put there; `kept` is for the others. */
const char *follow(const char *folder, const char *name, void **kept);
/* Calls until so many builds have taken the first one's place. */
const char *has_followed(void *kept, int builds);
const char *end_following(void *kept);

#pragma GCC visibility pop

#endif

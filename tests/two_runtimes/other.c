/* SPDX-License-Identifier: MIT
 *
 * A shared library that is a host, linked with a libtenon of another soname.
 */
#include "other.h"

#include <tenon/host.h>

#include "work.h"

const char *other_work(const char *library, const char *folder) { return work(library, folder, "other", 3); }
const char *other_share(const char *library, void **kept) { return share(library, kept); }
const char *other_let_go(void *kept) { return let_go(kept); }
const char *other_hand_out(void *kept, char **block) { return hand_out(kept, block); }
void other_take_back(char *block) { take_back(block); }
const char *other_follow(const char *folder, const char *name, void **kept) { return follow(folder, name, kept); }
const char *other_has_followed(void *kept, int builds) { return has_followed(kept, builds); }
const char *other_end_following(void *kept) { return end_following(kept); }
other_function other_create(void) { return (other_function)tenon_host_create; }

/* SPDX-License-Identifier: MIT
 *
 * A host in C. */
#ifndef C_HOST_H
#define C_HOST_H

#ifdef __cplusplus
extern "C" {
#endif

/* Opens `name` in `folder`, adds by its `add`, writes its `count`, closes. The sum, or -1. */
int c_host_add(const char *folder, const char *name, int a, int b, int count);

#ifdef __cplusplus
}
#endif

#endif

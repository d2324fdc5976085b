/* SPDX-License-Identifier: MIT
 *
 * Whose code is at an address: for crash reporters.
 *
 *   static void on_fault(int signal, siginfo_t *info, void *context) {
 *     const char *whose = tenon_describe_address(info->si_addr);
 *     if (whose) write(STDERR_FILENO, whose, strlen(whose));
 *     ...
 *
 * A call into a library that was unloaded faults with the address that was called, if nothing else was
 * mapped there meanwhile: TENON_RESERVE_ALWAYS in tenon/host/options.h sees to that.
 */
#ifndef TENON_HOST_ADDRESS_H
#define TENON_HOST_ADDRESS_H

#include "export.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The library, loaded by Tenon in this process, that holds `address` or held it, as
 * "plugin `shout` of /opt/app/libshout.so, generation 2, unloaded". Generations are those of
 * tenon/host/reload.h. Where the place of an unloaded library was not reserved, the
 * text ends in "unloaded; others may have got its place". A long path is cut.
 *
 * Result: NULL if it is no address of Tenon's plugins, if they are part of the program, or if a thousand
 * libraries were unloaded since. Else a text that stays until a thousand more were unloaded; nobody
 * deletes it. Async-signal-safe; any thread. */
TENON_API const char *tenon_describe_address(const void *address);

#ifdef __cplusplus
}
#endif

#endif

/* SPDX-License-Identifier: MIT
 *
 * TENON_API marks what libtenon exports. The library is built with hidden visibility; a static one is part of a
 * program or library and exports nothing, so that each may have its own.
 */
#ifndef TENON_HOST_EXPORT_H
#define TENON_HOST_EXPORT_H

#ifndef TENON_API
#define TENON_API __attribute__((visibility("default")))
#endif

#endif

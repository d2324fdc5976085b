/* SPDX-License-Identifier: MIT
 *
 * TENON_API marks what libtenon exports. The library is built with hidden visibility.
 */
#ifndef TENON_HOST_EXPORT_H
#define TENON_HOST_EXPORT_H

#define TENON_API __attribute__((visibility("default")))

#endif

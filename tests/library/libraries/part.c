/* SPDX-License-Identifier: MIT
 *
 * What `whole` needs. */
int part_value = 21;
int part(void) { return part_value; }

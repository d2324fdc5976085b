/* SPDX-License-Identifier: MIT
 *
 * Nothing that others see. */
int add(int a, int b) { return a + b; }

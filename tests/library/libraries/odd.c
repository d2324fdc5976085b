/* SPDX-License-Identifier: MIT
 *
 * Symbols that aren't as usual: chosen at run time, without a type, weak, another name for one. */
static int chosen(void) { return 11; }
static int (*choose(void))(void) { return chosen; }
int indirect(void) __attribute__((ifunc("choose")));

/* NULL where nothing is there: legal, and of no use. */
static int (*choose_nothing(void))(void) { return 0; }
int nothing(void) __attribute__((ifunc("choose_nothing")));

__asm__(
    ".text\n.globl untyped_code\nuntyped_code:\n mov $12, %eax\n ret\n"
    ".data\n.globl untyped_data\nuntyped_data:\n .long 13\n"
    ".text\n");

int first(void) { return 14; }
int alias(void) __attribute__((alias("first")));
__attribute__((weak)) int feeble(void) { return 15; }
__attribute__((visibility("hidden"))) int hidden(void) { return 16; }
int uses_hidden(void) { return hidden(); }

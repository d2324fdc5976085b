/* SPDX-License-Identifier: MIT */
#define _DEFAULT_SOURCE
#include <signal.h>
#include <stdint.h>

static void on_signal(int signal) { (void)signal; }

void habit(uint32_t number) {
  (void)number;
  signal(SIGUSR1, on_signal);
}

/* SPDX-License-Identifier: MIT */
#include "c_host.h"

#include <stdio.h>
#include <tenon/host/library.h>

static int run(tenon_library *library, int a, int b, int count, int *sum) {
  int (*add)(int, int) = NULL;
  int (*bump)(int) = NULL;
  void *place = NULL;
  tenon_error *error = tenon_library_function(library, "add", (tenon_code *)&add);
  if (!error) error = tenon_library_function(library, "bump", (tenon_code *)&bump);
  if (!error) error = tenon_library_variable(library, "count", sizeof(int), &place);
  if (error) {
    fputs(tenon_error_text(error), stderr);
    tenon_error_delete(error);
    return 0;
  }
  *(int *)place = count;
  *sum = add(a, b) + bump(0);
  return 1;
}

int c_host_add(const char *folder, const char *name, int a, int b, int count) {
  const char *folders[] = {folder};
  tenon_library_options options = {sizeof options, TENON_COPY_AUTO, 0, 1, folders};
  tenon_library *library = NULL;
  uint32_t outcome = 99;
  int sum = 0;
  tenon_error *error = tenon_library_open(name, &options, &library);
  if (error) {
    tenon_error_delete(error);
    return -1;
  }
  if (!run(library, a, b, count, &sum)) sum = -1;
  error = tenon_library_close(library, &outcome, NULL);
  tenon_error_delete(error);
  return outcome == TENON_UNLOAD_CLOSED ? sum : -1;
}

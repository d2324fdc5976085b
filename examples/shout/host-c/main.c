#include <stdio.h>
#include "pipe.tenon.h"

int main(int count, char **words) {
  tenon_host *host;
  tenon_error *error = tenon_host_create(NULL, &host);
  if (!error && count > 1) error = tenon_host_add_path(host, words[1]);
  for (int i = 2; !error && i < count; i++) {
    demo_text_pipe plugin;
    error = demo_text_pipe_load(host, words[i], &plugin);
    if (error) break;
    for (int k = 0; k < 2; k++) {
      tenon_string loud, why;
      int32_t status = demo_text_filter_apply(plugin.filter, tenon_text(k ? "" : "hello"), &loud, &why);
      if (status < 0) {
        error = tenon_call_error(status, "apply");
        break;
      }
      tenon_string *said = status == TENON_OK ? &loud : &why;
      printf("%s: %.*s\n", words[i], (int)said->len, said->ptr);
      tenon_string_free(tenon_heap(), said);
    }
    if (!error) error = demo_text_pipe_unload(&plugin, NULL, NULL);
  }
  if (error) fputs(tenon_error_text(error), stderr);
  return error != NULL;
}

/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <tenon/host.h>

/* Prints the names of the plugins in the folder argv[1]. */
int main(int argc, char **argv) {
  tenon_host *host = NULL;
  tenon_catalog *catalog = NULL;
  tenon_error *error = tenon_host_create(NULL, &host);
  if (!error) error = tenon_host_add_path(host, argv[argc - 1]);
  if (!error) error = tenon_host_scan(host, &catalog);
  if (error) return fputs(tenon_error_text(error), stderr), 1;
  for (size_t i = 0; i < tenon_catalog_size(catalog); i++) {
    const tenon_catalog_entry *entry = tenon_catalog_entry_at(catalog, i);
    if (entry->state == TENON_ENTRY_FOUND) printf("%s %s\n", entry->name, entry->version);
  }
  tenon_catalog_delete(catalog);
  return tenon_host_destroy(host) != NULL;
}

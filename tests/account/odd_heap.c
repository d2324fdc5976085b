/* SPDX-License-Identifier: MIT
 *
 * The heap above a malloc that puts blocks where counted ones lie: to be run with odd_malloc preloaded.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tenon/host.h>

#define CHECK(...) ((__VA_ARGS__) ? (void)0 : (printf("line %d: %s\n", __LINE__, #__VA_ARGS__), exit(1)))

int main(void) {
  void *const own = malloc(5);
  CHECK((uintptr_t)own % 16 == 8);
  size_t blocks, bytes;
  char *all[100];
  for (size_t i = 0; i < 100; i++) {
    const size_t size = i % 8 + 1;
    all[i] = tenon_alloc(size, 1);
    CHECK(all[i] != NULL && (uintptr_t)all[i] % 16 == 0);
    memset(all[i], (int)i, size);
  }
  tenon_heap_use(&blocks, &bytes);
  CHECK(blocks == 100);
  for (size_t i = 0; i < 100; i++) {
    for (size_t j = 0; j < i % 8 + 1; j++) CHECK(all[i][j] == (char)i);
    tenon_free(all[i], i % 8 + 1, 1);
  }
  tenon_heap_use(&blocks, &bytes);
  CHECK(blocks == 0 && bytes == 0);
  free(own);
  return 0;
}

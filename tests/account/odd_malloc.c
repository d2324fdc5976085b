/* SPDX-License-Identifier: MIT
 *
 * A malloc to be preloaded: blocks of up to 8 bytes lie at 8 mod 16, which C allows, with a page in front that can't be
 * read. Who takes one for a block with something in front of it dies.
 */
#include <errno.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>

void *__libc_malloc(size_t);
void *__libc_realloc(void *, size_t);
void __libc_free(void *);

enum { kPage = 4096, kSlots = 1 << 16 };
static _Atomic(char *) g_start;
static atomic_size_t g_used;

static char *start(void) {
  char *there = atomic_load(&g_start);
  if (there != NULL) return there;
  char *const mine = mmap(NULL, (size_t)kSlots * 2 * kPage, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (mine == MAP_FAILED) return NULL;
  if (atomic_compare_exchange_strong(&g_start, &there, mine)) return mine;
  munmap(mine, (size_t)kSlots * 2 * kPage);
  return there;
}

static int is_odd(const void *block) {
  const uintptr_t from = (uintptr_t)atomic_load(&g_start), at = (uintptr_t)block;
  return from != 0 && at >= from && at - from < (uintptr_t)kSlots * 2 * kPage;
}

/* Each block has a page of its own, and no place is used twice. */
void *malloc(size_t size) {
  char *const from = size > 0 && size <= 8 ? start() : NULL;
  if (from == NULL || atomic_load(&g_used) >= kSlots) return __libc_malloc(size);
  const size_t slot = atomic_fetch_add(&g_used, 1);
  if (slot >= kSlots) return __libc_malloc(size);
  char *const page = from + slot * 2 * kPage + kPage;
  return mprotect(page, kPage, PROT_READ | PROT_WRITE) == 0 ? page + 8 : __libc_malloc(size);
}

void free(void *block) {
  if (!is_odd(block)) {
    __libc_free(block);
    return;
  }
  const int before = errno;
  mprotect((char *)block - 8, kPage, PROT_NONE);
  errno = before;
}

void *realloc(void *block, size_t size) {
  if (!is_odd(block)) return __libc_realloc(block, size);
  void *const bigger = size > 0 ? malloc(size) : NULL;
  if (bigger != NULL) memcpy(bigger, block, size < 8 ? size : 8);
  if (bigger != NULL || size == 0) free(block);
  return bigger;
}

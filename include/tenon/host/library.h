/* SPDX-License-Identifier: MIT
 *
 * Shared libraries that are no Tenon plugins, for hosts with a C interface of their own: what `dlopen` and
 * `dlsym` do, with a look at the whole file first, a private copy of it, and errors that say what is there
 * instead.
 *
 *   tenon_library *library;
 *   int (*add)(int, int);
 *   const char *folders[] = {"plugins"};
 *   tenon_library_options options = {sizeof options, TENON_COPY_AUTO, 0, 1, folders};
 *   tenon_error *error = tenon_library_open("sums", &options, &library);   // plugins/libsums.so
 *   if (!error) error = tenon_library_function(library, "add", (tenon_code *)&add);
 *   if (!error) printf("%d\n", add(1, 2));
 *
 * That a symbol has the type which the host thinks is the host's word: a file of machine code doesn't say.
 * What it does say is checked, whether it is a function or a variable, and of how many bytes.
 *
 * Threads: any, for everything but the end of a handle.
 */
#ifndef TENON_HOST_LIBRARY_H
#define TENON_HOST_LIBRARY_H

#include <stddef.h>
#include <stdint.h>

#include "error.h"
#include "export.h"
#include "options.h"
#include "plugin.h"

#ifdef __cplusplus
extern "C" {
#endif

/* A handle to an open library. */
typedef struct tenon_library tenon_library;

enum {
  /* A symbol that the library doesn't define may be one of the libraries that it needs. */
  TENON_LIBRARY_DEPENDENCIES = 1,
  /* A bare name that is in none of the folders is looked for where the dynamic linker would. */
  TENON_LIBRARY_SYSTEM = 2
};

typedef struct tenon_library_options {
  uint32_t size; /* sizeof(tenon_library_options) */
  /* TENON_COPY_...; with TENON_COPY_AUTO a file that is in the process already (because the program was
   * linked with it, say) isn't copied but shared */
  uint32_t copy;
  uint32_t flags;             /* TENON_LIBRARY_... */
  uint32_t folder_count;      /* how many `folders` there are */
  const char *const *folders; /* where a bare name is looked for, in this order; copied */
} tenon_library_options;

/* `name` is a path (it has a `/`) or a bare name. A bare `foo` is `libfoo.so` or else `foo.so` in the first
 * folder that has one of them; one that is a file's name already (`foo.so`, `libfoo.so.1`) is taken as it
 * is. `options` may be NULL: copy = auto, no folders.
 *
 * The file is refused before the dynamic linker sees it if it isn't a whole shared library for this machine
 * (E0201 to E0215). Then it is loaded, with all it needs; its symbols aren't there for others to link to.
 * Its constructors run on the calling thread.
 *
 * Opening the same content of the same file again gives a further handle to the same code and variables, as
 * with `dlopen`; new content at the path is loaded beside the old. `*out` is closed with tenon_library_close. */
TENON_API tenon_error *tenon_library_open(const char *name, const tenon_library_options *options,
                                          tenon_library **out);

/* Any function: cast it to the type that it has. */
typedef void (*tenon_code)(void);

/* The symbol of this name that the library itself defines: neither what it needs nor the program can come
 * in between. `name` is what the compiler made of it, as `nm -D` shows it; for C and for `extern "C"` that is
 * the name in the source. C++ functions can be written as in their declaration, too: `math::add(int, int)`.
 * `name@VERSION` asks for one version of a versioned symbol, else it is the default one.
 *
 * E0521: there is none; says what is near. E0522: it is a function, and a variable was asked for, or the
 * other way round. E0523: the variable has another size than `size` (0: any). E0524: there are several, and
 * none is the default. E0525: the dynamic linker has something of another library in its place.
 *
 * What comes out is good until the handle is closed or reloaded: a host that reloads takes it from a pin
 * (tenon_library_pin), or follows it (tenon/host/library_reload.h). A thread-local variable's address is the
 * calling thread's, until that ends. */
TENON_API tenon_error *tenon_library_function(const tenon_library *library, const char *name, tenon_code *out);
TENON_API tenon_error *tenon_library_variable(const tenon_library *library, const char *name, size_t size,
                                              void **out);

enum {
  TENON_SYMBOL_FUNCTION = 0,
  TENON_SYMBOL_VARIABLE = 1,
  TENON_SYMBOL_THREAD_LOCAL = 2 /* a variable of which each thread has its own */
};

typedef struct tenon_symbol {
  uint32_t struct_size; /* sizeof(tenon_symbol) */
  uint32_t kind;        /* TENON_SYMBOL_... */
  const char *name;     /* as the linker knows it */
  const char *readable; /* as in the source, where the compiler changed the name; else the same as `name` */
  const char *version;  /* or "" */
  uint32_t is_default;  /* 0: one has to ask for this version */
  uint32_t reserved;    /* 0 */
  uint64_t size;        /* bytes; 0 if nobody said */
} tenon_symbol;

/* Calls `visit` for each symbol that the library defines for others, in the order of names. What `visit` is
 * given lives for the call; it returns 0 to go on. */
TENON_API void tenon_library_symbols(const tenon_library *library,
                                     int (*visit)(void *ctx, const tenon_symbol *symbol), void *ctx);

/* The file that was opened, absolute. */
TENON_API const char *tenon_library_file(const tenon_library *library);
/* The folder that the file is in. */
TENON_API const char *tenon_library_folder(const tenon_library *library);
/* Grows with each library that is loaded in this process; the same for handles that share a build. */
TENON_API uint64_t tenon_library_generation(const tenon_library *library);

/* A further handle to the build that calls of `library` reach now. It stays with that build, whatever becomes of
 * `library`: what is got from it is good until it is closed, with tenon_library_close. */
TENON_API tenon_error *tenon_library_pin(const tenon_library *library, tenon_library **out);

/* Ends a handle; NULL is ignored. `*outcome` is TENON_UNLOAD_...; `*reason` is NULL or a text freed with
 * tenon_text_delete; both may be NULL. With the last handle the library is closed, and then one looks whether
 * it is gone: TENON_UNLOAD_STILL_MAPPED says why it isn't. One whose code may still be run at a thread's end
 * is kept on purpose. E0528: a call by tenon_library_call_begin is inside of it; the handle stays. That nobody
 * else is, and that nothing of it is used any more, is the host's word. */
TENON_API tenon_error *tenon_library_close(tenon_library *library, uint32_t *outcome, char **reason);

#ifdef __cplusplus
}
#endif

#endif

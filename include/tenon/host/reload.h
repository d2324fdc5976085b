/* SPDX-License-Identifier: MIT
 *
 * Replacing a plugin while the host runs: the new build is verified, checked, loaded and given the old
 * one's state beside the running one; only then do the handles follow. Whatever fails, the old build goes on
 * serving, and the host is told why.
 *
 *   tenon_reload_options options = {sizeof options, TENON_WATCH_THREAD};
 *   options.listener = on_reload;
 *   tenon_host_set_reload(host, &options);
 *   tenon_plugin_load_reloadable(host, "shout", &demo_text_pipe_world, &plugin);
 *   tenon_instance_create(plugin, imports, &instance);
 *   tenon_call call = tenon_call_begin(instance);     // tenon/host/pin.h
 *
 * What happens to instances: if the old and the new build export `tenon:plugin/state`, the old instance is
 * saved and the new one restored at a moment when no call is inside of any instance whose state moves; calls
 * of these that come meanwhile wait (at most `quiet_ms`). Other instances start afresh, and their calls don't
 * wait. All instances of a library switch together or none does. A poisoned instance is not saved: its successor starts afresh.
 *
 * The old build is kept until its last call, pin and object are gone; only then are its instances destroyed
 * and the library is closed: by the watching thread, by tenon_host_update, by the next reload, or when the host
 * is destroyed. So what the host implements must be there until RETIRED was told for each old build, or until the host
 * is destroyed, which may be long after the instance was.
 *
 * Threads: everything here may be called from any thread; reloads of one host come one after the other.
 */
#ifndef TENON_HOST_RELOAD_H
#define TENON_HOST_RELOAD_H

#include <stddef.h>
#include <stdint.h>

#include "error.h"
#include "export.h"
#include "instance.h"
#include "options.h"
#include "plugin.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Who notices that a library's file has new content. */
enum {
  TENON_WATCH_NONE = 0,   /* nobody: the host calls tenon_plugin_reload */
  TENON_WATCH_UPDATE = 1, /* tenon_host_update, which the host calls from its own loop; no thread of ours */
  TENON_WATCH_THREAD = 2  /* a thread of the runtime, which also reloads and closes old builds */
};

enum {
  TENON_RELOAD_BEFORE = 0,  /* a new build is whole and fits; handles are about to get it. One of the next three follows */
  TENON_RELOAD_AFTER = 1,   /* handles follow the new build */
  TENON_RELOAD_FAILED = 2,  /* the old build goes on serving; `error` says why */
  TENON_RELOAD_PUT_OFF = 3, /* the same, and it is tried again later; `error` says what was in the way, or E0102. Told
                               once, and BEFORE not again, however often it is put off */
  TENON_RELOAD_RETIRED = 4  /* an old build's last user is gone; `outcome` says what became of its code */
};

/* Everything in it lives for the call of the listener. */
typedef struct tenon_reload_event {
  uint32_t size; /* sizeof(tenon_reload_event) */
  uint32_t kind; /* TENON_RELOAD_... */
  const char *file;
  const char *library;
  uint64_t old_generation;
  uint64_t new_generation; /* 0 where there is none (yet) */
  const tenon_error *error; /* FAILED, PUT_OFF: stage and reason; else NULL */
  uint32_t outcome;         /* RETIRED: TENON_UNLOAD_... */
  uint32_t restored;        /* AFTER: instances that were given their state */
  uint32_t fresh;           /* AFTER: instances that started anew */
  uint32_t lost;            /* AFTER: of these, how many had a state that could not move: see `reason` */
  const char *reason;       /* RETIRED: what keeps the code mapped, and what memory it left if that is counted; AFTER: why states were lost; or NULL */
  uint64_t took_ns;         /* from the first look at the file (RETIRED: from the switch) until now */
  uint64_t quiet_ns;        /* AFTER: how long calls had to wait for state to move, 0 if none had to */
  uint64_t longest_wait_ns; /* AFTER: the longest that one call did wait */
} tenon_reload_event;

/* Called on the thread that reloads, or destroys the host, between two calls of plugins; it may call plugins, and
 * nothing that loads, reloads or unloads. */
typedef void (*tenon_reload_listener)(void *ctx, const tenon_reload_event *event);

typedef struct tenon_reload_options {
  uint32_t size;        /* sizeof(tenon_reload_options) */
  uint32_t watch;       /* TENON_WATCH_... */
  uint32_t settle_ms;   /* a file counts as written when it was left alone for this long; 0: 50 ms */
  uint32_t poll_ms;     /* how often files are looked at where the system reports no changes; 0: 1000 ms */
  uint32_t patience_ms; /* how long a file may stay incomplete before that is reported; 0: 10,000 ms */
  uint32_t quiet_ms;    /* how long calls may have to wait before a reload is put off; 0: 1000 ms */
  uint32_t poll_only;   /* not 0: don't ask the system for changes */
  uint32_t reserved;    /* 0 */
  tenon_reload_listener listener; /* or NULL */
  void *listener_ctx;
} tenon_reload_options;

/* Before the first reloadable plugin is loaded; refused afterwards. Without it: watch = none, no listener. */
TENON_API tenon_error *tenon_host_set_reload(tenon_host *host, const tenon_reload_options *options);

/* As tenon_plugin_load, for a plugin that may be replaced while the program runs; its instances are called
 * under pins. The library is loaded from a private copy. Refused for static plugins, which have no file,
 * and with TENON_COPY_NEVER. */
TENON_API tenon_error *tenon_plugin_load_reloadable(tenon_host *host, const char *name, const tenon_world *world,
                                                    tenon_plugin **out);

enum {
  TENON_RELOADED = 0,  /* handles follow the new build */
  TENON_UNCHANGED = 1 /* the file has the content that is loaded already */
};

/* Looks at the plugin's file and replaces its library if the content is another one: all plugins of it that
 * are loaded as reloadable. `*outcome` is TENON_RELOADED or TENON_UNCHANGED; may be NULL. An error: nothing
 * has changed; it is in the stage
 * TENON_STAGE_RELOAD with code E1001 or E1002 where the reload was put off, that is, where it will be tried again by
 * the watching thread or the next tenon_host_update. */
TENON_API tenon_error *tenon_plugin_reload(tenon_plugin *plugin, uint32_t *outcome);

/* What the watching thread does otherwise: looks for changed files (with TENON_WATCH_UPDATE), reloads, tries
 * again what was put off, and closes old builds that are no longer used. Waits for states to move, for a load or a
 * `create` on another thread, and a second at most for threads that a build which is closed has started. What fails is told to the listener; what there is no memory for is put off. `*next_ms`: call again after that many
 * milliseconds; may be NULL. */
TENON_API tenon_error *tenon_host_update(tenon_host *host, uint32_t *next_ms);

/* With TENON_WATCH_UPDATE: a file descriptor that is readable when tenon_host_update has something to do before
 * `next_ms` is over, for hosts that wait in poll or the like; it stays the runtime's. -1 if there is none (yet: the
 * first reloadable plugin makes it). */
TENON_API int tenon_host_update_descriptor(tenon_host *host);

/* Is given a folder that is only looked at every `poll_ms`, and why: "Permission denied", "what others change on NFS
 * gives no event". Both live for the call. */
typedef void (*tenon_unwatched_visitor)(void *ctx, const char *folder, const char *why);

/* Calls `visit` for each folder from which the system doesn't report all changes of reloadable plugins' files, or of
 * symbolic links on their paths, as it is now: a limit may be reached for a while. Without such reports a change is
 * found by polling, so that it is loaded later. None with TENON_WATCH_NONE: nobody watches then. */
TENON_API tenon_error *tenon_host_unwatched(tenon_host *host, tenon_unwatched_visitor visit, void *ctx);

/* Who is inside of a plugin's library, or holds something of it. */
enum {
  TENON_HOLDER_CALL = 0,   /* a thread is inside of a call of an instance */
  TENON_HOLDER_PIN = 1,    /* a pin held over many calls */
  TENON_HOLDER_OBJECT = 2, /* objects of one type that are alive */
  TENON_HOLDER_HANDLE = 3, /* handles that don't follow reloads */
  TENON_HOLDER_COUNTED = 4 /* calls nested deeper than a thread has slots, or pins beyond them */
};

typedef struct tenon_holder {
  uint32_t size;  /* sizeof(tenon_holder) */
  uint32_t kind;  /* TENON_HOLDER_... */
  uint64_t count; /* how many of this kind; 1 for calls and pins */
  int64_t thread; /* the system's number of the thread (Linux: as in /proc/self/task), or 0 */
  const tenon_instance *instance; /* that is called or pinned, or NULL; never to be dereferenced: it may be gone */
  const char *plugin;  /* NULL for a library that is none */
  const char *type;    /* of objects, or NULL */
  uint64_t generation;
  uint64_t waiting_ns; /* how long a reload, or the end of an old build, has waited for it; 0 if nobody waits */
} tenon_holder;

/* Calls `visit` for each holder of the plugin's library, in its current and its old builds. What `visit` is
 * given lives for the call; it must not call the runtime. Exact for a thread that stands still. */
TENON_API tenon_error *tenon_plugin_holders(tenon_plugin *plugin, void (*visit)(void *ctx, const tenon_holder *holder),
                                            void *ctx);

/* The generation of the library that the plugin's new calls reach. */
TENON_API uint64_t tenon_plugin_generation(const tenon_plugin *plugin);

/* Whether there is something left of what was made of the library with this file (as tenon_plugin_file says it), apart
 * from its instances: objects, of whichever build; or an old build, or the state before tenon_instance_recreate, that
 * hasn't ended. For bindings: once it is 0, instances that were destroyed before call nothing any more. The library's
 * handles may be gone. Threads: any. */
TENON_API int tenon_host_has_remains(tenon_host *host, const char *file);

#ifdef __cplusplus
}
#endif

#endif

/* SPDX-License-Identifier: MIT
 *
 * The runtime, for hosts: find plugins, read what they say, check them, load, create, call, unload.
 * C11 and C++; link with libtenon. The C++ API (tenon/host.hpp) and generated code (`tenon bind c|cpp --host`)
 * sit on top.
 *
 *   tenon_host *host;
 *   tenon_plugin *plugin;
 *   tenon_instance *instance;
 *   tenon_error *error = tenon_host_create(NULL, &host);
 *   if (!error) error = tenon_host_add_path(host, "plugins");
 *   if (!error) error = tenon_plugin_load(host, "shout", &demo_text_pipe_world, &plugin);
 *   if (!error) error = tenon_instance_create(plugin, imports, &instance);
 *
 * Conventions:
 *  1. A function that can fail returns a `tenon_error *`: NULL is success, anything else is the
 *     caller's to read and to delete. Outs are written on success only.
 *  2. Strings in and out are UTF-8 ending in a zero byte. What is returned as `const char *` lives as
 *     long as what it was asked of.
 *  3. A `tenon_host` may be used from several threads. Plugins and instances: one thread at a time
 *     each, unless the function says otherwise.
 *  4. The library prints nothing and reads no environment variable. It installs no handler, except that
 *     whatever closes a library (unload, close, reload, update, the watching thread) may take a signal without one
 *     (SIGURG, SIGWINCH) for some milliseconds.
 */
#ifndef TENON_HOST_H
#define TENON_HOST_H

#include "abi.h"
#include "host/account.h"
#include "host/address.h"
#include "host/catalog.h"
#include "host/error.h"
#include "host/export.h"
#include "host/instance.h"
#include "host/library.h"
#include "host/library_reload.h"
#include "host/options.h"
#include "host/pin.h"
#include "host/plugin.h"
#include "host/reload.h"
#include "host/static.h"
#include "host/world.h"

#endif

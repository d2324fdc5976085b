/* SPDX-License-Identifier: MIT
 *
 * Instances: live plugins with their own state.
 */
#ifndef TENON_HOST_INSTANCE_H
#define TENON_HOST_INSTANCE_H

#include <stdint.h>

#include "../abi/table.h"
#include "error.h"
#include "export.h"
#include "plugin.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct tenon_instance tenon_instance;

/* `imports` has one reference for each import of the world that the plugin was loaded for, in its
 * order; what they refer to outlives the instance and its objects, and, if the plugin is reloadable, all of
 * its builds (tenon/host/reload.h). Fails with the plugin's own words
 * if it refuses or traps. */
TENON_API tenon_error *tenon_instance_create(tenon_plugin *plugin, const tenon_reference *imports,
                                             tenon_instance **out);

/* The export number `index`, counted as in the world; {NULL, NULL} if the plugin hasn't got it. Good
 * until the instance is recreated or destroyed. Of a plugin that was loaded as reloadable only good until the next
 * reload: such instances are called under pins. */
TENON_API tenon_reference tenon_instance_export(const tenon_instance *instance, uint32_t index);

/* Whether a call trapped, so that all further ones are refused until `recreate`. */
TENON_API int tenon_instance_poisoned(const tenon_instance *instance);
/* What the plugin said when it trapped last, or NULL. Lives until the instance is recreated, reloaded or
 * destroyed. */
TENON_API const char *tenon_instance_trap(const tenon_instance *instance);

/* A fresh state in place of the old one, with the imports given to `create`; exports are to be asked for again. Objects that the old
 * one made stay poisoned. On failure the old one stays. */
TENON_API tenon_error *tenon_instance_recreate(tenon_instance *instance);

/* Ends the instance; objects that it made stay valid. Refused (E0706), and the instance stays, while a
 * call under a pin (tenon/host/pin.h) is inside of it; that calls without pins are none is the host's word.
 * NULL is ignored. */
TENON_API tenon_error *tenon_instance_destroy(tenon_instance *instance);

#ifdef __cplusplus
}
#endif

#endif

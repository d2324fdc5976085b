/* Made by tenon for contract 0.3 from text.wit. Do not edit: it is made anew with every build. */
#include "plugin.tenon.h"

_Static_assert(sizeof(textpipe_api_types_severity) == 1 && _Alignof(textpipe_api_types_severity) == 1, "textpipe_api_types_severity");
_Static_assert(sizeof(textpipe_api_types_finding) == 24 && _Alignof(textpipe_api_types_finding) == 8, "textpipe_api_types_finding");
_Static_assert(offsetof(textpipe_api_types_finding, line) == 0, "textpipe_api_types_finding.line");
_Static_assert(offsetof(textpipe_api_types_finding, level) == 4, "textpipe_api_types_finding.level");
_Static_assert(offsetof(textpipe_api_types_finding, message) == 8, "textpipe_api_types_finding.message");
_Static_assert(sizeof(textpipe_api_log_entry) == 32 && _Alignof(textpipe_api_log_entry) == 8, "textpipe_api_log_entry");
_Static_assert(offsetof(textpipe_api_log_entry, val) == 8, "textpipe_api_log_entry.val");
_Static_assert(sizeof(textpipe_api_log_to) == 1 && _Alignof(textpipe_api_log_to) == 1, "textpipe_api_log_to");
_Static_assert(sizeof(tenon_tuple2_u8_textpipe_api_log_entry) == 40 && _Alignof(tenon_tuple2_u8_textpipe_api_log_entry) == 8, "tenon_tuple2_u8_textpipe_api_log_entry");
_Static_assert(offsetof(tenon_tuple2_u8_textpipe_api_log_entry, f0) == 0, "tenon_tuple2_u8_textpipe_api_log_entry.f0");
_Static_assert(offsetof(tenon_tuple2_u8_textpipe_api_log_entry, f1) == 8, "tenon_tuple2_u8_textpipe_api_log_entry.f1");
_Static_assert(sizeof(tenon_list_textpipe_api_types_finding) == 16 && _Alignof(tenon_list_textpipe_api_types_finding) == 8, "tenon_list_textpipe_api_types_finding");
uint64_t textpipe_api_plugin_host_report_live = 0;

/* More than C has to allow. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Woverlength-strings"
static const char textpipe_api_plugin__wit[] =
    "package a:b;\n";
#pragma GCC diagnostic pop
static const tenon_interface_descriptor textpipe_api_plugin__import_textpipe_api_log = {sizeof(tenon_interface_descriptor), 3, "textpipe:api/log@1", {0xfd, 0x60, 0xc3, 0x96, 0xe4, 0x93, 0x74, 0x5f, 0xee, 0xee, 0x32, 0x68, 0x4e, 0xff, 0xc6, 0xdd}, NULL};
static const tenon_interface_descriptor textpipe_api_plugin__import_textpipe_api_types = {sizeof(tenon_interface_descriptor), 0, "textpipe:api/types@1", {0xc5, 0xe5, 0xea, 0x02, 0x7b, 0x16, 0x56, 0x5b, 0x69, 0x7d, 0xa6, 0x60, 0xb5, 0x36, 0x6c, 0xce}, NULL};
static const tenon_interface_descriptor *const textpipe_api_plugin__imports[] = {&textpipe_api_plugin__import_textpipe_api_log, &textpipe_api_plugin__import_textpipe_api_types};
static const tenon_interface_descriptor textpipe_api_plugin__export_textpipe_api_filter = {sizeof(tenon_interface_descriptor), 3, "textpipe:api/filter@1", {0xa0, 0xc8, 0x60, 0xb1, 0x7f, 0xd5, 0xd8, 0xad, 0x43, 0x75, 0xec, 0xd4, 0x37, 0xfe, 0xff, 0xea}, NULL};
static const tenon_interface_descriptor *const textpipe_api_plugin__exports[] = {&textpipe_api_plugin__export_textpipe_api_filter};

const tenon_world textpipe_api_plugin_world = {
    .size = sizeof(tenon_world),
    .contract = TENON_CONTRACT,
    .name = "textpipe:api/plugin@1.1.0",
    .wit = textpipe_api_plugin__wit,
    .wit_len = sizeof textpipe_api_plugin__wit - 1,
    .since = "",
    .import_count = 2,
    .export_count = 1,
    .imports = textpipe_api_plugin__imports,
    .exports = textpipe_api_plugin__exports,
};

static int32_t textpipe_api_plugin__slot_textpipe_api_log__info(void *self, const char *text_ptr, size_t text_len) {
  const tenon_string text = {text_ptr, text_len};
  if (!tenon_string_valid(&text)) return TENON_BAD_ARGUMENT;
  return tenon_settled(textpipe_api_plugin_host_log_info((textpipe_api_plugin_host_log *)self, text), TENON_OK);
}

static int32_t textpipe_api_plugin__slot_textpipe_api_log__write(void *self, const textpipe_api_log_entry *what, textpipe_api_log_to to, tenon_tuple2_u8_textpipe_api_log_entry *out) {
  if (!textpipe_api_log_entry_valid(what)) return TENON_BAD_ARGUMENT;
  return tenon_settled(textpipe_api_plugin_host_log_write((textpipe_api_plugin_host_log *)self, what, to, out), TENON_OK);
}

static int32_t textpipe_api_plugin__slot_textpipe_api_log__loud(void *self, uint8_t *out) {
  return tenon_settled(textpipe_api_plugin_host_log_loud((textpipe_api_plugin_host_log *)self, out), TENON_OK);
}

static const textpipe_api_log_table textpipe_api_plugin__table_textpipe_api_log = {
    {3, 0, {0xfd, 0x60, 0xc3, 0x96, 0xe4, 0x93, 0x74, 0x5f, 0xee, 0xee, 0x32, 0x68, 0x4e, 0xff, 0xc6, 0xdd}, "textpipe:api/log@1", &textpipe_api_plugin_world, NULL},
    textpipe_api_plugin__slot_textpipe_api_log__info,
    textpipe_api_plugin__slot_textpipe_api_log__write,
    textpipe_api_plugin__slot_textpipe_api_log__loud,
};

static const textpipe_api_types_table textpipe_api_plugin__table_textpipe_api_types = {
    {0, 0, {0xc5, 0xe5, 0xea, 0x02, 0x7b, 0x16, 0x56, 0x5b, 0x69, 0x7d, 0xa6, 0x60, 0xb5, 0x36, 0x6c, 0xce}, "textpipe:api/types@1", &textpipe_api_plugin_world, NULL},
};

static void textpipe_api_plugin__bind(textpipe_api_plugin *self) {
  self->filter = textpipe_api_filter_of(tenon_instance_export(self->instance, 0));
}

tenon_error *textpipe_api_plugin_create(tenon_plugin *plugin, const textpipe_api_plugin_imports *imports, textpipe_api_plugin *out) {
  const tenon_reference references[] = {{&textpipe_api_plugin__table_textpipe_api_log.head, imports->log}, {&textpipe_api_plugin__table_textpipe_api_types.head, NULL}};
  textpipe_api_plugin made = {.plugin = plugin};
  tenon_error *const error = tenon_instance_create(plugin, references, &made.instance);
  if (error) return error;
  textpipe_api_plugin__bind(&made);
  *out = made;
  return NULL;
}

tenon_error *textpipe_api_plugin_load(tenon_host *host, const char *name, const textpipe_api_plugin_imports *imports, textpipe_api_plugin *out) {
  tenon_plugin *plugin = NULL;
  tenon_error *error = tenon_plugin_load(host, name, &textpipe_api_plugin_world, &plugin);
  if (error) return error;
  error = textpipe_api_plugin_create(plugin, imports, out);
  if (error) tenon_error_delete(tenon_plugin_unload(plugin, NULL, NULL));
  return error;
}

tenon_error *textpipe_api_plugin_unload(textpipe_api_plugin *self, uint32_t *outcome, char **reason) {
  tenon_error *error = tenon_instance_destroy(self->instance);
  if (error) return error;
  self->instance = NULL;
  error = tenon_plugin_unload(self->plugin, outcome, reason);
  if (!error) *self = (textpipe_api_plugin){.plugin = NULL};
  return error;
}

tenon_error *textpipe_api_plugin_recreate(textpipe_api_plugin *self) {
  tenon_error *const error = tenon_instance_recreate(self->instance);
  if (!error) textpipe_api_plugin__bind(self);
  return error;
}

static void textpipe_api_plugin_reloadable__bind(textpipe_api_plugin_reloadable *self) {
  self->filter.instance = self->instance;
  self->filter.index = 0;
}

tenon_error *textpipe_api_plugin_reloadable_create(tenon_plugin *plugin, const textpipe_api_plugin_imports *imports, textpipe_api_plugin_reloadable *out) {
  const tenon_reference references[] = {{&textpipe_api_plugin__table_textpipe_api_log.head, imports->log}, {&textpipe_api_plugin__table_textpipe_api_types.head, NULL}};
  textpipe_api_plugin_reloadable made = {.plugin = plugin};
  tenon_error *const error = tenon_instance_create(plugin, references, &made.instance);
  if (error) return error;
  textpipe_api_plugin_reloadable__bind(&made);
  *out = made;
  return NULL;
}

tenon_error *textpipe_api_plugin_reloadable_load(tenon_host *host, const char *name, const textpipe_api_plugin_imports *imports, textpipe_api_plugin_reloadable *out) {
  tenon_plugin *plugin = NULL;
  tenon_error *error = tenon_plugin_load_reloadable(host, name, &textpipe_api_plugin_world, &plugin);
  if (error) return error;
  error = textpipe_api_plugin_reloadable_create(plugin, imports, out);
  if (error) tenon_error_delete(tenon_plugin_unload(plugin, NULL, NULL));
  return error;
}

tenon_error *textpipe_api_plugin_reloadable_unload(textpipe_api_plugin_reloadable *self, uint32_t *outcome, char **reason) {
  tenon_error *error = tenon_instance_destroy(self->instance);
  if (error) return error;
  self->instance = NULL;
  error = tenon_plugin_unload(self->plugin, outcome, reason);
  if (!error) *self = (textpipe_api_plugin_reloadable){.plugin = NULL};
  return error;
}

textpipe_api_plugin_pinned textpipe_api_plugin_reloadable_pin(const textpipe_api_plugin_reloadable *self) {
  textpipe_api_plugin_pinned out = {.pin = tenon_pin_take(self->instance)};
  out.filter = textpipe_api_filter_of(out.pin.target->exports[0]);
  return out;
}

void textpipe_api_plugin_release(textpipe_api_plugin_pinned *self) {
  tenon_pin_release(self->pin);
  *self = (textpipe_api_plugin_pinned){.pin = {NULL, NULL}};
}

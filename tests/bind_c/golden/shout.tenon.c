/* Made by tenon for contract 0.3 from text.wit. Do not edit: it is made anew with every build. */
#include "shout.tenon.h"

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

/* --- The plugin shout --- */

static int32_t shout__slot_textpipe_api_filter__apply(void *self, const char *text_ptr, size_t text_len, tenon_string *ok, tenon_string *err) {
  tenon_record *const record = (tenon_record *)self;
  const tenon_string text = {text_ptr, text_len};
  if (tenon_record_poisoned(record)) return TENON_POISONED;
  if (!tenon_string_valid(&text)) return TENON_BAD_ARGUMENT;
  const int32_t rc = shout_apply((shout *)record->self, text, ok, err);
  return rc == TENON_OK ? rc : tenon_settle(record, rc, TENON_ERR, "`apply` returned neither a result nor an error of its own");
}

static int32_t shout__slot_textpipe_api_filter__finish(void *self, textpipe_api_types_report *whom) {
  tenon_record *const record = (tenon_record *)self;
  if (tenon_record_poisoned(record)) {
    textpipe_api_types_report_drop(whom);
    return TENON_POISONED;
  }
  if (whom == NULL) {
    textpipe_api_types_report_drop(whom);
    return TENON_BAD_ARGUMENT;
  }
  const int32_t rc = shout_finish((shout *)record->self, whom);
  return rc == TENON_OK ? rc : tenon_settle(record, rc, TENON_OK, "`finish` returned neither a result nor an error of its own");
}

static int32_t shout__slot_textpipe_api_filter__scan(void *self, const char *text_ptr, size_t text_len, textpipe_api_types_report *into, tenon_list_textpipe_api_types_finding *out) {
  tenon_record *const record = (tenon_record *)self;
  const tenon_string text = {text_ptr, text_len};
  if (tenon_record_poisoned(record)) return TENON_POISONED;
  if (!tenon_string_valid(&text) || into == NULL) return TENON_BAD_ARGUMENT;
  const int32_t rc = shout_scan((shout *)record->self, text, into, out);
  return rc == TENON_OK ? rc : tenon_settle(record, rc, TENON_OK, "`scan` returned neither a result nor an error of its own");
}

static const textpipe_api_filter_table shout__table_textpipe_api_filter = {
    {3, 0, {0xa0, 0xc8, 0x60, 0xb1, 0x7f, 0xd5, 0xd8, 0xad, 0x43, 0x75, 0xec, 0xd4, 0x37, 0xfe, 0xff, 0xea}, "textpipe:api/filter@1", &tenon_plugin_shout, NULL},
    shout__slot_textpipe_api_filter__apply,
    shout__slot_textpipe_api_filter__finish,
    shout__slot_textpipe_api_filter__scan,
};

uint64_t shout_report_live = 0;
static uint64_t shout_report__live(void) {
  return __atomic_load_n(&shout_report_live, __ATOMIC_ACQUIRE);
}
static const tenon_resource_descriptor shout_report__resource = {sizeof(tenon_resource_descriptor), 0, "textpipe:api/types@1#report", shout_report__live};

static const tenon_plugin_descriptor shout__descriptor;

static int32_t shout__create(const tenon_host_table *host, const tenon_reference *imports, void **instance) {
  tenon_record *const record = tenon_record_make(&shout__descriptor, host, imports);
  if (!record) return TENON_OUT_OF_MEMORY;
  const shout_host own = {host, imports, record};
  shout *self = NULL;
  int32_t rc = shout_create(&own, &self);
  record->self = self;
  if (rc == TENON_OK) {
    *instance = record;
    return rc;
  }
  rc = tenon_settle(record, rc, TENON_ERR, "`shout_create` returned neither TENON_OK nor TENON_ERR");
  tenon_record_release(record);
  return rc;
}

static void shout__destroy(void *instance) {
  tenon_record *const record = (tenon_record *)instance;
  shout_destroy((shout *)record->self);
  record->self = NULL;
  tenon_record_release(record);
}

static const tenon_interface_descriptor shout__import_textpipe_api_log = {sizeof(tenon_interface_descriptor), 3, "textpipe:api/log@1", {0xfd, 0x60, 0xc3, 0x96, 0xe4, 0x93, 0x74, 0x5f, 0xee, 0xee, 0x32, 0x68, 0x4e, 0xff, 0xc6, 0xdd}, NULL};
static const tenon_interface_descriptor shout__import_textpipe_api_types = {sizeof(tenon_interface_descriptor), 0, "textpipe:api/types@1", {0xc5, 0xe5, 0xea, 0x02, 0x7b, 0x16, 0x56, 0x5b, 0x69, 0x7d, 0xa6, 0x60, 0xb5, 0x36, 0x6c, 0xce}, NULL};
static const tenon_interface_descriptor shout__export_textpipe_api_filter = {sizeof(tenon_interface_descriptor), 3, "textpipe:api/filter@1", {0xa0, 0xc8, 0x60, 0xb1, 0x7f, 0xd5, 0xd8, 0xad, 0x43, 0x75, 0xec, 0xd4, 0x37, 0xfe, 0xff, 0xea}, &shout__table_textpipe_api_filter.head};
static const tenon_interface_descriptor *const shout__imports[] = {&shout__import_textpipe_api_log, &shout__import_textpipe_api_types};
static const tenon_interface_descriptor *const shout__exports[] = {&shout__export_textpipe_api_filter};
static const tenon_resource_descriptor *const shout__resources[] = {&shout_report__resource};

static const tenon_plugin_descriptor shout__descriptor = {
    .size = sizeof(tenon_plugin_descriptor),
    .flags = 0,
    .name = "shout",
    .version = "1.2.0",
    .import_count = 2,
    .export_count = 1,
    .resource_count = 1,
    .imports = shout__imports,
    .exports = shout__exports,
    .resources = shout__resources,
    .create = shout__create,
    .destroy = shout__destroy,
};

static const tenon_plugin_descriptor *const shout__plugins[] = {&shout__descriptor};
const tenon_library_descriptor tenon_plugin_shout = {sizeof(tenon_library_descriptor), TENON_CONTRACT, 1, 0, shout__plugins, NULL};

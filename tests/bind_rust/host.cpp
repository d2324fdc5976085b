// SPDX-License-Identifier: MIT
#include "host.hpp"

#include <dlfcn.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>

namespace tenon::test {
namespace {

// The functions of every.wit in the order of their slots.
const std::map<std::string_view, std::vector<std::string_view>> kSlots = {
    {"scalars", {"all", "check", "flip", "half", "mirror", "next", "nothing", "parse", "worse"}},
    {"texts",
     {"doubled", "echo", "echo-all", "join", "letters", "longest", "nested", "shout", "split", "sum",
      "truths", "worst"}},
    {"documents",
     {"forget", "give-back", "keep", "keep-all", "keep-pair", "mine", "open", "show", "show-all",
      "title-of"}},
    {"kinds",
     {"echo-all-flags", "echo-deep", "echo-drawing", "echo-flags", "echo-number", "echo-shape", "echo-shapes",
      "echo-tuple", "give-held", "keep-held", "other-mode", "see-lent", "take-both", "take-either",
      "take-pair", "try-shape"}},
    {"makers", {"constructor", "merge", "best"}},
    {"$world", {"loop"}},
    {"again", {"ask", "shout"}},
    {"trouble",
     {"ask", "count", "divide", "flush", "folder", "hub", "missing", "panic", "panic-quietly", "reenter"}}};

Host& host_of(void* self) { return *static_cast<Host*>(self); }

[[noreturn]] void fail(const char* why, const char* what) {
  std::fprintf(stderr, "test host: %s %s\n", why, what);
  std::abort();
}

}  // namespace

struct Thing {
  const tenon_table* vtable;
  Host* host;
  std::string title;
  std::function<std::uint32_t(std::uint32_t)> changed;
};

namespace {

void drop_thing(void* self) {
  auto* thing = static_cast<Thing*>(self);
  --thing->host->objects;
  delete thing;
}

std::int32_t append(Thing* self, const char* ptr, std::size_t len, std::uint32_t* ok, tenon_string* err) {
  if (len == 0) return *err = self->host->own("empty"), TENON_ERR;
  self->title.append(ptr, len);
  return *ok = static_cast<std::uint32_t>(self->title.size()), TENON_OK;
}
std::int32_t title(Thing* self, tenon_string* out) { return *out = self->host->own(self->title), TENON_OK; }
std::int32_t watch(Thing*, tenon_object* watcher, std::uint32_t* out) {
  return Host::call(watcher, 0, 1u, out);
}
std::int32_t length(Thing* self, std::uint64_t* out) { return *out = self->title.size(), TENON_OK; }
std::int32_t changed(Thing* self, std::uint32_t count, std::uint32_t* out) {
  return *out = self->changed(count), TENON_OK;
}

std::int32_t number(Thing* self, std::uint32_t* out) {
  return self->changed ? changed(self, 0, out) : TENON_GONE;
}
std::int32_t again(Thing* self, tenon_object** out) {
  return *out = self->host->new_maker(self->title), TENON_OK;
}

struct DocumentVtable {
  tenon_table head;
  decltype(&append) append_;
  decltype(&title) title_;
  decltype(&watch) watch_;
  decltype(&length) length_;
};
struct WatcherVtable {
  tenon_table head;
  decltype(&changed) changed_;
};
const char kDocument[] = "test:every/types@1#document";
const DocumentVtable kDocuments{{4, 0, {}, kDocument, &kDocument, drop_thing}, append, title, watch, length};
const DocumentVtable kOldDocuments{
    {3, 0, {}, kDocument, &kDocument, drop_thing}, append, title, watch, length};
const DocumentVtable kShortDocuments{
    {2, 0, {}, kDocument, &kDocument, drop_thing}, append, title, nullptr, nullptr};
const WatcherVtable kWatchers{{1, 0, {}, "test:every/types@1#watcher", &kDocument, drop_thing}, changed};

struct TicketVtable {
  tenon_table head;
  decltype(&number) number_;
};
const TicketVtable kTickets{{1, 0, {}, "$world#ticket", &kDocument, drop_thing}, number};

// A maker of a host that is older than `rename`.
struct MakerVtable {
  tenon_table head;
  decltype(&again) clone_;
  decltype(&number) drop_;
  decltype(&title) name_;
};
const MakerVtable kMakers{
    {3, 0, {}, "test:every/makers@1#maker", &kDocument, drop_thing}, again, number, title};

// ---- log ----

std::int32_t debug(void* self, const char*, std::size_t) {
  return host_of(self).on_debug ? host_of(self).on_debug() : TENON_OK;
}
std::int32_t info(void* self, const char* ptr, std::size_t len) {
  return host_of(self).lines.emplace_back(ptr, len), TENON_OK;
}
std::int32_t flush(void* self, std::uint32_t* out) {
  return *out = static_cast<std::uint32_t>(host_of(self).lines.size()), TENON_OK;
}
struct LogTable {
  tenon_table head;
  decltype(&debug) debug_;
  decltype(&info) info_;
  decltype(&flush) flush_;
};
const LogTable kLog{{3, 0, {}, "test:every/log@1", nullptr, nullptr}, debug, info, flush};
const LogTable kOldLog{{2, 0, {}, "test:every/log@1", nullptr, nullptr}, debug, info, nullptr};
const LogTable kShortLog{{1, 0, {}, "test:every/log@1", nullptr, nullptr}, debug, nullptr, nullptr};

// ---- settings ----

std::int32_t get(void* self, const char* ptr, std::size_t len, OptionString* out) {
  Host& host = host_of(self);
  if (host.on_get) return host.on_get(out);
  const auto found = host.settings.find(std::string(ptr, len));
  const bool some = found != host.settings.end();
  *out = {some, some ? host.own(found->second) : tenon_string{nullptr, 99}};
  return TENON_OK;
}
struct SettingsTable {
  tenon_table head;
  decltype(&get) get_;
};
const SettingsTable kSettings{{1, 0, {}, "test:every/settings@1", nullptr, nullptr}, get};

// ---- hub ----

std::int32_t adopt(void* self, tenon_object* const* ptr, std::size_t len, std::uint32_t* out) {
  host_of(self).adopted.insert(host_of(self).adopted.end(), ptr, ptr + len);
  return *out = static_cast<std::uint32_t>(len), TENON_OK;
}
std::int32_t call_back(void*, tenon_object* watcher, std::uint32_t* out) {
  const std::int32_t status = Host::call(watcher, 0, 2u, out);
  return Host::drop(watcher), status;
}
std::int32_t find_document(void*, const char*, std::size_t, tenon_object**, std::uint8_t* err) {
  return *err = 2, TENON_ERR;
}
std::int32_t open(void* self, const char* ptr, std::size_t len, tenon_object** out) {
  if (host_of(self).on_open) return host_of(self).on_open(out);
  return *out = host_of(self).new_document(std::string(ptr, len)), TENON_OK;
}
std::int32_t report(void*, const Finding* ptr, std::size_t len, std::uint32_t* out) {
  *out = 0;
  for (const Finding& finding : std::vector<Finding>(ptr, ptr + len))
    *out += static_cast<std::uint32_t>(finding.tags.len + finding.tags.ptr[0].len + finding.severity);
  return TENON_OK;
}
struct OptionFinding {
  std::uint8_t is_some;
  Finding value;
};
std::int32_t store(void* self, const Finding* one, OptionFinding* out) {
  Host& host = host_of(self);
  auto* tags = static_cast<tenon_string*>(host.allocate(one->tags.len * sizeof(tenon_string), 8));
  for (std::size_t i = 0; i < one->tags.len; ++i)
    tags[i] = host.own({one->tags.ptr[i].ptr, one->tags.ptr[i].len});
  *out = {1, *one};
  out->value.message = host.own("stored");
  out->value.hint = {1, host.own("")};
  out->value.tags = {tags, one->tags.len};
  return TENON_OK;
}
struct HubTable {
  tenon_table head;
  decltype(&adopt) adopt_;
  decltype(&call_back) call_back_;
  decltype(&find_document) find_;
  decltype(&open) open_;
  decltype(&report) report_;
  decltype(&store) store_;
};
const HubTable kHub{
    {6, 0, {}, "test:every/hub@1", nullptr, nullptr}, adopt, call_back, find_document, open, report, store};

}  // namespace

Host::Host(const std::string& library) {
  library_ = dlopen(library.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (!library_) fail("dlopen:", dlerror());
  const auto entry = reinterpret_cast<tenon_entry_function>(dlsym(library_, "tenon_entry"));
  descriptor_ = entry(TENON_CONTRACT);
  table_ = {sizeof(tenon_host_table), TENON_CONTRACT, this, nullptr, nullptr, nullptr, str("/plugins/every")};
  table_.alloc = [](void* self, std::size_t size, std::size_t align) {
    return host_of(self).allocate(size, align);
  };
  table_.free = [](void* self, void* ptr, std::size_t size, std::size_t align) {
    host_of(self).give_back(ptr, size, align);
  };
  table_.trap = [](void* self, std::int32_t status, const char* ptr, std::size_t len) {
    host_of(self).trap.assign(ptr, len);
    host_of(self).trap_status = status;
  };
}

Host::~Host() {
  destroy();
  if (!blocks_.empty()) fail("leaked", std::to_string(bytes).c_str());
}

const tenon_plugin_descriptor* Host::plugin(std::string_view name) const {
  for (std::uint32_t i = 0; i < descriptor_->plugin_count; ++i)
    if (descriptor_->plugins[i]->name == name) return descriptor_->plugins[i];
  fail("no plugin", std::string(name).c_str());
}

std::int32_t Host::create(std::string_view name) {
  plugin_ = plugin(name);
  imports_.clear();
  const LogTable* log = log_slots == 3 ? &kLog : log_slots == 2 ? &kOldLog : &kShortLog;
  const std::map<std::string_view, const tenon_table*> tables = {{"test:every/log@1", &log->head},
                                                                 {"test:every/settings@1", &kSettings.head},
                                                                 {"test:every/hub@1", &kHub.head}};
  for (std::uint32_t i = 0; i < plugin_->import_count; ++i) {
    const std::string_view id = plugin_->imports[i]->id;
    const auto found = tables.find(id);
    const tenon_table* table = found == tables.end() ? mirror_table(id) : found->second;
    if (id == absent) table = nullptr;
    imports_.push_back({table, table ? this : nullptr});
  }
  return plugin_->create(&table_, imports_.data(), &instance_);
}

void Host::destroy() {
  if (instance_) plugin_->destroy(instance_);
  instance_ = nullptr;
}

void* Host::find(std::string_view interface, std::string_view function) const {
  const bool inside = interface == "$world" || interface == "again";
  const std::string id = inside ? std::string(interface) : "test:every/" + std::string(interface) + "@1";
  const auto& names = kSlots.at(interface);
  const auto slot = std::ranges::find(names, function) - names.begin();
  for (std::uint32_t i = 0; i < plugin_->export_count; ++i)
    if (plugin_->exports[i]->id == id)
      return reinterpret_cast<void* const*>(plugin_->exports[i]->table + 1)[slot];
  fail("no export", id.c_str());
}

std::uint64_t Host::live(std::string_view resource) const {
  for (std::uint32_t i = 0; i < plugin_->resource_count; ++i)
    if (std::string_view(plugin_->resources[i]->type).ends_with(resource))
      return plugin_->resources[i]->live();
  fail("no resource", std::string(resource).c_str());
}

void* Host::allocate(std::size_t size, std::size_t align) {
  if (++allocations == failing) return nullptr;
  if (size == 0 || align > 8) fail("allocation of", std::to_string(size).c_str());
  void* ptr = std::malloc(size);
  blocks_[ptr] = size * 16 + align;
  bytes += size;
  return ptr;
}

void Host::give_back(void* ptr, std::size_t size, std::size_t align) {
  if (size == 0) return;
  const auto found = blocks_.find(ptr);
  if (found == blocks_.end() || found->second != size * 16 + align)
    fail("freed with another size:", std::to_string(size).c_str());
  blocks_.erase(found);
  bytes -= size;
  std::free(ptr);
}

tenon_string Host::own(std::string_view text) {
  if (text.empty()) return {nullptr, 0};
  char* ptr = static_cast<char*>(allocate(text.size(), 1));
  std::ranges::copy(text, ptr);
  return {ptr, text.size()};
}

std::string Host::take(tenon_string text) {
  std::string out(text.ptr, text.len ? text.ptr + text.len : text.ptr);
  give_back(const_cast<char*>(text.ptr), text.len, 1);
  return out;
}

std::vector<std::string> Host::take(tenon_list_string list) {
  std::vector<std::string> out;
  for (const tenon_string& item : take_list(list.ptr, list.len)) out.push_back(take(item));
  return out;
}

std::string Host::take_finding(const Finding& finding) {
  std::string out = take(finding.message) + "|" + (finding.hint.is_some ? take(finding.hint.value) : "-") +
                    "|" + std::to_string(finding.severity) + "|" + std::to_string(finding.at.x) + "," +
                    std::to_string(finding.at.y) + "|";
  for (const std::string& tag : take(finding.tags)) out += tag + ";";
  return out;
}

tenon_object* Host::new_document(std::string title) {
  ++objects;
  const tenon_table* vtable = document_slots == 4   ? &kDocuments.head
                              : document_slots == 3 ? &kOldDocuments.head
                                                    : &kShortDocuments.head;
  return reinterpret_cast<tenon_object*>(new Thing{vtable, this, std::move(title), {}});
}

tenon_object* Host::new_ticket(std::uint32_t number) {
  ++objects;
  const auto told = [number](std::uint32_t) { return number; };
  return reinterpret_cast<tenon_object*>(new Thing{&kTickets.head, this, {}, told});
}

tenon_object* Host::new_maker(std::string name) {
  ++objects;
  return reinterpret_cast<tenon_object*>(new Thing{&kMakers.head, this, std::move(name), {}});
}

tenon_object* Host::new_watcher(std::function<std::uint32_t(std::uint32_t)> changed) {
  ++objects;
  return reinterpret_cast<tenon_object*>(new Thing{&kWatchers.head, this, {}, std::move(changed)});
}

}  // namespace tenon::test

// SPDX-License-Identifier: MIT
#include "fixture.hpp"

#include <first.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <utility>

namespace tenon::test {
namespace {

namespace fs = std::filesystem;

constexpr tenon_interface_descriptor kLog = {sizeof kLog, IMPORT_SLOTS, IMPORT_ID, IMPORT_HASH, nullptr};
constexpr tenon_interface_descriptor kCounter = {sizeof kCounter, EXPORT_SLOTS, EXPORT_ID, EXPORT_HASH,
                                                 nullptr};
constexpr const tenon_interface_descriptor* kImports[] = {&kLog};
constexpr const tenon_interface_descriptor* kExports[] = {&kCounter};

struct LogTable {
  tenon_table head;
  std::int32_t (*line)(void*, std::uint32_t);
};

struct CounterTable {
  tenon_table head;
  std::int32_t (*add)(void*, std::uint32_t, std::uint32_t*);
  std::int32_t (*crash)(void*);
  std::int32_t (*make)(void*, tenon_object**);
};
const CounterTable& functions(tenon_reference counter) {
  return *reinterpret_cast<const CounterTable*>(counter.table);
}

constexpr const char* kStates[] = {"found", "shadowed", "broken", "other"};

}  // namespace

const tenon_world kWorld = {
    sizeof kWorld, TENON_CONTRACT, WORLD_NAME, WORLD_WIT, sizeof WORLD_WIT - 1, "", 1, 1, kImports, kExports};

std::string said(tenon_error* error) {
  if (error == nullptr) return "";
  std::string out = std::string(tenon_error_code(error)) + " " + tenon_error_message(error);
  tenon_error_delete(error);
  return out;
}

std::string text_of(tenon_error* error) {
  std::string out = error == nullptr ? "" : tenon_error_text(error);
  tenon_error_delete(error);
  return out;
}

HostTest::HostTest() {
  folder_ = (fs::temp_directory_path() / "tenon_host_test_XXXXXX").string();
  if (mkdtemp(folder_.data()) == nullptr) throw std::runtime_error("no temporary folder");
}

HostTest::~HostTest() {
  stop();
  fs::remove_all(folder_);
}

void HostTest::stop() {
  when_logged_ = nullptr;  // what it refers to may be gone
  tenon_error_delete(tenon_instance_destroy(std::exchange(instance_, nullptr)));
  if (plugin_ != nullptr)
    tenon_error_delete(tenon_plugin_unload(std::exchange(plugin_, nullptr), nullptr, nullptr));
  tenon_error_delete(tenon_host_destroy(std::exchange(host_, nullptr)));
}

std::string HostTest::built(const std::string& plugin) {
  return std::string(HOST_TEST_PLUGINS) + "/" + plugin + ".so";
}

std::string HostTest::read(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::string HostTest::install(const std::string& plugin, const std::string& as) {
  return write(as.empty() ? plugin + ".so" : as, read(built(plugin)));
}

std::string HostTest::write(const std::string& name, const std::string& bytes) {
  fs::create_directories(fs::path(path(name)).parent_path());
  std::ofstream(path(name), std::ios::binary) << bytes;
  return path(name);
}

void HostTest::start(std::uint32_t copy, tenon_veto veto, void* ctx) {
  const tenon_host_options options = {sizeof options, copy, veto, ctx, TENON_RESERVE_AUTO, 0};
  ASSERT_EQ(said(tenon_host_create(&options, &host_)), "");
  ASSERT_EQ(said(tenon_host_add_path(host_, folder_.c_str())), "");
}

std::string HostTest::load(const std::string& name) {
  if (host_ == nullptr) start();
  return said(tenon_plugin_load(host_, name.c_str(), &kWorld, &plugin_));
}

std::string HostTest::check(const std::string& name) {
  if (host_ == nullptr) start();
  return said(tenon_plugin_check(host_, name.c_str(), &kWorld));
}

std::int32_t HostTest::line(void* self, std::uint32_t number) {
  auto* test = static_cast<HostTest*>(self);
  test->logged_.push_back(number);
  if (test->when_logged_) test->when_logged_(number);
  return TENON_OK;
}

const tenon_reference* HostTest::log() {
  static const LogTable table = {{1, 0, IMPORT_HASH, IMPORT_ID, &kWorld, nullptr}, line};
  log_ = {&table.head, this};
  return &log_;
}

std::string HostTest::create() { return said(tenon_instance_create(plugin_, log(), &instance_)); }

std::string HostTest::load_and_create(const std::string& name) {
  const std::string loaded = load(name);
  return loaded.empty() ? create() : loaded;
}

std::string HostTest::unload() {
  tenon_instance_destroy(instance_);
  instance_ = nullptr;
  char* reason = nullptr;
  const std::string out = said(tenon_plugin_unload(plugin_, &outcome_, &reason));
  if (out.empty()) plugin_ = nullptr;
  reason_ = reason == nullptr ? "" : reason;
  tenon_text_delete(reason);
  return out;
}

std::int32_t HostTest::add(std::uint32_t number, std::uint32_t* out) {
  std::uint32_t ignored = 0;
  return functions(counter()).add(counter().self, number, out == nullptr ? &ignored : out);
}

std::uint32_t HostTest::sum_at(tenon_reference counter, std::uint32_t number) {
  std::uint32_t sum = 0;
  EXPECT_EQ(functions(counter).add(counter.self, number, &sum), TENON_OK);
  return sum;
}

std::uint32_t HostTest::sum_after(std::uint32_t number) {
  std::uint32_t sum = 0;
  EXPECT_EQ(add(number, &sum), TENON_OK);
  return sum;
}

std::int32_t HostTest::crash() { return functions(counter()).crash(counter().self); }

tenon_object* HostTest::make() {
  tenon_object* out = nullptr;
  EXPECT_EQ(functions(counter()).make(counter().self, &out), TENON_OK);
  return out;
}

void HostTest::drop(tenon_object* object) { object->vtable->drop(object); }

std::vector<std::string> HostTest::catalog() {
  if (host_ == nullptr) start();
  tenon_catalog* catalog = nullptr;
  EXPECT_EQ(said(tenon_host_scan(host_, &catalog)), "");
  std::vector<std::string> out;
  for (std::size_t i = 0; i < tenon_catalog_size(catalog); i++) {
    const tenon_catalog_entry& entry = *tenon_catalog_entry_at(catalog, i);
    const char* detail = entry.why != nullptr ? tenon_error_code(entry.why) : entry.name;
    out.push_back(fs::path(entry.file).filename().string() + ": " + kStates[entry.state] + " " + detail);
  }
  tenon_catalog_delete(catalog);
  return out;
}

}  // namespace tenon::test

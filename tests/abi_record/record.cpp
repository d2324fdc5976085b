// SPDX-License-Identifier: MIT
//
// usage: abi_record WIT
//
// Prints the binary contract as it is: the structs of tenon/abi.h, and of a world its canonical text, hash
// texts, slots, layouts, and the bytes of a note. tests/abi_record/contract.txt holds it.
#include <tenon/abi.h>
#include <tenon/abi/note.h>

#include <cstddef>
#include <cstdio>
#include <fstream>
#include <iterator>

#include "abi/canonical.hpp"
#include "abi/layout.hpp"
#include "abi/manifest.hpp"
#include "abi/walk.hpp"
#include "wit/parse.hpp"

namespace {

namespace abi = tenon::abi;
namespace wit = tenon::wit;

void title(const char* text) { std::printf("\n## %s\n\n", text); }

#define STRUCT(name) std::printf("%s: %zu bytes\n", #name, sizeof(name))
#define FIELD(name, field) std::printf("  %3zu %3zu %s\n", offsetof(name, field), sizeof(name::field), #field)
#define NUMBER(name) std::printf("%s = %lld\n", #name, static_cast<long long>(name))

void show_structs() {
  title("Structs: offset and size of each field, in bytes");
  STRUCT(tenon_table), FIELD(tenon_table, slots), FIELD(tenon_table, flags), FIELD(tenon_table, hash),
      FIELD(tenon_table, type), FIELD(tenon_table, owner), FIELD(tenon_table, drop);
  STRUCT(tenon_object), FIELD(tenon_object, vtable);
  STRUCT(tenon_reference), FIELD(tenon_reference, table), FIELD(tenon_reference, self);
  STRUCT(tenon_interface_descriptor), FIELD(tenon_interface_descriptor, size),
      FIELD(tenon_interface_descriptor, slots), FIELD(tenon_interface_descriptor, id),
      FIELD(tenon_interface_descriptor, hash), FIELD(tenon_interface_descriptor, table);
  STRUCT(tenon_resource_descriptor), FIELD(tenon_resource_descriptor, size),
      FIELD(tenon_resource_descriptor, flags), FIELD(tenon_resource_descriptor, type),
      FIELD(tenon_resource_descriptor, live);
  STRUCT(tenon_plugin_descriptor), FIELD(tenon_plugin_descriptor, size),
      FIELD(tenon_plugin_descriptor, flags), FIELD(tenon_plugin_descriptor, name),
      FIELD(tenon_plugin_descriptor, version), FIELD(tenon_plugin_descriptor, import_count),
      FIELD(tenon_plugin_descriptor, export_count), FIELD(tenon_plugin_descriptor, resource_count),
      FIELD(tenon_plugin_descriptor, imports), FIELD(tenon_plugin_descriptor, exports),
      FIELD(tenon_plugin_descriptor, resources), FIELD(tenon_plugin_descriptor, create),
      FIELD(tenon_plugin_descriptor, destroy);
  STRUCT(tenon_library_descriptor), FIELD(tenon_library_descriptor, size),
      FIELD(tenon_library_descriptor, contract), FIELD(tenon_library_descriptor, plugin_count),
      FIELD(tenon_library_descriptor, plugins), FIELD(tenon_library_descriptor, thread_exit);
  STRUCT(tenon_host_table), FIELD(tenon_host_table, size), FIELD(tenon_host_table, contract),
      FIELD(tenon_host_table, ctx), FIELD(tenon_host_table, alloc), FIELD(tenon_host_table, free),
      FIELD(tenon_host_table, trap), FIELD(tenon_host_table, plugin_dir);
  STRUCT(tenon_thread_exit), FIELD(tenon_thread_exit, size), FIELD(tenon_thread_exit, at_exit),
      FIELD(tenon_thread_exit, key_create), FIELD(tenon_thread_exit, key_set),
      FIELD(tenon_thread_exit, key_delete), FIELD(tenon_thread_exit, thread_create);
  STRUCT(tenon_thread_exit_link), FIELD(tenon_thread_exit_link, size), FIELD(tenon_thread_exit_link, early),
      FIELD(tenon_thread_exit_link, users), FIELD(tenon_thread_exit_link, library),
      FIELD(tenon_thread_exit_link, table);
  STRUCT(tenon_note_header), FIELD(tenon_note_header, format), FIELD(tenon_note_header, contract),
      FIELD(tenon_note_header, language), FIELD(tenon_note_header, flags), FIELD(tenon_note_header, size),
      FIELD(tenon_note_header, plugin_count), FIELD(tenon_note_header, interface_count),
      FIELD(tenon_note_header, library), FIELD(tenon_note_header, metadata), FIELD(tenon_note_header, wit),
      FIELD(tenon_note_header, digest);
  STRUCT(tenon_note_plugin), FIELD(tenon_note_plugin, name), FIELD(tenon_note_plugin, version),
      FIELD(tenon_note_plugin, world), FIELD(tenon_note_plugin, flags),
      FIELD(tenon_note_plugin, import_count), FIELD(tenon_note_plugin, export_count);
  STRUCT(tenon_note_interface), FIELD(tenon_note_interface, id), FIELD(tenon_note_interface, hash),
      FIELD(tenon_note_interface, slots);
  STRUCT(tenon_string), FIELD(tenon_string, ptr), FIELD(tenon_string, len);
  STRUCT(tenon_list), FIELD(tenon_list, ptr), FIELD(tenon_list, len);
  title("Numbers");
  NUMBER(TENON_OK), NUMBER(TENON_ERR), NUMBER(TENON_MISSING), NUMBER(TENON_TRAP), NUMBER(TENON_POISONED);
  NUMBER(TENON_OUT_OF_MEMORY), NUMBER(TENON_BAD_ARGUMENT), NUMBER(TENON_BAD_RESULT), NUMBER(TENON_GONE);
  NUMBER(TENON_PLUGIN_UNWIND), NUMBER(TENON_PLUGIN_CONCURRENT), NUMBER(TENON_NOTE_TYPE),
      NUMBER(TENON_NOTE_FORMAT);
  NUMBER(TENON_NOTE_MAX), NUMBER(TENON_LANGUAGE_C), NUMBER(TENON_LANGUAGE_CPP), NUMBER(TENON_LANGUAGE_RUST);
}

void show_hash(const abi::Hash& hash) {
  for (const std::uint8_t byte : hash) std::printf("%02x", byte);
}

void show_slots(const std::vector<abi::Slot>& slots) {
  for (std::size_t i = 0; i < slots.size(); i++) {
    const abi::Since& since = slots[i].since;
    const std::string gate =
        since.feature.empty() ? since.version ? since.version->text() : "the start" : "unstable";
    std::printf("  %zu %s, since %s\n", i, slots[i].function->name.c_str(), gate.c_str());
  }
}

void show_interface(const wit::Model& model, const char* side, const abi::Interface& interface) {
  std::printf("%s %s ", side, interface.id.c_str());
  show_hash(interface.hash);
  std::printf("\n");
  show_slots(interface.functions);
  for (const abi::Resource& resource : interface.resources) {
    std::printf("  resource %s ", resource.id.c_str());
    show_hash(resource.hash);
    std::printf("\n");
    show_slots(resource.methods);
  }
  std::printf("%s\n", abi::hash_text(model, interface).c_str());
}

const char* passing_text(abi::Passing passing) {
  switch (passing) {
    case abi::Passing::value:
      return "by value";
    case abi::Passing::pointer_and_length:
      return "as pointer and length";
    default:
      return "as pointer";
  }
}

void show_layout(const wit::Model& model, const wit::TypeDef& def, wit::TypeId id) {
  const abi::Layout layout = abi::layout_of(model, id);
  std::printf("%s: %u bytes, aligned to %u, passed %s", def.name.c_str(), layout.size, layout.align,
              passing_text(abi::passing_of(model, id)));
  if (const auto* record = model.as<wit::Record>(id)) {
    std::printf(", fields at");
    for (const std::uint32_t offset : abi::field_offsets(model, *record)) std::printf(" %u", offset);
  }
  if (model.as<wit::Variant>(id) != nullptr) std::printf(", payload at %u", abi::payload_offset(model, id));
  std::printf("\n");
}

std::vector<abi::ManifestInterface> noted(const std::vector<abi::Interface>& side) {
  std::vector<abi::ManifestInterface> out;
  for (const abi::Interface& i : side)
    out.push_back({i.id, i.hash, static_cast<std::uint32_t>(i.functions.size())});
  return out;
}

void show_note(const abi::World& world) {
  abi::Manifest manifest;
  manifest.contract = TENON_CONTRACT;
  manifest.language = TENON_LANGUAGE_C;
  manifest.flags = TENON_PLUGIN_UNWIND;
  manifest.library = "record";
  manifest.plugins.push_back(
      {"record", "1.2.3", world.name, TENON_PLUGIN_CONCURRENT, noted(world.imports), noted(world.exports)});
  manifest.metadata = "{}";
  manifest.wit = "package a:b;\n";
  const std::vector<std::uint8_t> bytes = abi::manifest_bytes(manifest);
  for (std::size_t i = 0; i < bytes.size(); i++) std::printf("%02x%s", bytes[i], i % 32 == 31 ? "\n" : "");
  std::printf("\n");
}

int show_world(const char* path) {
  std::ifstream file(path);
  wit::Input input;
  input.packages.push_back({{{"record.wit", {std::istreambuf_iterator<char>(file), {}}}}});
  input.all_features = true;
  const wit::Parsed parsed = wit::parse(input);
  for (const auto& d : parsed.diagnostics) std::fputs(wit::render(d, parsed.sources).c_str(), stderr);
  if (!parsed.ok()) return 1;
  const wit::Model& model = parsed.model;
  const wit::WorldId id{0};
  const abi::World world = abi::describe(model, id);
  title("Canonical WIT");
  std::printf("%s", abi::canonical_wit(model, {id}).c_str());
  title("Interfaces: hash, slots, hash text");
  for (const abi::Interface& i : world.imports) show_interface(model, "import", i);
  for (const abi::Interface& i : world.exports) show_interface(model, "export", i);
  title("Layouts of value types");
  const std::vector<bool> native = abi::types_in_profile(model);
  for (std::uint32_t i = 0; i < model.types.size(); i++)
    if (native[i] && !model.types[i].name.empty() && model.as<wit::Resource>(wit::TypeId{i}) == nullptr)
      show_layout(model, model.types[i], {i});
  title("Note: its descriptor");
  show_note(world);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  std::printf("# The binary contract %d.%d, as the sources have it\n", TENON_CONTRACT_VERSION,
              TENON_CONTRACT_REVISION);
  show_structs();
  return show_world(argv[1]);
}

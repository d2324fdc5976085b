// SPDX-License-Identifier: MIT
//
// Makes the header that the hand-written test plugins and the test host include: a world's ids,
// hashes and canonical WIT, and the note.
//
//   host_test_describe WIT LANGUAGE PLUGIN... > out.h
#include <tenon/abi.h>

#include <algorithm>
#include <fstream>
#include <iostream>
#include <iterator>
#include <span>

#include "abi/canonical.hpp"
#include "abi/manifest.hpp"
#include "wit/parse.hpp"

namespace {

using namespace tenon;

std::string read(const char* path) {
  std::ifstream in(path);
  return {std::istreambuf_iterator<char>(in), {}};
}

void print_bytes(std::span<const std::uint8_t> bytes) {
  std::cout << "{";
  for (std::uint8_t byte : bytes) std::cout << unsigned{byte} << ",";
  std::cout << "}";
}

/// As a C string literal.
void print_text(std::string_view text) {
  std::cout << '"';
  for (char c : text) {
    if (c == '\n') std::cout << "\\n";
    if (c == '"' || c == '\\') std::cout << '\\';
    if (c != '\n') std::cout << c;
  }
  std::cout << "\"\n";
}

void print_interface(const char* kind, const abi::Interface& interface) {
  std::cout << "#define " << kind << "_ID \"" << interface.id << "\"\n#define " << kind << "_SLOTS "
            << interface.functions.size() << "\n#define " << kind << "_HASH ";
  print_bytes(interface.hash);
  std::cout << "\n";
  for (const abi::Resource& r : interface.resources) {
    std::cout << "#define " << kind << "_RESOURCE_ID \"" << r.id << "\"\n#define " << kind
              << "_RESOURCE_HASH ";
    print_bytes(r.hash);
    std::cout << "\n";
  }
}

/// `log` of demo:text/log@1 is LOG.
std::string macro_of(const abi::Interface& interface) {
  std::string name = interface.id.substr(interface.id.find('/') + 1);
  name.resize(std::min(name.find('@'), name.size()));
  std::ranges::transform(name, name.begin(), [](char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : '_';
  });
  return name;
}

void print_note(std::vector<std::uint8_t> bytes) {
  const std::size_t size = bytes.size();
  bytes.resize((size + 3) / 4 * 4);
  std::cout << "#define NOTE_SIZE " << size << "\n#define NOTE_PADDED " << bytes.size()
            << "\n#define NOTE_BYTES ";
  print_bytes(bytes);
  std::cout << "\n";
}

std::vector<abi::ManifestInterface> noted(const std::vector<abi::Interface>& interfaces) {
  std::vector<abi::ManifestInterface> out;
  for (const abi::Interface& i : interfaces)
    out.push_back({i.id, i.hash, static_cast<std::uint32_t>(i.functions.size())});
  return out;
}

}  // namespace

int main(int count, char** arguments) {
  if (count < 4) return 2;
  wit::Input input;
  input.packages.push_back({{{arguments[1], read(arguments[1])}}});
  const wit::Parsed parsed = wit::parse(input);
  if (!parsed.ok()) {
    std::cerr << wit::render(parsed.diagnostics.front(), parsed.sources);
    return 1;
  }
  const wit::WorldId id{0};
  const abi::World world = abi::describe(parsed.model, id);
  abi::Manifest manifest;
  manifest.contract = TENON_CONTRACT;
  manifest.language = static_cast<std::uint32_t>(std::stoul(arguments[2]));
  manifest.library = "test";
  manifest.wit = abi::canonical_wit(parsed.model, {id});
  std::string plugins;
  for (int i = 3; i < count; i++) {
    const std::string name = arguments[i];
    manifest.plugins.push_back({name, "1.2.3", world.name, 0, noted(world.imports), noted(world.exports)});
    plugins +=
        (plugins.empty() ? "" : ",") + ("{\"name\":\"" + name + "\",\"meta\":{\"menu\":\"" + name + "\"}}");
  }
  manifest.metadata = "{\"plugins\":[" + plugins + "]}";
  print_interface("IMPORT", world.imports.front());
  print_interface("EXPORT", world.exports.front());
  for (const auto* side : {&world.imports, &world.exports})
    for (const abi::Interface& interface : *side) print_interface(macro_of(interface).c_str(), interface);
  std::cout << "#define WORLD_NAME \"" << world.name << "\"\n#define WORLD_WIT ";
  print_text(manifest.wit);
  print_note(abi::manifest_bytes(manifest));
}

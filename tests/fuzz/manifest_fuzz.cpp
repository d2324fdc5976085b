// SPDX-License-Identifier: MIT
//
// A note's bytes: index, names, digest, metadata, and then the WIT in it as a host's load check reads
// it. The mutator makes the digest anew, or nothing behind it would ever be reached.
#include <algorithm>
#include <nlohmann/json.hpp>
#include <random>

#include "abi/canonical.hpp"
#include "fuzz.hpp"
#include "host/check.hpp"
#include "note.hpp"
#include "wit/parse.hpp"

namespace {

using namespace tenon;

/// A host whose world has one of most things, so that a plugin's text is compared with something.
class HostWorld {
 public:
  HostWorld() {
    wit::Input input;
    input.packages.push_back({{{"host.wit", kText}}});
    const wit::Parsed parsed = wit::parse(input);
    fuzz::require(parsed.ok(), "the host's own WIT can be read");
    const abi::World world = abi::describe(parsed.model, wit::WorldId{0});
    wit_ = abi::canonical_wit(parsed.model, {wit::WorldId{0}});
    name_ = world.name;
    list(world.imports, imports_);
    list(world.exports, exports_);
    view_ = {sizeof view_,
             TENON_CONTRACT,
             name_.c_str(),
             wit_.data(),
             wit_.size(),
             "a:b=1.1.0",
             static_cast<std::uint32_t>(imports_.size()),
             static_cast<std::uint32_t>(exports_.size()),
             imports_.data(),
             exports_.data()};
  }
  const tenon_world& view() const { return view_; }

 private:
  static constexpr const char* kText = R"(package a:b@1.2.0;
interface log { info: func(text: string); @since(version = 1.1.0) warn: func(text: string); }
interface shapes {
  enum color { red, green }
  record point { x: f64, y: f64, color: option<color> }
  variant shape { dot(point), line(list<point>), nothing }
  flags perms { read, write }
  resource canvas {
    constructor(size: u32);
    draw: func(what: shape) -> result<tuple<u8, string>, string>;
    @since(version = 1.1.0) clear: func();
  }
  paint: func(on: borrow<canvas>, how: perms) -> own<canvas>;
}
world tool { import log; export shapes; export run: func(args: list<string>) -> result<u32, string>; })";

  void list(const std::vector<abi::Interface>& from, std::vector<const tenon_interface_descriptor*>& to) {
    for (const abi::Interface& i : from) {
      ids_.push_back(std::make_unique<std::string>(i.id));
      auto d = std::make_unique<tenon_interface_descriptor>();
      *d = {sizeof *d, static_cast<std::uint32_t>(i.functions.size()), ids_.back()->c_str(), {}, nullptr};
      std::ranges::copy(i.hash, d->hash);
      to.push_back(d.get());
      descriptors_.push_back(std::move(d));
    }
  }

  std::string wit_, name_;
  std::vector<std::unique_ptr<std::string>> ids_;
  std::vector<std::unique_ptr<tenon_interface_descriptor>> descriptors_;
  std::vector<const tenon_interface_descriptor*> imports_, exports_;
  tenon_world view_{};
};

void check_plugin(const abi::Manifest& manifest, const abi::ManifestPlugin& plugin) {
  static const HostWorld host;
  const std::string metadata = abi::plugin_metadata(manifest.metadata, plugin.name);
  fuzz::require(nlohmann::json::accept(metadata), "a plugin's metadata is JSON");
  const auto fits = host::check_fit(host.view(), manifest, plugin, "lib.so");
  if (fits) return;
  const tenon_error& error = *fits.error();
  fuzz::require(error.code.starts_with("E04") && !error.message.empty(), "a refused plugin is told why");
}

}  // namespace

std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t most, unsigned seed) {
  std::mt19937 random(seed);
  size = LLVMFuzzerMutate(data, size, most);
  if (random() % 16 != 0) fuzz::repair_note({data, size});
  return size;
}

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::span bytes(data, size);
  const auto index = abi::read_index(bytes, size);
  const auto manifest = abi::read_manifest(bytes);
  if (!index) {
    fuzz::require(!manifest && manifest.error().code == index.error().code,
                  "a scan refuses no less than a load");
    fuzz::require(index.error().code.starts_with("E03"), "a refused manifest has a code");
    return 0;
  }
  const std::size_t needed = abi::index_size(bytes);
  fuzz::require(abi::read_index(bytes.first(needed), size).has_value(), "the index is enough for a scan");
  if (!manifest) return 0;
  fuzz::require(manifest->plugins.size() == index->plugins.size(), "a scan sees what a load sees");
  // A few: each check parses the whole text.
  const std::size_t most = std::min<std::size_t>(manifest->plugins.size(), 3);
  for (std::size_t i = 0; i < most; i++) check_plugin(*manifest, manifest->plugins[i]);
  return 0;
}

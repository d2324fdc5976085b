// SPDX-License-Identifier: MIT
//
// The header of a host: its world as constant data, and a class that loads plugins of it.
#include "bind/common/names.hpp"
#include "bind/common/text.hpp"
#include "bind/cpp/collisions.hpp"
#include "bind/cpp/cpp.hpp"
#include "bind/cpp/functions.hpp"
#include "bind/cpp/header.hpp"

namespace tenon::bind::cpp {
namespace {

std::string world_file(const HostSide& host) { return (*host.model)[host.world.id].name; }
std::string world_word(const HostSide& host) { return names::snake(world_file(host)); }

/// "demo_text_1_0_0_pipe_host": one program may have hosts of several worlds of one name.
std::string build_word(const HostSide& host) {
  const wit::PackageName& package = (*host.model)[(*host.model)[host.world.id].package].name;
  std::string out = package.ns + "_" + package.name + "_";
  if (package.version) out += package.version->text() + "_";
  for (char& c : out)
    if (c == '-' || c == '.' || c == '+') c = '_';
  return out + world_word(host) + "_host";
}

Context context_of(const HostSide& host) {
  Context c(*host.model);
  c.side = Side::host;
  c.concurrent = true;  // other threads may hold the host's objects, whatever the plugins are
  c.build = build_word(host);
  c.owner = full_name(c, package_namespace(c.m(), c.m()[host.world.id].package)) + "::" + world_word(host) +
            "_world";
  c.bases.push_back(&host.base);
  return c;
}

/// "ns:pkg=1.1.0,...": base versions that the host raises.
std::string since(const BaseVersions& base) {
  std::vector<std::string> parts;
  for (const auto& [package, version] : base) parts.push_back(package + "=" + version.text());
  return join(parts, ",");
}

std::string descriptors(const Context& c, const HostSide& host, const std::vector<abi::Interface>& interfaces,
                        const std::string& array) {
  if (interfaces.empty()) return {};
  std::string out;
  std::vector<std::string> entries;
  for (const abi::Interface& i : interfaces) {
    const std::string name = accessor_of(c.m(), host.world, i) + "_" + array.substr(0, array.size() - 1);
    out += fill(R"(
      inline constexpr tenon_interface_descriptor {{name}} = {sizeof(tenon_interface_descriptor), {{count}}, {{id}}, {{hash}}, nullptr};
    )",
                {{"name", name},
                 {"count", std::to_string(i.functions.size())},
                 {"id", c_literal(i.id)},
                 {"hash", hash_literal(i.hash)}});
    entries.push_back("&" + name);
  }
  return out + "inline constexpr const tenon_interface_descriptor* " + array + "[] = {" +
         join(entries, ", ") + "};\n";
}

/// The text as one literal for each line.
std::string literal_lines(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size() - 1) + 1;
    out += c_literal(text.substr(0, end)) + "\n";
    text.remove_prefix(end);
  }
  if (out.empty()) return "\"\";\n";
  out.back() = ';';
  return out + "\n";
}

std::string world_data(const Context& c, const HostSide& host) {
  const abi::World& w = host.world;
  const std::string space = world_word(host) + "_contract::";
  return fill(R"(

    namespace {{word}}_contract {
    // More than C++ has to allow.
    #pragma GCC diagnostic push
    #pragma GCC diagnostic ignored "-Woverlength-strings"
    inline constexpr char wit[] =
        {{wit}}
    #pragma GCC diagnostic pop
    {{imports}}
    {{exports}}
    }  // namespace {{word}}_contract

    inline constexpr tenon_world {{word}}_world = {
        .size = sizeof(tenon_world),
        .contract = TENON_CONTRACT,
        .name = {{name}},
        .wit = {{space}}wit,
        .wit_len = sizeof({{space}}wit) - 1,
        .since = {{since}},
        .import_count = {{import_count}},
        .export_count = {{export_count}},
        .imports = {{import_first}},
        .exports = {{export_first}},
    };
  )",
              {{"word", world_word(host)},
               {"wit", literal_lines(host.canonical_wit)},
               {"imports", descriptors(c, host, w.imports, "imports")},
               {"exports", descriptors(c, host, w.exports, "exports")},
               {"name", c_literal(w.name)},
               {"space", space},
               {"since", c_literal(since(host.base))},
               {"import_count", std::to_string(w.imports.size())},
               {"export_count", std::to_string(w.exports.size())},
               {"import_first", w.imports.empty() ? "nullptr" : space + "imports"},
               {"export_first", w.exports.empty() ? "nullptr" : space + "exports"}});
}

std::string import_fields(const Context& c, const HostSide& host) {
  std::string out;
  for (const abi::Interface& i : host.world.imports) {
    if (i.functions.empty()) continue;  // resources alone: there is nothing to implement but objects
    const std::string where = namespace_of(c.m(), host.world, i);
    out += full_name(c, where) + "::Import " + accessor_of(c.m(), host.world, i) + ";\n";
  }
  return out;
}

std::string import_reference(const Context& c, const HostSide& host, const abi::Interface& i) {
  const std::string where = namespace_of(c.m(), host.world, i);
  if (i.functions.empty()) return "{&" + full_name(c, where) + "::abi::Slots<void>::table_.head, nullptr}";
  return "imports." + accessor_of(c.m(), host.world, i) + ".reference()";
}

/// One accessor for each export. `reach` has the place of the export's number; `kind` is the class that is
/// given.
std::string export_accessors(const Context& c, const HostSide& host, const std::string& kind,
                             const std::string& reach) {
  std::string out;
  for (std::size_t i = 0; i < host.world.exports.size(); ++i) {
    const abi::Interface& e = host.world.exports[i];
    if (e.functions.empty()) continue;
    const std::string where = namespace_of(c.m(), host.world, e);
    std::string to = reach;
    to.replace(to.find('#'), 1, std::to_string(i));
    out += "/// The plugin's " + e.name + ".\n" + full_name(c, where) + "::" + kind + " " +
           accessor_of(c.m(), host.world, e) + "() const noexcept { return {" + to +
           ", tenon::host_heap()}; }\n";
  }
  return out;
}

std::string world_class(const Context& c, const HostSide& host) {
  const abi::World& w = host.world;
  std::vector<std::string> references;
  for (const abi::Interface& i : w.imports) references.push_back(import_reference(c, host, i));
  const std::string word = world_word(host), fields = import_fields(c, host);
  return fill(
      R"(

    {{docs}}
    /// A loaded plugin of the world {{world}}, with one instance.
    class {{name}} {
     public:
      /// What the host implements. Each is any object with the interface's functions; it must outlive the
      /// instance and the objects that the instance made; if the plugin is reloadable, all of its builds: declare
      /// it before the Host.
      struct Imports {
        {{imports}}
      };

      /// Finds, checks and loads the plugin, and creates an instance. `plugin` is a name looked up under
      /// the host's paths, or a path.
      static tenon::expected<{{name}}, tenon::Error> load(const tenon::Host& host, const std::string& plugin{{parameter}}) {
        auto loaded = tenon::Plugin::load(host, plugin, {{word}}_world);
        if (!loaded) return tenon::unexpected(std::move(loaded).error());
        return create(*std::move(loaded){{hand_on}});
      }
      /// An instance of a plugin that was loaded for `{{word}}_world`.
      static tenon::expected<{{name}}, tenon::Error> create(tenon::Plugin plugin{{parameter}}) {
        {{references}}
        auto instance = tenon::Instance::create(plugin, {{first}});
        if (!instance) return tenon::unexpected(std::move(instance).error());
        return {{name}}(std::move(plugin), *std::move(instance));
      }

      {{accessors}}

      {{name}}({{name}}&&) noexcept = default;
      {{name}}& operator=({{name}}&& other) noexcept {
        instance_ = std::move(other.instance_);  // first: a plugin isn't unloaded before its instance has ended
        plugin_ = std::move(other.plugin_);
        return *this;
      }

      tenon::Plugin& plugin() noexcept { return plugin_; }
      tenon::Instance& instance() noexcept { return instance_; }

      class Pinned;
      class Reloadable;

     private:
      {{name}}(tenon::Plugin plugin, tenon::Instance instance) noexcept : plugin_(std::move(plugin)), instance_(std::move(instance)) {}

      tenon::Plugin plugin_;
      tenon::Instance instance_;
    };

    /// A reloadable plugin in the build that it is in now: calls are as cheap as a {{name}}'s, and a reload
    /// that has to move its state is put off.
    class {{name}}::Pinned {
     public:
      explicit Pinned(const tenon::Instance& instance) noexcept : pin_(instance.get()) {}

      {{pinned}}

      std::uint64_t generation() const noexcept { return pin_.generation(); }

     private:
      tenon::Pin pin_;
    };

    /// The same as {{name}}, of a plugin that may be replaced while the program runs: calls follow reloads.
    class {{name}}::Reloadable {
     public:
      static tenon::expected<Reloadable, tenon::Error> load(const tenon::Host& host, const std::string& plugin{{parameter}}) {
        auto loaded = tenon::Plugin::load_reloadable(host, plugin, {{word}}_world);
        if (!loaded) return tenon::unexpected(std::move(loaded).error());
        return create(*std::move(loaded){{hand_on}});
      }
      /// An instance of a plugin that was loaded as reloadable for `{{word}}_world`.
      static tenon::expected<Reloadable, tenon::Error> create(tenon::Plugin plugin{{parameter}}) {
        auto made = {{name}}::create(std::move(plugin){{hand_on}});
        if (!made) return tenon::unexpected(std::move(made).error());
        return Reloadable(*std::move(made));
      }

      {{following}}
      /// For many calls in one build.
      Pinned pin() const noexcept { return Pinned(made_.instance_); }

      tenon::Plugin& plugin() noexcept { return made_.plugin_; }
      tenon::Instance& instance() noexcept { return made_.instance_; }

     private:
      explicit Reloadable({{name}} made) noexcept : made_(std::move(made)) {}

      {{name}} made_;
    };
  )",
      {{"docs", doc_comment(c.m()[w.id].docs)},
       {"world", w.name},
       {"name", type_word(world_file(host))},
       {"imports", fields},
       {"parameter", fields.empty() ? "" : ", const Imports& imports"},
       {"hand_on", fields.empty() ? "" : ", imports"},
       {"word", word},
       {"references",
        references.empty() ? "" : "const tenon_reference references[] = {" + join(references, ", ") + "};\n"},
       {"first", references.empty() ? "nullptr" : "references"},
       {"accessors", export_accessors(c, host, "Interface", "instance_.reference(#)")},
       {"pinned", export_accessors(c, host, "Interface", "pin_.reference(#)")},
       {"following", export_accessors(c, host, "Following", "tenon::Following(made_.instance_.get(), #)")}});
}

}  // namespace

Files host_bindings(const HostSide& host) {
  const Context c = context_of(host);
  Collisions collisions(c);
  collisions.add(host.world);
  if (!collisions.found().empty()) return std::unexpected(collisions.found());
  Interfaces interfaces(c);
  interfaces.add(host.world);
  const std::string package = package_namespace(c.m(), c.m()[host.world.id].package);
  const std::string open = opened(package, c.build);
  std::string text = first_lines(host.source) + fill(R"(
    #pragma once
    #include <concepts>
    #include <cstddef>
    #include <cstdint>
    #include <optional>
    #include <span>
    #include <string>
    #include <string_view>
    #include <tuple>
    #include <utility>
    #include <variant>
    #include <vector>

    #include <tenon/host.hpp>

    {{check}}

    namespace {{open}} {
    extern const tenon_world {{word}}_world;
    }
    {{interfaces}}

    // ---- {{world}}

    namespace {{open}} {
    {{data}}
    {{class}}

    }  // namespace {{open}}
  )",
                                                     {{"check", contract_check()},
                                                      {"open", open},
                                                      {"word", world_word(host)},
                                                      {"interfaces", interfaces.text()},
                                                      {"world", host.world.name},
                                                      {"data", world_data(c, host)},
                                                      {"class", world_class(c, host)}});
  return std::vector<File>{{world_file(host) + ".tenon.hpp", std::move(text)}};
}

}  // namespace tenon::bind::cpp

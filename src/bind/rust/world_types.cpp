// SPDX-License-Identifier: MIT
#include "bind/rust/world_types.hpp"

#include "bind/common/text.hpp"
#include "bind/rust/face_types.hpp"
#include "bind/rust/host.hpp"

namespace tenon::bind::rust {
namespace {

// Functions have what they begin as a local.
constexpr std::string_view kNumbered =
    "// SAFETY: that is its number in this world, and calls end as they began, the last one first.";
constexpr std::string_view kPinned =
    "// SAFETY: that is its number in this world, and the pin is the instance's.";

class WorldTypes {
 public:
  WorldTypes(const Surface& surface, const HostSide& host)
      : surface_(surface), host_(host), names_(host_names(surface)) {}

  std::string run() const { return imports() + plugin() + pinned() + reloadable(); }

 private:
  const Face& face(const abi::Interface& interface) const { return surface_.of(host_.world, interface); }

  // An interface without functions has nothing to implement but objects.
  bool implements_any() const {
    for (const abi::Interface& interface : host_.world.imports)
      if (!interface.functions.empty()) return true;
    return false;
  }

  std::string imports() const {
    if (!implements_any()) return "";
    std::string fields;
    for (const abi::Interface& interface : host_.world.imports) {
      const Face& of = face(interface);
      if (interface.functions.empty()) continue;
      fields += "/// `" + of.name + "`\npub " + of.accessor + ": std::sync::Arc<dyn " + of.module +
                "::" + of.trait + ">,\n";
    }
    return fill(R"(

      /// What the host implements for a [`{{world}}`]. Plugins call it from any thread, also while they are
      /// called, for as long as the plugin or an object that it made is alive.
      #[derive(Clone)]
      pub struct {{imports}} {
          {{fields}}
      }
    )",
                {{"world", names_.world}, {"imports", names_.imports}, {"fields", fields}});
  }

  std::string given() const {
    std::string out;
    for (const abi::Interface& interface : host_.world.imports) {
      const Face& of = face(interface);
      const std::string table = "std::ptr::addr_of!(library::" + import_table(of) + ").cast()";
      out += interface.functions.empty()
                 ? "// SAFETY: the table is constant.\nunsafe { given.add_empty(" + table + ") };\n"
                 : "// SAFETY: the table's functions are for this trait.\nunsafe { given.add(" + table +
                       ", imports." + of.accessor + ") };\n";
    }
    return out;
  }

  // One accessor for each export; `#` in `reach` is its number, `safety` why it may be unsafe.
  std::string accessors(const std::string& kind, const std::string& reach,
                        std::string_view safety = "") const {
    std::string out;
    for (std::size_t i = 0; i < host_.world.exports.size(); ++i) {
      const abi::Interface& interface = host_.world.exports[i];
      if (interface.functions.empty()) continue;
      std::string to = reach;
      to.replace(to.find('#'), 1, std::to_string(i));
      out += (out.empty() ? "" : "\n") + fill(R"(
        /// `{{name}}`
        pub fn {{accessor}}(&self) -> {{module}}::{{functions}}<runtime::{{kind}}<'_>> {
            {{safety}}
            {{module}}::{{functions}}({{reach}})
        }
      )",
                                              {{"name", face(interface).name},
                                               {"accessor", face(interface).accessor},
                                               {"module", face(interface).module},
                                               {"functions", face(interface).functions},
                                               {"kind", kind},
                                               {"safety", std::string(safety)},
                                               {"reach", to}});
    }
    return out;
  }

  // What both kinds have.
  std::string common(const std::string& type, const std::string& load, bool follows) const {
    const bool any = implements_any();
    return fill(
        R"(
      /// Finds, checks and loads the plugin, and makes an instance. `plugin` is a name that is looked up below the
      /// folders that the host trusts, or a path to a library in them.
      pub fn load(host: &tenon::Host, plugin: &str{{parameter}}) -> Result<{{type}}, Error> {
          {{type}}::create(&tenon::Plugin::{{load}}(host, plugin, {{type}}::world())?{{hand_on}})
      }

      /// A further instance of a plugin that was loaded{{how}} for this world.
      pub fn create(plugin: &tenon::Plugin{{parameter}}) -> Result<{{type}}, Error> {
          {{mut}}
          {{given}}
          // SAFETY: that is a table for each import of the world.
          let instance = unsafe { tenon::Instance::create(plugin, {{type}}::world(), {{follows}}, given)? };
          Ok({{type}} { instance })
      }

      /// For `tenon::Plugin`.
      pub fn world() -> &'static tenon::World {
          &library::LIBRARY
      }

      {{accessors}}

      /// The instance: whether it trapped.
      pub fn instance(&self) -> &tenon::Instance {
          &self.instance
      }

      /// A fresh instance in place of the old one, with the same imports.
      pub fn recreate(&mut self) -> Result<(), Error> {
          self.instance.recreate()
      }

      /// The loaded plugin.
      pub fn plugin(&self) -> &tenon::Plugin {
          self.instance.plugin()
      }

      /// Ends the instance, and then the plugin, which comes back if that is refused.
      pub fn unload(self) -> Result<tenon::Unloaded, tenon::Refused<tenon::Plugin>> {
          self.instance.unload()
      }
    )",
        {{"type", type},
         {"load", load},
         {"parameter", any ? ", imports: " + names_.imports : ""},
         {"hand_on", any ? ", imports" : ""},
         {"how", follows ? " as reloadable" : ""},
         {"mut", std::string("let ") + (host_.world.imports.empty() ? "" : "mut ") +
                     "given = runtime::Imports::new(plugin);\n"},
         {"given", given()},
         {"follows", follows ? "true" : "false"},
         {"accessors",
          follows ? accessors("Following", "unsafe { runtime::Following::new(&self.instance, #) }", kNumbered)
                  : accessors("Fixed", "runtime::Fixed::new(&self.instance, #)")}});
  }

  std::string plugin() const {
    return fill(R"(

      {{docs}}
      /// A plugin of the world `{{name}}`, with one instance. It stays on its thread: see `tenon::Concurrent` and
      /// `tenon::Worker`.
      pub struct {{world}} {
          instance: tenon::Instance,
      }

      impl {{world}} {
          {{common}}
      }

      // SAFETY: the crate looks at what the plugin says.
      unsafe impl tenon::bindings::Domain for {{world}} {
          fn is_concurrent(&self) -> bool {
              tenon::bindings::is_concurrent(&self.instance)
          }
      }
    )",
                {{"docs", docs()},
                 {"name", host_.world.name},
                 {"world", names_.world},
                 {"common", common(names_.world, "load", false)}});
  }

  std::string docs() const {
    const std::string& docs = (*surface_.model)[host_.world.id].docs;
    return docs.empty() ? "" : doc_lines(docs) + "///\n";
  }

  std::string pinned() const {
    return fill(
        R"(

      /// A [`{{reloadable}}`] in the build that it is in now: calls are as cheap as a [`{{world}}`]'s, and a reload
      /// that has to move its state is put off.
      pub struct {{pinned}}<'p> {
          pin: runtime::Pin<'p>,
          instance: &'p tenon::Instance,
      }

      impl {{pinned}}<'_> {
          {{accessors}}

          /// Of the library: greater than that of every earlier build.
          pub fn generation(&self) -> u64 {
              self.pin.generation()
          }
      }
    )",
        {{"reloadable", names_.reloadable},
         {"world", names_.world},
         {"pinned", names_.pinned},
         {"accessors",
          accessors("Fixed", "unsafe { runtime::Fixed::pinned(&self.pin, self.instance, #) }", kPinned)}});
  }

  std::string reloadable() const {
    return fill(R"(

      /// The same as [`{{world}}`], of a plugin that may be replaced while the program runs: calls follow reloads.
      pub struct {{reloadable}} {
          instance: tenon::Instance,
      }

      impl {{reloadable}} {
          {{common}}

          /// For many calls in one build.
          pub fn pin(&self) -> {{pinned}}<'_> {
              {{pinned}} { pin: runtime::Pin::take(&self.instance), instance: &self.instance }
          }
      }
    )",
                {{"world", names_.world},
                 {"reloadable", names_.reloadable},
                 {"pinned", names_.pinned},
                 {"common", common(names_.reloadable, "load_reloadable", true)}});
  }

  const Surface& surface_;
  const HostSide& host_;
  HostNames names_;
};

}  // namespace

std::string world_types(const Surface& surface, const HostSide& host) {
  return WorldTypes(surface, host).run();
}

}  // namespace tenon::bind::rust

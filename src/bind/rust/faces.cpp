// SPDX-License-Identifier: MIT
#include "bind/rust/faces.hpp"

#include <algorithm>
#include <set>
#include <sstream>

#include "abi/layout.hpp"
#include "bind/common/names.hpp"
#include "bind/common/text.hpp"
#include "bind/rust/face_types.hpp"
#include "bind/rust/signature.hpp"
#include "bind/rust/types.hpp"

namespace tenon::bind::rust {
namespace {

class FaceText {
 public:
  FaceText(const Surface& surface, const Face& face)
      : surface_(surface), model_(*surface.model), face_(face), types_(surface, face, Types::From::face) {}

  std::string run() {
    for (const wit::NamedType& type : face_.types) add(face_type(surface_, face_, type));
    for (const abi::Resource* resource : face_.resources) add(resource_text(*resource));
    if (face_.has_exports()) add(trait(face_.trait, face_.docs, face_.exports->functions));
    if (face_.has_imports()) add(imported());
    if (body_.empty()) return "";
    return fill(R"(

      /// `{{name}}`{{docs}}
      pub mod {{module}} {
          {{uses}}
          {{body}}
      }
    )",
                {{"name", face_.name},
                 {"docs", face_.docs.empty() ? "" : ": " + first_line(printable(face_.docs))},
                 {"module", face_.module},
                 {"uses", uses()},
                 {"body", body_}});
  }

 private:
  void add(const std::string& item) {
    if (!item.empty()) body_ += (body_.empty() ? "" : "\n") + item;
  }

  static std::string first_line(const std::string& text) { return text.substr(0, text.find('\n')); }

  // The body without its comments, which may say anything.
  std::string code() const {
    std::string out;
    std::istringstream lines(body_);
    for (std::string line; std::getline(lines, line);) {
      const std::size_t begin = line.find_first_not_of(' ');
      if (begin != line.npos && line.compare(begin, 2, "//") != 0) out += line + '\n';
    }
    return out;
  }

  // What the body mentions of other modules.
  std::string uses() const {
    const std::string code = this->code();
    const auto mentions = [&](const std::string& what) { return code.find(what) != code.npos; };
    std::set<std::string> out;
    for_each_path(code, [&](std::string_view first) {
      if (first != face_.module && surface_.modules.contains(first)) out.emplace(first);
    });
    for (const std::string module : {"glue", "runtime"})
      if (mentions(" " + module + "::") || mentions("(" + module + "::")) out.insert(module);
    std::string text;
    if (!out.empty()) text = use("super", {out.begin(), out.end()});
    if (mentions(".into_owned()")) text += "use super::IntoOwned as _;\n";
    if (mentions(".or_trap()")) text += "use super::runtime::OrTrap as _;\n";
    return text.empty() ? text : text + "\n";
  }

  // Slots as the WIT's author ordered the functions.
  static std::vector<abi::Slot> in_source_order(std::vector<abi::Slot> slots) {
    std::ranges::sort(slots, {}, [](const abi::Slot& slot) { return slot.function->span.begin; });
    return slots;
  }

  // What each path in the text begins with.
  template <class Body>
  static void for_each_path(std::string_view text, Body&& body) {
    constexpr std::string_view kWord = "_#0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    for (std::size_t at = text.find("::"); at != text.npos; at = text.find("::", at + 2)) {
      const std::size_t before = at == 0 ? text.npos : text.find_last_not_of(kWord, at - 1);
      const std::size_t begin = before == text.npos ? 0 : before + 1;
      if (begin == 0 || text[begin - 1] != ':') body(text.substr(begin, at - begin));
    }
  }

  std::string trait(const std::string& name, const std::string& docs,
                    const std::vector<abi::Slot>& slots) const {
    std::string functions;
    for (const abi::Slot& slot : in_source_order(slots))
      functions += (functions.empty() ? "" : "\n") + doc_lines(slot.function->docs) +
                   trait_signature(surface_, types_, *slot.function) + ";\n";
    return fill(R"(
      {{docs}}
      pub trait {{name}}: Send{{sync}} + 'static {
          {{functions}}
      }
    )",
                {{"docs", doc_lines(docs)},
                 {"name", name},
                 {"sync", surface_.concurrent ? " + Sync" : ""},
                 {"functions", functions}});
  }

  std::string wrappers(const std::vector<abi::Slot>& slots, const std::string& glue,
                       const std::string& target) const {
    std::string out;
    for (const abi::Slot& slot : in_source_order(slots)) {
      const wit::Function& function = *slot.function;
      const std::string name = function_name(surface_, function);
      if (!out.empty()) out += "\n";
      out += wrapper(surface_, types_, function, glue + name, target);
      if (!surface_.newer.contains(&function)) continue;
      out += fill(R"(

        /// Whether the other side is new enough to have `{{name}}`.
        pub fn has_{{name}}(&self) -> bool {
            {{glue}}has_{{name}}({{target}})
        }
      )",
                  {{"name", name}, {"glue", glue}, {"target", target}});
    }
    return out;
  }

  std::string exported() const {
    // `E_`: the interface may have a type E.
    return fill(
        R"(
      /// The plugin's functions: `plugin.{{accessor}}()`.
      #[derive(Clone, Copy)]
      pub struct {{name}}<E_>(pub(super) E_);

      impl<E_: runtime::Export> {{name}}<E_> {
          {{wrappers}}
      }
    )",
        {{"accessor", face_.accessor},
         {"name", face_.functions},
         {"wrappers", wrappers(face_.imports->functions, "glue::" + face_.module + "::", "&self.0")}});
  }

  std::string imported() const {
    if (surface_.host) return exported();
    return fill(
        R"(
      /// The host's functions: `host.{{accessor}}()`.
      #[derive(Clone, Copy)]
      pub struct {{name}}<'h>(pub(super) &'h super::Host);

      impl {{name}}<'_> {
          {{wrappers}}
      }
    )",
        {{"accessor", face_.accessor},
         {"name", face_.functions},
         {"wrappers", wrappers(face_.imports->functions, "glue::" + face_.module + "::", "self.0")}});
  }

  std::string resource_text(const abi::Resource& resource) const {
    const wit::TypeDef& def = model_[resource.type];
    const std::string name = type_name(def.name), object = type_name(def.name, "Object");
    const std::string glue = "glue::" + face_.module + "::" + names::snake(def.name) + "_object";
    return fill(R"(
      {{docs}}
      pub type {{name}} = runtime::Own<{{object}}>;

      /// A [`{{name}}`] that is lent.
      pub type {{ref}}<'a> = runtime::Ref<'a, {{object}}>;

      /// What can be done with a [`{{name}}`], be it one's own or lent, made here or elsewhere.
      #[repr(transparent)]
      pub struct {{object}}(pub(super) runtime::Handle);

      impl {{name}} {
          /// Makes one out of an implementation{{unless}}.
          pub fn new<T: {{impl}}>({{host}}implementation: T) -> {{made}} {
              {{glue}}::make_({{side}}implementation)
          }
      }

      impl {{object}} {
          /// The implementation, if it is a `T` of this {{whose}}.
          pub fn downcast_ref<T: {{impl}}>(&self) -> Option<&T> {
              {{glue}}::made_(&self.0)
          }

          {{methods}}
      }

    )",
                {{"docs", doc_lines(def.docs.empty() ? "A `" + def.name + "`." : def.docs)},
                 {"name", name},
                 {"ref", type_name(def.name, "Ref")},
                 {"object", object},
                 {"impl", type_name(def.name, "Impl")},
                 {"made", surface_.bare() ? "Option<Self>" : "Self"},
                 {"unless", surface_.bare() ? ", in the host's memory; `None` if there isn't enough" : ""},
                 {"host", surface_.host ? "" : "host: &super::Host, "},
                 {"side", surface_.host ? "" : "host, "},
                 {"whose", surface_.host ? "host" : "library"},
                 {"glue", glue},
                 {"methods", wrappers(resource.methods, glue + "::", "&self.0")}}) +
           trait(type_name(def.name, "Impl"),
                 "How a [`" + name + "`] of this " + (surface_.host ? "host" : "library") + " is made.",
                 resource.methods);
  }

  const Surface& surface_;
  const wit::Model& model_;
  const Face& face_;
  Types types_;
  std::string body_;
};

}  // namespace

std::string use(std::string_view path, const std::vector<std::string>& names) {
  const std::string list = join(names, ", ");
  return "use " + std::string(path) + "::" + (names.size() == 1 ? list : "{" + list + "}") + ";\n";
}

std::string face_module(const Surface& surface, const Face& face) { return FaceText(surface, face).run(); }

}  // namespace tenon::bind::rust

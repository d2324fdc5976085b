// SPDX-License-Identifier: MIT
#include "bind/rust/faces.hpp"

#include <algorithm>
#include <set>

#include "abi/layout.hpp"
#include "bind/common/names.hpp"
#include "bind/common/text.hpp"
#include "bind/rust/signature.hpp"
#include "bind/rust/types.hpp"

namespace tenon::bind::rust {
namespace {

class FaceText {
 public:
  FaceText(const Surface& surface, const Face& face)
      : surface_(surface), model_(*surface.model), face_(face), types_(surface, face, Types::From::face) {}

  std::string run() {
    for (const wit::NamedType& type : face_.types) add(definition(type));
    for (const abi::Resource* resource : face_.resources) add(resource_text(*resource));
    const bool functions = face_.contract && !face_.contract->functions.empty();
    if (functions && face_.exported) add(trait(face_.trait, face_.docs, face_.contract->functions));
    if (functions && face_.import >= 0) add(imported());
    if (body_.empty()) return "";
    return fill(R"(

      /// `{{name}}`{{docs}}
      pub mod {{module}} {
          {{uses}}
          {{body}}
      }
    )",
                {{"name", face_.name},
                 {"docs", face_.docs.empty() ? "" : ": " + first_line(face_.docs)},
                 {"module", face_.module},
                 {"uses", uses()},
                 {"body", body_}});
  }

 private:
  void add(const std::string& item) {
    if (!item.empty()) body_ += (body_.empty() ? "" : "\n") + item;
  }

  static std::string first_line(const std::string& text) { return text.substr(0, text.find('\n')); }

  // What the body mentions of other modules.
  std::string uses() const {
    std::set<std::string> out;
    for (const Face& other : surface_.faces)
      if (&other != &face_ && mentions(other.module + "::")) out.insert(other.module);
    if (mentions(" glue::") || mentions("(glue::")) out.insert("glue");
    std::string text;
    if (!out.empty()) text = use("super", {out.begin(), out.end()});
    std::vector<std::string> runtime;
    if (mentions(" flatten(")) runtime.emplace_back("flatten");
    if (mentions(".or_trap()")) runtime.emplace_back("OrTrap");
    if (!runtime.empty()) text += use("super::runtime", runtime);
    return text.empty() ? text : text + "\n";
  }

  // Slots as the WIT's author ordered the functions.
  static std::vector<abi::Slot> in_source_order(std::vector<abi::Slot> slots) {
    std::ranges::sort(slots, {}, [](const abi::Slot& slot) { return slot.function->span.begin; });
    return slots;
  }

  bool mentions(const std::string& path) const {
    for (std::size_t at = body_.find(path); at != body_.npos; at = body_.find(path, at + 1)) {
      const char before = at ? body_[at - 1] : ' ';
      if (std::isalnum(static_cast<unsigned char>(before)) || before == '_' || before == ':') continue;
      return true;
    }
    return false;
  }

  std::string definition(const wit::NamedType& type) const {
    const wit::TypeDef& def = model_[type.id];
    if (const auto* record = std::get_if<wit::Record>(&def.kind)) return record_text(type, def, *record);
    if (const auto* labels = std::get_if<wit::Enum>(&def.kind)) return enum_text(type, def, *labels);
    if (std::get_if<wit::Resource>(&def.kind) || types_.borrows(type.id)) return "";
    return fill(R"(
      {{docs}}
      pub type {{name}} = {{type}};
    )",
                {{"docs", prefixed(def.docs, "/// ")},
                 {"name", type_name(type.name)},
                 {"type", types_.owned(wit::Type(type.id))}});
  }

  std::string enum_text(const wit::NamedType& type, const wit::TypeDef& def, const wit::Enum& labels) const {
    std::string cases;
    for (const wit::Label& label : labels.cases)
      cases += prefixed(label.docs, "/// ") + case_name(label.name) + ",\n";
    return fill(R"(
      {{docs}}
      #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
      #[repr(u{{bits}})]
      pub enum {{name}} {
          {{cases}}
      }
    )",
                {{"docs", prefixed(def.docs, "/// ")},
                 {"bits", std::to_string(abi::tag_size(labels.cases.size()) * 8)},
                 {"name", type_name(type.name)},
                 {"cases", cases}});
  }

  static std::string case_name(const std::string& kebab) {
    return names::escape(Language::rust, names::pascal(kebab));
  }

  template <class Print>
  std::string fields(const wit::Record& record, const Print& print) const {
    std::string out;
    for (const wit::Field& field : record.fields)
      out += prefixed(field.docs, "/// ") + "pub " + names::value(Language::rust, field.name) + ": " +
             print(field.type) + ",\n";
    return out;
  }

  std::string record_text(const wit::NamedType& type, const wit::TypeDef& def,
                          const wit::Record& record) const {
    const bool view = !types_.plain(type.id) && !types_.owns(type.id);
    std::string out;
    if (!types_.borrows(type.id)) out = owned_record(type, def, record);
    if (view) out += (out.empty() ? "" : "\n") + record_view(type, def, record);
    if (view && !types_.borrows(type.id)) out += "\n" + conversion(type, record);
    return out;
  }

  std::string owned_record(const wit::NamedType& type, const wit::TypeDef& def,
                           const wit::Record& record) const {
    const char* derive = types_.plain(type.id)  ? "Clone, Copy, Debug, PartialEq"
                         : types_.owns(type.id) ? "Debug"
                                                : "Clone, Debug, PartialEq";
    return fill(R"(
      {{docs}}
      #[derive({{derive}})]
      pub struct {{name}} {
          {{fields}}
      }
    )",
                {{"docs", prefixed(def.docs, "/// ")},
                 {"derive", derive},
                 {"name", type_name(type.name)},
                 {"fields", fields(record, [&](const wit::Type& t) { return types_.owned(t); })}});
  }

  std::string record_view(const wit::NamedType& type, const wit::TypeDef& def,
                          const wit::Record& record) const {
    const bool only = types_.borrows(type.id);
    return fill(
        R"(
      {{docs}}
      #[derive(Clone, Copy, Debug)]
      pub struct {{name}}View<'a> {
          {{fields}}
      }
    )",
        {{"docs",
          prefixed(only ? def.docs : "A `" + type_name(type.name) + "` that is lent for a call.", "/// ")},
         {"name", type_name(type.name)},
         {"fields", fields(record, [&](const wit::Type& t) { return types_.view(t, "'a"); })}});
  }

  std::string conversion(const wit::NamedType& type, const wit::Record& record) const {
    std::string parts;
    for (const wit::Field& field : record.fields) {
      const std::string name = names::value(Language::rust, field.name);
      parts += name + ": " + copied(field.type, "view." + name) + ",\n";
    }
    return fill(R"(
      impl From<{{name}}View<'_>> for {{name}} {
          fn from(view: {{name}}View<'_>) -> Self {
              {{name}} {
                  {{parts}}
              }
          }
      }
    )",
                {{"name", type_name(type.name)}, {"parts", parts}});
  }

  // An expression for the owned value of the view `from`.
  std::string copied(const wit::Type& type, const std::string& from) const {
    const wit::Type target = model_.resolve(type);
    const auto each = [&](const wit::Type& part) {
      const std::string body = copied(part, "part");
      return "(|part| " + body + ")";
    };
    if (types_.plain(target)) return from;
    if (types_.slice(target)) return from + ".to_vec()";
    if (target == wit::Type(wit::Primitive::string)) return from + ".to_owned()";
    if (const auto* list = model_.as<wit::List>(target))
      return from + ".iter()" + mapped("map", list->type, each) + ".collect()";
    if (const auto* option = model_.as<wit::Option>(target)) return from + mapped("map", option->type, each);
    if (const auto* result = model_.as<wit::Result>(target))
      return from + mapped("map", result->ok, each) + mapped("map_err", result->err, each);
    return from + ".into()";
  }

  template <class Each>
  std::string mapped(const char* how, const std::optional<wit::Type>& part, const Each& each) const {
    return !part || types_.plain(*part) ? "" : std::string(".") + how + each(*part);
  }

  std::string trait(const std::string& name, const std::string& docs,
                    const std::vector<abi::Slot>& slots) const {
    std::string functions;
    for (const abi::Slot& slot : in_source_order(slots))
      functions += (functions.empty() ? "" : "\n") + prefixed(slot.function->docs, "/// ") +
                   trait_signature(surface_, types_, *slot.function) + ";\n";
    return fill(R"(
      {{docs}}
      pub trait {{name}}: Send{{sync}} + 'static {
          {{functions}}
      }
    )",
                {{"docs", prefixed(docs, "/// ")},
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

  std::string imported() const {
    return fill(
        R"(
      /// The host's functions: `host.{{module}}()`.
      #[derive(Clone, Copy)]
      pub struct Imported<'h>(pub(super) &'h super::Host);

      impl Imported<'_> {
          {{wrappers}}
      }
    )",
        {{"module", face_.module},
         {"wrappers", wrappers(face_.contract->functions, "glue::" + face_.module + "::", "self.0")}});
  }

  std::string resource_text(const abi::Resource& resource) const {
    const wit::TypeDef& def = model_[resource.type];
    const std::string name = type_name(def.name);
    const std::string glue = "glue::" + face_.module + "::" + names::snake(def.name) + "_object";
    return fill(R"(
      {{docs}}
      pub type {{name}} = super::runtime::Own<{{name}}Object>;

      /// A [`{{name}}`] that is lent.
      pub type {{name}}Ref<'a> = super::runtime::Ref<'a, {{name}}Object>;

      /// What can be done with a [`{{name}}`], be it one's own or lent, made here or elsewhere.
      #[repr(transparent)]
      pub struct {{name}}Object(pub(super) super::runtime::Handle);

      impl {{name}} {
          /// Makes one out of an implementation.
          pub fn new<T: {{name}}Impl>(host: &super::Host, implementation: T) -> {{name}} {
              {{glue}}::make(host, implementation)
          }
      }

      impl {{name}}Object {
          /// The implementation, if it is a `T` of this library.
          pub fn downcast_ref<T: {{name}}Impl>(&self) -> Option<&T> {
              {{glue}}::made(&self.0)
          }

          {{methods}}
      }

    )",
                {{"docs", prefixed(def.docs.empty() ? "A `" + def.name + "`." : def.docs, "/// ")},
                 {"name", name},
                 {"glue", glue},
                 {"methods", wrappers(resource.methods, glue + "::", "&self.0")}}) +
           trait(name + "Impl", "How a [`" + name + "`] of this library is made.", resource.methods);
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

std::vector<std::string> offered_names(const Surface& surface, const Face& face) {
  const Types types(surface, face, Types::From::face);
  std::vector<std::string> out;
  for (const wit::NamedType& type : face.types) {
    const std::string name = type_name(type.name);
    const wit::TypeDef& def = (*surface.model)[type.id];
    const bool record = std::holds_alternative<wit::Record>(def.kind);
    if (std::holds_alternative<wit::Resource>(def.kind)) {
      for (const char* suffix : {"", "Ref", "Object", "Impl"}) out.push_back(name + suffix);
      continue;
    }
    if (!types.borrows(type.id)) out.push_back(name);
    if (record && !types.plain(type.id) && !types.owns(type.id)) out.push_back(name + "View");
  }
  if (face.exported && !face.contract->functions.empty()) out.push_back(face.trait);
  return out;
}

}  // namespace tenon::bind::rust

// SPDX-License-Identifier: MIT
#include "abi/layout.hpp"
#include "bind/common/names.hpp"
#include "bind/common/text.hpp"
#include "bind/rust/glue.hpp"
#include "bind/rust/types.hpp"

namespace tenon::bind::rust {
namespace {

class Values {
 public:
  Values(const Surface& surface, const Face& face)
      : model_(*surface.model), types_(surface, face, Types::From::glue) {}

  std::string of(const wit::NamedType& type) const {
    const wit::TypeDef& def = model_[type.id];
    if (const auto* labels = std::get_if<wit::Enum>(&def.kind)) return enum_text(type, *labels);
    const auto* record = std::get_if<wit::Record>(&def.kind);
    if (!record) return "";
    std::string out = raw_record(type, *record);
    if (!types_.owns(type.id)) out += "\n" + record_view(type, *record);
    if (!types_.borrows(type.id)) out += "\n" + record_value(type, *record);
    return out;
  }

 private:
  std::string enum_text(const wit::NamedType& type, const wit::Enum& labels) const {
    std::string cases;
    for (std::size_t i = 0; i < labels.cases.size(); ++i)
      cases += std::to_string(i) + " => " + types_.path(type.id) +
               "::" + names::escape(Language::rust, names::pascal(labels.cases[i].name)) + ",\n";
    const std::string raw = types_.raw(wit::Type(type.id));
    return fill(R"(
      impl Plain for {{path}} {
          type Raw = {{raw}};
          fn from_raw(raw: {{raw}}) -> Option<Self> {
              Some(match raw {
                  {{cases}}
                  _ => return None,
              })
          }
          fn into_raw(self) -> {{raw}} {
              self as {{raw}}
          }
      }
    )",
                {{"path", types_.path(type.id)}, {"raw", raw}, {"cases", cases}});
  }

  // A local for a field that leaves the functions' own names alone.
  static std::string local(const std::string& name) {
    return name == "raw" || name == "from" || name == "record" ? name + "_" : name;
  }

  // One line for each field.
  template <class Line>
  static std::string each(const wit::Record& record, const Line& line) {
    std::string out;
    for (const wit::Field& field : record.fields)
      out += line(names::value(Language::rust, field.name), field.type) + "\n";
    return out;
  }

  std::string raw_record(const wit::NamedType& type, const wit::Record& record) const {
    const abi::Layout layout = abi::layout_of(model_, wit::Type(type.id));
    const auto field = [&](const std::string& name, const wit::Type& t) {
      return name + ": " + types_.raw(t) + ",";
    };
    return fill(R"(
      #[repr(C)]
      #[derive(Clone, Copy)]
      pub struct {{name}}Raw {
          {{fields}}
      }

      const _: () = assert!(size_of::<{{name}}Raw>() == {{size}} && align_of::<{{name}}Raw>() == {{align}});
    )",
                {{"name", type_name(type.name)},
                 {"fields", each(record, field)},
                 {"size", std::to_string(layout.size)},
                 {"align", std::to_string(layout.align)}});
  }

  std::string record_view(const wit::NamedType& type, const wit::Record& record) const {
    std::vector<std::string> checks;
    for (const wit::Field& field : record.fields)
      checks.push_back("<" + types_.view(field.type, "'_") + ">::check(&raw." +
                       names::value(Language::rust, field.name) + ")");
    const auto view = [&](const std::string& name, const wit::Type&) {
      return name + ": View::view(&raw." + name + ", record),";
    };
    const auto lend = [&](const std::string& name, const wit::Type&) {
      return name + ": self." + name + ".lend(scratch),";
    };
    const bool plain = types_.plain(type.id);
    return fill(R"(
      impl{{lifetime}} View for {{path}} {
          type Raw = {{name}}Raw;
          unsafe fn check(raw: &{{name}}Raw) -> bool {
              {{checks}}
          }
          unsafe fn view(raw: &{{name}}Raw, record: &Record) -> Self {
              Self {
                  {{view}}
              }
          }
          fn lend(self, scratch: &mut Scratch) -> {{name}}Raw {
              {{name}}Raw {
                  {{lend}}
              }
          }
      }
    )",
                {{"lifetime", plain ? "" : "<'a>"},
                 {"path", plain ? types_.path(type.id) : types_.path(type.id, "View") + "<'a>"},
                 {"name", type_name(type.name)},
                 {"checks", join(checks, "\n    && ")},
                 {"view", each(record, view)},
                 {"lend", each(record, lend)}});
  }

  std::string record_value(const wit::NamedType& type, const wit::Record& record) const {
    const auto lift = [](const std::string& name, const wit::Type&) {
      return "let " + local(name) + " = Value::lift(&raw." + name + ", from);";
    };
    const auto lifted = [](const std::string& name, const wit::Type&) {
      return name + ": " + local(name) + "?,";
    };
    const auto lower = [](const std::string& name, const wit::Type&) {
      return "let " + local(name) + " = Lowered::new(self." + name + ", record)?;";
    };
    const auto lowered = [](const std::string& name, const wit::Type&) {
      return name + ": " + local(name) + ".take(),";
    };
    const auto release = [&](const std::string& name, const wit::Type& t) {
      return "<" + types_.owned(t) + ">::release(&raw." + name + ", record);";
    };
    const auto give = [](const std::string& name, const wit::Type&) {
      return name + ": self." + name + ".give(scratch),";
    };
    return fill(R"(
      impl Value for {{path}} {
          type Raw = {{name}}Raw;
          unsafe fn lift(raw: &{{name}}Raw, from: &Origin<'_>) -> Option<Self> {
              {{lift}}
              Some(Self {
                  {{lifted}}
              })
          }
          fn lower(self, record: &Record) -> Option<{{name}}Raw> {
              {{lower}}
              Some({{name}}Raw {
                  {{lowered}}
              })
          }
          unsafe fn release(raw: &{{name}}Raw, record: &Record) {
              {{release}}
          }
          fn give(self, scratch: &mut Scratch) -> {{name}}Raw {
              {{name}}Raw {
                  {{give}}
              }
          }
      }
    )",
                {{"path", types_.path(type.id)},
                 {"name", type_name(type.name)},
                 {"lift", each(record, lift)},
                 {"lifted", each(record, lifted)},
                 {"lower", each(record, lower)},
                 {"lowered", each(record, lowered)},
                 {"release", each(record, release)},
                 {"give", each(record, give)}});
  }

  const wit::Model& model_;
  Types types_;
};

}  // namespace

std::string glue_values(const Surface& surface, const Face& face) {
  const Values values(surface, face);
  std::string out;
  for (const wit::NamedType& type : face.types) {
    const std::string text = values.of(type);
    if (!text.empty()) out += (out.empty() ? "" : "\n") + text;
  }
  return out;
}

}  // namespace tenon::bind::rust

// SPDX-License-Identifier: MIT
#include <algorithm>
#include <set>

#include "abi/layout.hpp"
#include "bind/common/names.hpp"
#include "bind/common/text.hpp"
#include "bind/rust/glue.hpp"
#include "bind/rust/signature.hpp"
#include "bind/rust/types.hpp"

namespace tenon::bind::rust {
namespace {

// The struct of a record in memory, and its impls.
class Values {
 public:
  Values(const Surface& surface, const Face& face)
      : model_(*surface.model), types_(surface, face, Types::From::glue) {}

  std::string of(const wit::NamedType& type, const wit::Record& record) const {
    const bool borrows = types_.borrows(type.id), owns = types_.owns(type.id);
    std::string out = raw_record(type, record);
    if (!owns) out += "\n" + record_view(type, record);
    if (types_.has_owned(type.id)) out += "\n" + record_value(type, record);
    if (!owns && borrows) out += "\n" + view_as_value(types_, type);
    if (!borrows && types_.has_owned(type.id)) out += "\n" + record_output(type, record);
    if (types_.plain(type.id)) out += "\n" + plain_as_owned(types_, type);
    return out;
  }

 private:
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

  // That the parts are as large as their places say: the compiler's offsets are then the contract's.
  std::string offsets(const wit::Record& record) const {
    const std::vector<std::uint32_t> places = abi::field_offsets(model_, record);
    std::string out;
    for (std::size_t i = 1; i < places.size(); ++i)
      out += "const _: () = assert!(runtime::behind::<" + types_.raw(record.fields[i - 1].type) + ", " +
             types_.raw(record.fields[i].type) + ">(" + std::to_string(places[i - 1]) +
             ") == " + std::to_string(places[i]) + ");\n";
    return out;
  }

  std::string raw_record(const wit::NamedType& type, const wit::Record& record) const {
    const auto field = [&](const std::string& name, const wit::Type& t) {
      return name + ": " + types_.raw(t) + ",";
    };
    return fill(R"(
      #[repr(C)]
      #[derive(Clone, Copy)]
      pub struct {{raw}} {
          {{fields}}
      }

      const _: () = assert!({{layout}});
      {{offsets}}
    )",
                {{"raw", type_name(type.name, "Raw")},
                 {"fields", each(record, field)},
                 {"layout", layout_assert(model_, types_, type.id)},
                 {"offsets", offsets(record)}});
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
    return fill(R"(
      impl{{lifetime}} View for {{path}} {
          type Raw = {{raw}};
          unsafe fn check(raw: &{{raw}}) -> bool {
              {{checks}}
          }
          unsafe fn view(raw: &{{raw}}, record: &Record) -> Self {
              Self {
                  {{view}}
              }
          }
          fn lend(self, scratch: &mut Scratch) -> {{raw}} {
              {{raw}} {
                  {{lend}}
              }
          }
      }
    )",
                {{"lifetime", types_.has_view(type.id) ? "<'a>" : ""},
                 {"path", types_.view(type.id, "'a")},
                 {"raw", type_name(type.name, "Raw")},
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
    const auto give = [](const std::string& name, const wit::Type&) {
      return name + ": self." + name + ".give(scratch),";
    };
    return fill(R"(
      impl{{lifetime}} Value for {{path}} {
          type Raw = {{raw}};
          unsafe fn lift(raw: &{{raw}}, from: &Origin<'_>) -> Option<Self> {
              {{lift}}
              Some(Self {
                  {{lifted}}
              })
          }
          fn give(self, scratch: &mut Scratch) -> {{raw}} {
              {{raw}} {
                  {{give}}
              }
          }
      }
    )",
                {{"lifetime", types_.borrows(type.id) ? "<'a>" : ""},
                 {"path", types_.owned(type.id, "'a")},
                 {"raw", type_name(type.name, "Raw")},
                 {"lift", each(record, lift)},
                 {"lifted", each(record, lifted)},
                 {"give", each(record, give)}});
  }

  std::string record_output(const wit::NamedType& type, const wit::Record& record) const {
    const auto lower = [](const std::string& name, const wit::Type&) {
      return "let " + local(name) + " = Lowered::new(self." + name + ", record)?;";
    };
    const auto lowered = [](const std::string& name, const wit::Type&) {
      return name + ": " + local(name) + ".take(),";
    };
    const auto release = [&](const std::string& name, const wit::Type& t) {
      return "<" + types_.owned(t) + " as Output>::release(&raw." + name + ", record);";
    };
    return fill(R"(
      impl Output for {{path}} {
          fn lower(self, record: &Record) -> Option<{{raw}}> {
              {{lower}}
              Some({{raw}} {
                  {{lowered}}
              })
          }
          unsafe fn release(raw: &{{raw}}, record: &Record) {
              {{release}}
          }
      }
    )",
                {{"path", types_.path(type.id)},
                 {"raw", type_name(type.name, "Raw")},
                 {"lower", each(record, lower)},
                 {"lowered", each(record, lowered)},
                 {"release", each(record, release)}});
  }

  const wit::Model& model_;
  Types types_;
};

// Asserts for options, results and tuples that functions and types mention.
std::string unnamed_asserts(const Surface& surface, const Face& face) {
  const Types types(surface, face, Types::From::glue);
  std::set<std::string> asserted;
  const auto function = [&](const abi::Slot& slot) {
    for (const wit::Param& param : slot.function->params) types.unnamed(param.type, asserted);
    if (!slot.function->result) return;
    const bool whole = whole_result(surface, *slot.function) != nullptr;  // has no place of its own
    whole ? types.unnamed_parts(*slot.function->result, asserted)
          : types.unnamed(*slot.function->result, asserted);
  };
  for (const wit::NamedType& type : face.types) types.unnamed_parts(type.id, asserted);
  for (const abi::Interface* side : {face.imports, face.exports})
    if (side) std::ranges::for_each(side->functions, function);
  for (const abi::Resource* resource : face.resources) std::ranges::for_each(resource->methods, function);
  // Parts before wholes: a compiler that knows a part's layout doesn't look into it again, and so
  // doesn't meet the limit of its recursion in what is nested deeply.
  std::vector<std::string> sorted(asserted.begin(), asserted.end());
  std::ranges::stable_sort(sorted, {}, &std::string::size);
  std::string out;
  for (const std::string& layout : sorted) out += "const _: () = assert!(" + layout + ");\n";
  return out;
}

}  // namespace

std::string layout_assert(const wit::Model& model, const Types& types, const wit::Type& type) {
  const abi::Layout layout = abi::layout_of(model, type);
  return "runtime::laid_out::<" + types.raw(type) + ">(" + std::to_string(layout.size) + ", " +
         std::to_string(layout.align) + ")";
}

std::string plain_as_owned(const Types& types, const wit::NamedType& type) {
  return fill(R"(
    impl IntoOwned for {{path}} {
        type Owned = Self;
        fn into_owned(self) -> Self {
            self
        }
    }
  )",
              {{"path", types.path(type.id)}});
}

std::string view_as_value(const Types& types, const wit::NamedType& type) {
  return fill(R"(
    /// Beside own handles in one parameter.
    impl<'a> Value for {{path}} {
        type Raw = {{raw}};
        unsafe fn lift(raw: &{{raw}}, from: &Origin<'_>) -> Option<Self> {
            from.lend(raw)
        }
        fn give(self, scratch: &mut Scratch) -> {{raw}} {
            self.lend(scratch)
        }
    }
  )",
              {{"path", types.view(type.id, "'a")}, {"raw", type_name(type.name, "Raw")}});
}

std::string glue_values(const Surface& surface, const Face& face) {
  const Values values(surface, face);
  std::string out;
  const auto add = [&](const std::string& text) {
    if (!text.empty()) out += (out.empty() ? "" : "\n") + text;
  };
  for (const wit::NamedType& type : face.types) {
    const auto* record = std::get_if<wit::Record>(&(*surface.model)[type.id].kind);
    add(record ? values.of(type, *record) : glue_cases(surface, face, type));
  }
  add(unnamed_asserts(surface, face));
  return out;
}

}  // namespace tenon::bind::rust

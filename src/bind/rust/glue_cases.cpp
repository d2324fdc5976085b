// SPDX-License-Identifier: MIT
//
// Enums, flags and variants in memory: their tags are integers until they have been looked at.
#include <algorithm>

#include "abi/layout.hpp"
#include "bind/common/names.hpp"
#include "bind/common/text.hpp"
#include "bind/rust/glue.hpp"
#include "bind/rust/types.hpp"

namespace tenon::bind::rust {
namespace {

// Whether a tag of `bits` has values that are no case; else a compiler warns of an arm for them.
bool has_others(std::size_t cases) { return cases != 256 && cases != 65536; }

std::string enum_text(const Types& types, const wit::NamedType& type, const std::vector<std::string>& names) {
  const std::string path = types.path(type.id), raw = types.raw(wit::Type(type.id));
  std::string cases;
  for (std::size_t i = 0; i < names.size(); ++i)
    cases += std::to_string(i) + " => " + path + "::" + case_name(names[i]) + ",\n";
  return fill(R"(
    impl Plain for {{path}} {
        type Raw = {{raw}};
        fn from_raw(raw: {{raw}}) -> Option<Self> {
            Some(match raw {
                {{cases}}
                {{others}}
            })
        }
        fn into_raw(self) -> {{raw}} {
            self as {{raw}}
        }
    }
  )",
              {{"path", path},
               {"raw", raw},
               {"cases", cases},
               {"others", has_others(names.size()) ? "_ => return None,\n" : ""}});
}

std::string flags_text(const Types& types, const wit::NamedType& type, const wit::Flags& flags) {
  std::vector<std::string> known;
  for (const wit::Label& flag : flags.flags) known.push_back('"' + names::upper(flag.name) + '"');
  const std::string raw = types.raw(wit::Type(type.id));
  const std::string path = types.path(type.id);
  std::string out = fill(R"(
    impl Plain for {{path}} {
        type Raw = {{raw}};
        fn from_raw(raw: {{raw}}) -> Option<Self> {
            Some(Self::from_bits(raw))
        }
        fn into_raw(self) -> {{raw}} {
            self.bits()
        }
    }

    impl core::fmt::Debug for {{path}} {
        fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
            runtime::fmt_flags(f, "{{name}}", {{bits}}, &[{{known}}])
        }
    }

    impl Not for {{path}} {
        type Output = Self;
        fn not(self) -> Self {
            Self::from_bits(!self.bits())
        }
    }
  )",
                         {{"path", path},
                          {"raw", raw},
                          {"name", type_name(type.name)},
                          {"bits", raw == "u32" ? "self.bits()" : "u32::from(self.bits())"},
                          {"known", join(known, ", ")}});
  for (const auto& [trait, function, sign] :
       {std::tuple{"BitOr", "bitor", "|"}, std::tuple{"BitAnd", "bitand", "&"},
        std::tuple{"BitXor", "bitxor", "^"}})
    out += fill(R"(

      impl {{trait}} for {{path}} {
          type Output = Self;
          fn {{function}}(self, other: Self) -> Self {
              Self::from_bits(self.bits() {{sign}} other.bits())
          }
      }

      impl {{trait}}Assign for {{path}} {
          fn {{function}}_assign(&mut self, other: Self) {
              *self = *self {{sign}} other;
          }
      }
    )",
                {{"trait", trait}, {"path", path}, {"function", function}, {"sign", sign}});
  return out;
}

// The struct of a variant in memory, and its impls.
class Variant {
 public:
  Variant(const Surface& surface, const Face& face, const wit::NamedType& type, const wit::Variant& variant)
      : model_(*surface.model),
        types_(surface, face, Types::From::glue),
        type_(type),
        cases_(variant.cases),
        raw_(type_name(type.name, "Raw")),
        payload_(type_name(type.name, "Cases")) {}

  std::string run() const {
    const bool borrows = types_.borrows(type_.id), owns = types_.owns(type_.id);
    std::string out = raw_variant();
    if (!owns) out += "\n" + view();
    if (types_.has_owned(type_.id)) out += "\n" + value();
    if (!owns && borrows) out += "\n" + view_as_value(types_, type_);
    if (!borrows && types_.has_owned(type_.id)) out += "\n" + output();
    if (types_.plain(type_.id)) out += "\n" + plain_as_owned(types_, type_);
    return out;
  }

 private:
  static std::string field(const wit::Case& one) { return names::value(Language::rust, one.name); }

  // `2 => ...,` for each case, and what becomes of other tags.
  template <class With, class Without>
  std::string by_tag(const With& with, const Without& without, const std::string& others) const {
    std::string out;
    for (std::size_t i = 0; i < cases_.size(); ++i)
      out += std::to_string(i) + " => " + (cases_[i].type ? with(cases_[i]) : without(cases_[i])) + ",\n";
    return has_others(cases_.size()) ? out + "_ => " + others + ",\n" : out;
  }

  // `Self::Rect(value) => ShapeRaw { ... },` for each case; `value` is what becomes of the payload.
  std::string by_case(const std::string& value) const {
    std::string out;
    for (std::size_t i = 0; i < cases_.size(); ++i) {
      const bool payload = cases_[i].type.has_value();
      out += "Self::" + case_name(cases_[i].name) + (payload ? "(value)" : "") + " => " + raw_ +
             " { tag: " + std::to_string(i) + ", value: " + payload_ + " { " +
             (payload ? field(cases_[i]) + ": " + value : "_none: ()") + " } },\n";
    }
    return out;
  }

  std::string raw_variant() const {
    std::string fields;
    for (const wit::Case& one : cases_)
      if (one.type) fields += field(one) + ": " + types_.raw(*one.type) + ",\n";
    if (std::ranges::any_of(cases_, [](const wit::Case& one) { return !one.type; })) fields += "_none: (),\n";
    const std::uint32_t tag = abi::tag_size(cases_.size());
    return fill(R"(
      #[repr(C)]
      #[derive(Clone, Copy)]
      pub struct {{raw}} {
          tag: u{{bits}},
          value: {{payload}},
      }

      #[repr(C)]
      #[derive(Clone, Copy)]
      pub union {{payload}} {
          {{fields}}
      }

      const _: () = assert!({{layout}});
      const _: () = assert!(runtime::behind::<u{{bits}}, {{payload}}>(0) == {{offset}});
    )",
                {{"raw", raw_},
                 {"bits", std::to_string(tag * 8)},
                 {"payload", payload_},
                 {"fields", fields},
                 {"layout", layout_assert(model_, types_, type_.id)},
                 {"offset", std::to_string(abi::payload_offset(model_, type_.id))}});
  }

  std::string view() const {
    const auto check = [&](const wit::Case& one) {
      return "<" + types_.view(*one.type, "'_") + ">::check(&raw.value." + field(one) + ")";
    };
    const auto with = [&](const wit::Case& one) {
      return "Self::" + case_name(one.name) + "(View::view(&raw.value." + field(one) + ", record))";
    };
    const auto without = [&](const wit::Case& one) { return "Self::" + case_name(one.name); };
    return fill(R"(
      impl{{lifetime}} View for {{path}} {
          type Raw = {{raw}};
          unsafe fn check(raw: &{{raw}}) -> bool {
              match raw.tag {
                  {{checks}}
              }
          }
          unsafe fn view(raw: &{{raw}}, record: &Record) -> Self {
              match raw.tag {
                  {{views}}
              }
          }
          fn lend(self, scratch: &mut Scratch) -> {{raw}} {
              match self {
                  {{lend}}
              }
          }
      }
    )",
                {{"lifetime", types_.has_view(type_.id) ? "<'a>" : ""},
                 {"path", types_.view(type_.id, "'a")},
                 {"raw", raw_},
                 {"checks", by_tag(
                                check, [](const wit::Case&) { return "true"; }, "false")},
                 {"views", by_tag(with, without, "runtime::changed()")},
                 {"lend", by_case("value.lend(scratch)")}});
  }

  std::string value() const {
    const auto with = [&](const wit::Case& one) {
      return "Self::" + case_name(one.name) + "(Value::lift(&raw.value." + field(one) + ", from)?)";
    };
    const auto without = [&](const wit::Case& one) { return "Self::" + case_name(one.name); };
    return fill(R"(
      impl{{lifetime}} Value for {{path}} {
          type Raw = {{raw}};
          unsafe fn lift(raw: &{{raw}}, from: &Origin<'_>) -> Option<Self> {
              Some(match raw.tag {
                  {{lift}}
              })
          }
          fn give(self, scratch: &mut Scratch) -> {{raw}} {
              match self {
                  {{give}}
              }
          }
      }
    )",
                {{"lifetime", types_.borrows(type_.id) ? "<'a>" : ""},
                 {"path", types_.owned(type_.id, "'a")},
                 {"raw", raw_},
                 {"lift", by_tag(with, without, "return None")},
                 {"give", by_case("value.give(scratch)")}});
  }

  std::string output() const {
    const auto release = [&](const wit::Case& one) {
      return "<" + types_.owned(*one.type) + " as Output>::release(&raw.value." + field(one) + ", record)";
    };
    std::string releases;
    for (std::size_t i = 0; i < cases_.size(); ++i)
      if (cases_[i].type) releases += std::to_string(i) + " => " + release(cases_[i]) + ",\n";
    const bool all = std::ranges::all_of(cases_, [](const wit::Case& one) { return !!one.type; });
    if (!all || has_others(cases_.size())) releases += "_ => {}\n";
    return fill(R"(
      impl Output for {{path}} {
          fn lower(self, record: &Record) -> Option<{{raw}}> {
              Some(match self {
                  {{lower}}
              })
          }
          unsafe fn release(raw: &{{raw}}, record: &Record) {
              match raw.tag {
                  {{release}}
              }
          }
      }
    )",
                {{"path", types_.path(type_.id)},
                 {"raw", raw_},
                 {"lower", by_case("value.lower(record)?")},
                 {"release", releases}});
  }

  const wit::Model& model_;
  Types types_;
  const wit::NamedType& type_;
  const std::vector<wit::Case>& cases_;
  std::string raw_, payload_;
};

}  // namespace

std::string glue_cases(const Surface& surface, const Face& face, const wit::NamedType& type) {
  const Types types(surface, face, Types::From::glue);
  const wit::TypeKind& kind = (*surface.model)[type.id].kind;
  if (const auto* flags = std::get_if<wit::Flags>(&kind)) return flags_text(types, type, *flags);
  const auto* variant = std::get_if<wit::Variant>(&kind);
  if (variant && !types.cases_only(type.id)) return Variant(surface, face, type, *variant).run();
  std::vector<std::string> names;
  if (variant)
    for (const wit::Case& one : variant->cases) names.push_back(one.name);
  if (const auto* labels = std::get_if<wit::Enum>(&kind))
    for (const wit::Label& label : labels->cases) names.push_back(label.name);
  return names.empty() ? "" : enum_text(types, type, names);
}

}  // namespace tenon::bind::rust

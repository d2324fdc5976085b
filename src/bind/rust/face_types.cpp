// SPDX-License-Identifier: MIT
#include "bind/rust/face_types.hpp"

#include <algorithm>

#include "abi/layout.hpp"
#include "bind/common/names.hpp"
#include "bind/common/text.hpp"
#include "bind/rust/types.hpp"

namespace tenon::bind::rust {
namespace {

class FaceType {
 public:
  FaceType(const Surface& surface, const Face& face, const wit::NamedType& type)
      : model_(*surface.model),
        types_(surface, face, Types::From::face),
        type_(type),
        def_(model_[type.id]),
        name_(type_name(type.name)),
        docs_(doc_lines(def_.docs)) {}

  std::string run() const {
    if (const auto* record = std::get_if<wit::Record>(&def_.kind)) return record_text(*record);
    if (const auto* labels = std::get_if<wit::Enum>(&def_.kind)) return enum_text(*labels);
    if (const auto* variant = std::get_if<wit::Variant>(&def_.kind)) return variant_text(*variant);
    if (const auto* flags = std::get_if<wit::Flags>(&def_.kind)) return flags_text(*flags);
    if (std::get_if<wit::Resource>(&def_.kind) || types_.borrows(type_.id) || !types_.has_owned(type_.id))
      return "";
    return fill(R"(
      {{docs}}
      pub type {{name}} = {{type}};
    )",
                {{"docs", docs_}, {"name", name_}, {"type", types_.owned(wit::Type(type_.id))}});
  }

 private:
  // ---- Enums ----

  std::string enum_text(const wit::Enum& labels) const {
    std::string cases;
    for (const wit::Label& label : labels.cases)
      cases += doc_lines(label.docs) + case_name(label.name) + ",\n";
    return enum_of(cases, labels.cases.size());
  }

  std::string enum_of(const std::string& cases, std::size_t count) const {
    return fill(R"(
      {{docs}}
      #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
      #[repr(u{{bits}})]
      pub enum {{name}} {
          {{cases}}
      }
    )",
                {{"docs", docs_},
                 {"bits", std::to_string(abi::tag_size(count) * 8)},
                 {"name", name_},
                 {"cases", cases}});
  }

  // ---- Flags ----

  static std::string hexadecimal(std::uint64_t value) {
    std::string digits;
    for (; value; value >>= 4) digits.insert(digits.begin(), "0123456789abcdef"[value & 15]);
    return "0x" + digits;
  }

  std::string flags_text(const wit::Flags& flags) const {
    std::string known;
    for (std::size_t i = 0; i < flags.flags.size(); ++i) {
      const std::string name = names::upper(flags.flags[i].name);
      known += doc_lines(flags.flags[i].docs) + "pub const " + name + ": Self = Self(1 << " +
               std::to_string(i) + ");\n";
    }
    return fill(R"(
      {{docs}}
      #[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
      pub struct {{name}}(u{{bits}});

      impl {{name}} {
          {{known}}

          pub const fn empty() -> Self {
              Self(0)
          }

          /// All that have a name here.
          pub const fn all() -> Self {
              Self({{all}})
          }

          /// Bits without a name are kept: a newer side may know them.
          pub const fn from_bits(bits: u{{bits}}) -> Self {
              Self(bits)
          }

          pub const fn bits(self) -> u{{bits}} {
              self.0
          }

          pub const fn is_empty(self) -> bool {
              self.0 == 0
          }

          /// Whether all flags of `other` are set.
          pub const fn contains(self, other: Self) -> bool {
              self.0 & other.0 == other.0
          }

          pub fn insert(&mut self, other: Self) {
              self.0 |= other.0;
          }

          pub fn remove(&mut self, other: Self) {
              self.0 &= !other.0;
          }
      }
    )",
                {{"docs", docs_},
                 {"name", name_},
                 {"bits", std::to_string(abi::layout_of(model_, type_.id).size * 8)},
                 {"known", known},
                 {"all", hexadecimal((std::uint64_t{1} << flags.flags.size()) - 1)}});
  }

  // ---- Records and variants ----

  // What can be derived for the owned form, or for what is lent.
  std::string derives(bool copy, bool view) const {
    const bool comparable = types_.comparable(type_.id);
    std::vector<std::string> out;
    if (!types_.owns(type_.id)) out.emplace_back("Clone");
    if (copy && !types_.owns(type_.id)) out.emplace_back("Copy");
    if (comparable) out.emplace_back("Debug");
    if (comparable && !view && !types_.owns(type_.id)) out.emplace_back("PartialEq");
    return out.empty() ? "" : "#[derive(" + join(out, ", ") + ")]\n";
  }

  std::string record_text(const wit::Record& record) const {
    std::string parts;
    for (const wit::Field& field : record.fields) {
      const std::string name = names::value(Language::rust, field.name);
      const bool same = types_.plain(field.type);
      parts += name + ": view." + name + (same ? "" : ".into_owned()") + ",\n";
    }
    return forms("struct", "Self {\n    " + indented(parts) + "}\n", [&](const auto& print) {
      std::string out;
      for (const wit::Field& field : record.fields)
        out += doc_lines(field.docs) + "pub " + names::value(Language::rust, field.name) + ": " +
               print(field.type) + ",\n";
      return out;
    });
  }

  std::string variant_text(const wit::Variant& variant) const {
    if (types_.cases_only(type_.id)) {
      std::string cases;
      for (const wit::Case& one : variant.cases) cases += doc_lines(one.docs) + case_name(one.name) + ",\n";
      return enum_of(cases, variant.cases.size());
    }
    std::string arms;
    for (const wit::Case& one : variant.cases) {
      const bool same = one.type && types_.plain(*one.type);
      const std::string name = case_name(one.name);
      arms += type_name(type_.name, "View") + "::" + name + (one.type ? "(value)" : "") +
              " => Self::" + name +
              (!one.type ? ""
               : same    ? "(value)"
                         : "(value.into_owned())") +
              ",\n";
    }
    return forms("enum", "match view {\n    " + indented(arms) + "}\n", [&](const auto& print) {
      std::string out;
      for (const wit::Case& one : variant.cases)
        out += doc_lines(one.docs) + case_name(one.name) + (one.type ? "(" + print(*one.type) + ")" : "") +
               ",\n";
      return out;
    });
  }

  static std::string indented(std::string text) {
    for (std::size_t at = 0; (at = text.find('\n', at)) != text.npos && at + 1 < text.size();)
      text.insert(++at, "    ");
    return text;
  }

  // The owned form, the lent one, and the way from this to that.
  template <class Body>
  std::string forms(const char* keyword, const std::string& conversion, const Body& body) const {
    const bool lent_only = types_.borrows(type_.id) || !types_.has_owned(type_.id);
    const bool owns = types_.owns(type_.id), view = types_.has_view(type_.id);
    std::string out;
    if (!lent_only)
      out = form(docs_, derives(types_.plain(type_.id), false), keyword, name_,
                 body([&](const wit::Type& t) { return types_.owned(t); }));
    if (!view) return out;
    out +=
        (out.empty() ? "" : "\n") +
        form(lent_only ? docs_ : "/// A `" + name_ + "` that is lent for a call.\n", derives(true, true),
             keyword, type_name(type_.name, "View") + "<'a>",
             body([&](const wit::Type& t) { return owns ? types_.owned(t, "'a") : types_.view(t, "'a"); }));
    return lent_only ? out : out + "\n" + conversions(conversion);
  }

  static std::string form(const std::string& docs, const std::string& derived, const char* keyword,
                          const std::string& name, const std::string& body) {
    return fill(R"(
      {{docs}}
      {{derived}}
      pub {{keyword}} {{name}} {
          {{body}}
      }
    )",
                {{"docs", docs}, {"derived", derived}, {"keyword", keyword}, {"name", name}, {"body", body}});
  }

  std::string conversions(const std::string& conversion) const {
    return fill(R"(
      impl From<{{view}}<'_>> for {{name}} {
          fn from(view: {{view}}<'_>) -> Self {
              {{conversion}}
          }
      }

      impl super::IntoOwned for {{view}}<'_> {
          type Owned = {{name}};
          fn into_owned(self) -> {{name}} {
              self.into()
          }
      }
    )",
                {{"view", type_name(type_.name, "View")}, {"name", name_}, {"conversion", conversion}});
  }

  const wit::Model& model_;
  Types types_;
  const wit::NamedType& type_;
  const wit::TypeDef& def_;
  std::string name_, docs_;
};

}  // namespace

std::string printable(std::string_view docs) {
  std::string out;
  for (const char c : docs) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '\r' || byte == 0x7f) continue;
    out += byte < 0x20 && c != '\n' && c != '\t' ? ' ' : c;
  }
  return out;
}

std::string doc_lines(std::string_view docs) { return prefixed(printable(docs), "/// "); }

std::string face_type(const Surface& surface, const Face& face, const wit::NamedType& type) {
  return FaceType(surface, face, type).run();
}

}  // namespace tenon::bind::rust

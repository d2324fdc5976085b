// SPDX-License-Identifier: MIT
#include "bind/rust/tuples.hpp"

#include <vector>

#include "bind/common/text.hpp"

namespace tenon::bind::rust {

std::string tuple_text(std::size_t parts) {
  // Joined over all parts, `#` being the part's number.
  const auto each = [&](const std::string& text, const std::string& separator) {
    std::vector<std::string> out;
    for (std::size_t i = 0; i < parts; ++i) {
      std::string one = text;
      for (std::size_t at = 0; (at = one.find('#', at)) != one.npos;) one.replace(at, 1, std::to_string(i));
      out.push_back(std::move(one));
    }
    return join(out, separator);
  };
  return fill(R"(
    #[repr(C)]
    #[derive(Clone, Copy)]
    pub struct RawTuple{{count}}<{{copies}}> {
        {{fields}}
    }

    impl<{{views}}> View for ({{types}},) {
        type Raw = RawTuple{{count}}<{{raws}}>;
        unsafe fn check(raw: &Self::Raw) -> bool {
            {{check}}
        }
        unsafe fn view(raw: &Self::Raw, record: &Record) -> Self {
            ({{view}},)
        }
        fn lend(self, scratch: &mut Scratch) -> Self::Raw {
            RawTuple{{count}} { {{lend}} }
        }
    }

    impl<{{values}}> Value for ({{types}},) {
        type Raw = RawTuple{{count}}<{{raws}}>;
        unsafe fn lift(raw: &Self::Raw, from: &Origin<'_>) -> Option<Self> {
            let lifted = ({{lift}},);
            Some(({{lifted}},))
        }
        fn give(self, scratch: &mut Scratch) -> Self::Raw {
            RawTuple{{count}} { {{give}} }
        }
    }

    impl<{{outputs}}> Output for ({{types}},) {
        fn lower(self, record: &Record) -> Option<Self::Raw> {
            let lowered = ({{lower}},);
            Some(RawTuple{{count}} { {{lowered}} })
        }
        unsafe fn release(raw: &Self::Raw, record: &Record) {
            {{release}}
        }
    }

    impl<{{owned}}> IntoOwned for ({{types}},) {
        type Owned = ({{owned_types}},);
        fn into_owned(self) -> Self::Owned {
            ({{into_owned}},)
        }
    }
  )",
              {{"count", std::to_string(parts)},
               {"copies", each("T#: Copy", ", ")},
               {"fields", each("pub f#: T#,\n", "")},
               {"views", each("T#: View", ", ")},
               {"types", each("T#", ", ")},
               {"raws", each("T#::Raw", ", ")},
               {"check", each("T#::check(&raw.f#)", " && ")},
               {"view", each("T#::view(&raw.f#, record)", ", ")},
               {"lend", each("f#: self.#.lend(scratch)", ", ")},
               {"values", each("T#: Value", ", ")},
               {"lift", each("T#::lift(&raw.f#, from)", ", ")},
               {"lifted", each("lifted.#?", ", ")},
               {"give", each("f#: self.#.give(scratch)", ", ")},
               {"outputs", each("T#: Output", ", ")},
               {"lower", each("Lowered::new(self.#, record)?", ", ")},
               {"lowered", each("f#: lowered.#.take()", ", ")},
               {"release", each("T#::release(&raw.f#, record);\n", "")},
               {"owned", each("T#: IntoOwned", ", ")},
               {"owned_types", each("T#::Owned", ", ")},
               {"into_owned", each("self.#.into_owned()", ", ")}});
}

}  // namespace tenon::bind::rust

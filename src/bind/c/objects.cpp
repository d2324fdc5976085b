// SPDX-License-Identifier: MIT
//
// All of it is in the header, as inline functions: an author who makes no objects of a resource then doesn't
// have to write its functions either.
#include "bind/c/objects.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "bind/c/docs.hpp"
#include "bind/c/slots.hpp"
#include "bind/common/text.hpp"

namespace tenon::bind::c {
namespace {

const std::set<std::string_view> kOwnWords = {"drop", "leave", "live", "make", "of"};

class Objects {
 public:
  Objects(Naming& naming, const Maker& maker, const Owned& owned)
      : naming_(naming), maker_(maker), owned_(owned) {}

  std::string text() {
    for (const std::string* name :
         {&owned_.name, &owned_.drop, &owned_.leave, &owned_.live, &owned_.make, &owned_.of})
      naming_.take(*name, "the objects of " + owned_.resource->id,
                   naming_.model()[owned_.resource->type].span);
    return to_write() + leave() + slots() + make() + of();
  }

 private:
  std::string type() const { return naming_.named(owned_.resource->type); }
  std::string method_name(const wit::Function& f) const {
    return owned_.name + "_" + unless(item(naming_.model(), f), kOwnWords);
  }
  std::string slot_name(const wit::Function& f) const { return "slot_" + method_name(f); }

  std::string to_write() {
    std::string methods;
    for (const abi::Slot& slot : owned_.resource->methods) {
      const wit::Function& f = *slot.function;
      naming_.take(method_name(f), in_words(naming_.model(), f) + " of " + owned_.interface->id, f.span);
      methods += "\n" + comment(f.docs) + "int32_t " + method_name(f) + "(" +
                 typed_parameters(naming_, owned_.name + " *self", signature_of(naming_, f)) + ");\n";
    }
    return fill(
        R"(

      /* Own objects of {{id}}: define `struct {{name}}` and these functions, if you make any. */
      typedef struct {{name}} {{name}};
      {{methods}}

      /* Ends an object; its memory is yours to free. */
      void {{drop}}({{name}} *self);
    )",
        {{"id", owned_.resource->id}, {"name", owned_.name}, {"drop", owned_.drop}, {"methods", methods}});
  }

  std::string leave() const {
    const std::string last =
        maker_.concurrent ? "__atomic_sub_fetch(&box->uses, 1, __ATOMIC_ACQ_REL)" : "--box->uses";
    return fill(R"(

      /* How many are alive. */
      extern uint64_t {{live}} __attribute__((visibility("hidden")));

      static inline void {{leave}}({{box}} *box) {
        if ({{last}} > 0) return;
        {{drop}}(({{name}} *)box->self);
        {{box}}_free(box, &{{live}});
      }

      static inline void slot_{{name}}_drop(void *self) {
        {{leave}}(({{box}} *)self);
      }
    )",
                {{"name", owned_.name},
                 {"drop", owned_.drop},
                 {"leave", owned_.leave},
                 {"live", owned_.live},
                 {"box", maker_.box},
                 {"last", last}});
  }

  std::string slots() const {
    std::string out;
    for (const abi::Slot& s : owned_.resource->methods) out += slot(*s.function);
    return out;
  }

  std::string slot(const wit::Function& f) const {
    const Signature signature = signature_of(naming_, f);
    const std::string enter =
        maker_.concurrent ? "__atomic_add_fetch(&box->uses, 1, __ATOMIC_RELAXED);" : "++box->uses;";
    const std::string call =
        method_name(f) + "(" + typed_arguments("(" + owned_.name + " *)box->self", signature) + ")";
    const std::string settled = "tenon_settle(box->record, rc, " + signature.last() + ", " +
                                failure_text(naming_.model(), f) + ");\n";
    return fill(R"(

      static inline int32_t {{slot}}({{parameters}}) {
        {{box}} *const box = ({{box}} *)(void *)self;
        {{entry}}
        {{enter}}
        {{call}}
        {{leave}}(box);
        return rc;
      }
    )",
                {{"slot", slot_name(f)},
                 {"parameters", raw_parameters(naming_, type() + " *self", signature)},
                 {"box", maker_.box},
                 {"entry", slot_entry(naming_, signature, maker_.record)},
                 {"enter", enter},
                 {"call", maker_.record.empty()
                              ? "const int32_t rc = tenon_settled(" + call + ", " + signature.last() + ");\n"
                              : "int32_t rc = " + call + ";\nif (rc != TENON_OK) rc = " + settled},
                 {"leave", owned_.leave}});
  }

  std::string make() const {
    std::vector<std::string> fields = {table_head(owned_.resource->methods.size(), owned_.resource->hash,
                                                  owned_.resource->id, maker_.owner,
                                                  "slot_" + owned_.name + "_drop")};
    for (const abi::Slot& s : owned_.resource->methods) fields.push_back(slot_name(*s.function));
    return fill(R"(

      /* Makes an object of `impl`, which it owns from then on. TENON_OK, or TENON_OUT_OF_MEMORY: `impl` is
       * still yours. */
      static inline int32_t {{make}}({{parameter}}{{name}} *impl, {{type}} **out) {
        static const {{vtable}} vtable = {
            {{fields}}
        };
        {{box}} *const box = {{box}}_make({{argument}}&vtable.head, impl, &{{live}});
        if (!box) return TENON_OUT_OF_MEMORY;
        *out = ({{type}} *)(void *)box;
        return TENON_OK;
      }
    )",
                {{"name", owned_.name},
                 {"make", owned_.make},
                 {"live", owned_.live},
                 {"box", maker_.box},
                 {"parameter", maker_.parameter},
                 {"argument", maker_.argument},
                 {"type", type()},
                 {"vtable", naming_.own(type(), "vtable")},
                 {"fields", join(fields, ",\n") + ",\n"}});
  }

  std::string of() const {
    return fill(R"(

      /* The author's part of an object, or NULL if somebody else made it. */
      static inline {{name}} *{{of}}({{type}} *object) {
        {{box}} *const box = {{box}}_of(object, {{owner}}, {{id}}{{which}});
        return box ? ({{name}} *)box->self : NULL;
      }
    )",
                {{"name", owned_.name},
                 {"of", owned_.of},
                 {"type", type()},
                 {"box", maker_.box},
                 {"owner", maker_.owner},
                 {"id", c_literal(owned_.resource->id)},
                 {"which", maker_.which}});
  }

  Naming& naming_;
  const Maker& maker_;
  const Owned& owned_;
};

std::vector<Owned> all_of(const Naming& naming, const abi::World& world) {
  std::vector<Owned> out;
  std::set<wit::TypeId> seen;
  for (const auto* side : {&world.imports, &world.exports})
    for (const abi::Interface& interface : *side)
      for (const abi::Resource& resource : interface.resources) {
        const bool first = seen.insert(resource.type).second;
        if (first) out.push_back({&interface, &resource, names::snake(naming.model()[resource.type].name)});
      }
  return out;
}

}  // namespace

std::vector<Owned> owned_resources(const Naming& naming, const abi::World& world, const std::string& prefix,
                                   const std::set<std::string_view>& helpers,
                                   const std::set<std::string>& taken) {
  std::vector<Owned> out = all_of(naming, world);
  std::map<std::string, int> count;
  std::vector<const abi::Interface*> known;
  for (const Owned& o : out) ++count[o.name], known.push_back(o.interface);
  const auto clashes = [&](const Owned& o) {
    const std::string name = prefix + "_" + o.name;
    return taken.contains(name) ||
           std::ranges::any_of(
               kOwnWords,
               [&](std::string_view word) { return taken.contains(name + "_" + std::string(word)); }) ||
           std::ranges::any_of(o.resource->methods, [&](const abi::Slot& s) {
             return taken.contains(name + "_" + item(naming.model(), *s.function));
           });
  };
  for (Owned& o : out) {
    const bool shared = count[o.name] > 1 || clashes(o);
    o.name = prefix + "_" +
             (shared ? naming.label(*o.interface, world, known) + "_" + o.name : unless(o.name, helpers));
  }
  std::set<std::string_view> names;
  for (const Owned& o : out) names.insert(o.name);
  for (Owned& o : out) {
    const auto word = [&](const std::string& w) {
      const std::string name = o.name + "_" + w;
      return names.contains(name) ? name + "_" : name;
    };
    o.drop = word("drop"), o.leave = word("leave"), o.live = word("live"), o.make = word("make"),
    o.of = word("of");
  }
  return out;
}

std::string own_objects(Naming& naming, const Maker& maker, const Owned& owned) {
  return Objects(naming, maker, owned).text();
}

std::string live_count(const Owned& owned) { return "uint64_t " + owned.live + " = 0;\n"; }

}  // namespace tenon::bind::c

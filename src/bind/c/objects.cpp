// SPDX-License-Identifier: MIT
//
// Objects that a plugin makes. All of it is in the header, as inline functions: an author who makes no
// objects of a resource then doesn't have to write its functions either.
#include "bind/c/docs.hpp"
#include "bind/c/plugin.hpp"
#include "bind/c/slots.hpp"
#include "bind/common/text.hpp"

namespace tenon::bind::c {
namespace {

const std::set<std::string_view> kOwnWords = {"drop", "leave", "live", "make", "of"};

class Objects {
 public:
  Objects(Naming& naming, const std::string& library, const PluginPart& part, std::size_t place,
          const Owned& owned)
      : naming_(naming), library_(library), part_(part), place_(place), owned_(owned) {}

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
        part_.plugin().concurrent ? "__atomic_sub_fetch(&box->uses, 1, __ATOMIC_ACQ_REL)" : "--box->uses";
    return fill(R"(

      /* How many are alive. */
      extern uint64_t {{live}} __attribute__((visibility("hidden")));

      static inline void {{leave}}(tenon_box *box) {
        if ({{last}} > 0) return;
        {{drop}}(({{name}} *)box->self);
        tenon_box_free(box, &{{live}});
      }

      static inline void slot_{{name}}_drop(void *self) {
        {{leave}}((tenon_box *)self);
      }
    )",
                {{"name", owned_.name},
                 {"drop", owned_.drop},
                 {"leave", owned_.leave},
                 {"live", owned_.live},
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
        part_.plugin().concurrent ? "__atomic_add_fetch(&box->uses, 1, __ATOMIC_RELAXED);" : "++box->uses;";
    const std::string call =
        method_name(f) + "(" + typed_arguments("(" + owned_.name + " *)box->self", signature) + ")";
    return fill(R"(

      static inline int32_t {{slot}}({{parameters}}) {
        tenon_box *const box = (tenon_box *)(void *)self;
        {{entry}}
        {{enter}}
        int32_t rc = {{call}};
        if (rc != TENON_OK) rc = tenon_settle(box->record, rc, {{last}}, {{text}});
        {{leave}}(box);
        return rc;
      }
    )",
                {{"slot", slot_name(f)},
                 {"parameters", raw_parameters(naming_, type() + " *self", signature)},
                 {"entry", slot_entry(naming_, signature, "box->record")},
                 {"enter", enter},
                 {"call", call},
                 {"last", signature.last()},
                 {"text", failure_text(naming_.model(), f)},
                 {"leave", owned_.leave}});
  }

  std::string make() const {
    std::vector<std::string> fields = {table_head(owned_.resource->methods.size(), owned_.resource->hash,
                                                  owned_.resource->id, library_,
                                                  "slot_" + owned_.name + "_drop")};
    for (const abi::Slot& s : owned_.resource->methods) fields.push_back(slot_name(*s.function));
    return fill(R"(

      /* Makes an object of `impl`, which it owns from then on. TENON_OK, or TENON_OUT_OF_MEMORY: `impl` is
       * still yours. */
      static inline int32_t {{make}}(const {{plugin}}_host *host, {{name}} *impl, {{type}} **out) {
        static const {{vtable}} vtable = {
            {{fields}}
        };
        tenon_box *const box = tenon_box_make(host->record, &vtable.head, impl, &{{live}});
        if (!box) return TENON_OUT_OF_MEMORY;
        *out = ({{type}} *)(void *)box;
        return TENON_OK;
      }
    )",
                {{"name", owned_.name},
                 {"make", owned_.make},
                 {"live", owned_.live},
                 {"plugin", part_.name()},
                 {"type", type()},
                 {"vtable", naming_.own(type(), "vtable")},
                 {"fields", join(fields, ",\n") + ",\n"}});
  }

  std::string of() const {
    return fill(R"(

      /* The author's part of an object, or NULL if somebody else made it. */
      static inline {{name}} *{{of}}({{type}} *object) {
        tenon_box *const box = tenon_box_of(object, &tenon_plugin_{{library}}, {{id}}, tenon_plugin_{{library}}.plugins[{{place}}]);
        return box ? ({{name}} *)box->self : NULL;
      }
    )",
                {{"name", owned_.name},
                 {"of", owned_.of},
                 {"type", type()},
                 {"library", library_},
                 {"id", c_literal(owned_.resource->id)},
                 {"place", std::to_string(place_)}});
  }

  Naming& naming_;
  const std::string& library_;
  const PluginPart& part_;
  std::size_t place_;
  const Owned& owned_;
};

}  // namespace

std::string own_objects(Naming& naming, const std::string& library, const PluginPart& part, std::size_t place,
                        const Owned& owned) {
  return Objects(naming, library, part, place, owned).text();
}

}  // namespace tenon::bind::c

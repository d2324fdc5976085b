// SPDX-License-Identifier: MIT
#include "bind/c/reach.hpp"

#include <algorithm>
#include <set>

#include "bind/c/docs.hpp"
#include "bind/c/types.hpp"
#include "bind/common/text.hpp"

namespace tenon::bind::c {
namespace {

class Calls {
 public:
  Calls(Naming& naming, const abi::Interface& interface, const abi::World& world, const BaseVersions& base)
      : naming_(naming),
        interface_(interface),
        base_(base),
        prefix_(naming.prefix(interface, world)),
        table_(table_name(naming, interface, world)),
        before_(naming.taken()) {
    names_.type = name(interface.interface ? prefix_ : prefix_ + "_functions");
    names_.of = helper_name(names_.type + "_of");
    names_.following = helper_name(prefix_ + "_following");
  }

  const Reach& names() const { return names_; }

  std::string text() {
    std::string calls;
    for (std::size_t i = 0; i < interface_.functions.size(); ++i) calls += function(i);
    return guarded(names_.type, references() + calls);
  }

 private:
  std::string name(const std::string& wanted) {
    const std::string name = naming_.fresh(wanted);
    naming_.take(name, "the interface " + interface_.id, {});
    return name;
  }

  /// Steps aside for a function of the interface.
  std::string helper_name(const std::string& wanted) {
    const bool taken = std::ranges::any_of(interface_.functions, [&](const abi::Slot& slot) {
      return prefix_ + "_" + item(naming_.model(), *slot.function) == wanted;
    });
    return name(taken ? wanted + "_" : wanted);
  }

  /// Steps aside for what is there already, such as the table; two functions of one name are refused.
  std::string function_name(std::string name, const wit::Function& f, const std::string& what = "") {
    while (before_.contains(name)) name += '_';
    naming_.take(name, what + in_words(naming_.model(), f) + " of " + interface_.id, f.span);
    return name;
  }

  std::string references() const {
    return fill(R"(
      /* {{interface}} as one plugin exports it; `table` is NULL where the plugin hasn't got it. Good until the
       * instance is recreated or destroyed. */
      typedef struct {{type}} {
        const {{table}} *table;
        void *self;
      } {{type}};
      static inline {{type}} {{of}}(tenon_reference reference) {
        {{type}} out;
        out.table = (const {{table}} *)reference.table;
        out.self = reference.self;
        return out;
      }

      /* The same of a plugin that may be replaced: each call is one of the build that is there when it begins
       * (tenon/host/pin.h). */
      typedef struct {{following}} {
        tenon_instance *instance;
        uint32_t index; /* among the exports */
      } {{following}};
    )",
                {{"interface", interface_.name},
                 {"type", names_.type},
                 {"table", table_},
                 {"of", names_.of},
                 {"following", names_.following}});
  }

  std::string function(std::size_t index) {
    const abi::Slot& slot = interface_.functions[index];
    const wit::Function& f = *slot.function;
    const Signature signature = signature_of(naming_, f);
    const bool newer = newer_than_base(base_, interface_, slot);
    const std::string word = item(naming_.model(), f);
    const std::string has = newer ? function_name(prefix_ + "_has_" + word, f, "the question for ") : "";
    const std::string call_name = function_name(prefix_ + "_" + word, f);
    Call c;
    c.head = "static inline int32_t " + call_name + "(" +
             typed_parameters(naming_, names_.type + " self", signature) + ")";
    c.raw_call = "(self.table->" + slot_field(naming_, f) + ")(" +
                 raw_arguments(naming_, "self.self", signature) + ")";
    if (newer) c.slots = "self.table->head.slots";
    c.index = index;
    std::string out = newer ? question(has, index) : "";
    out += "\n" + comment(f.docs) + call(naming_, signature, c);
    const std::string missing =
        "{\n" + prefixed(drop_arguments(naming_, signature), "  ") + "  rc = TENON_MISSING;\n}";
    return out + follow(name(names_.following + "_" + word), call_name, signature, missing) +
           (newer ? follow(name(names_.following + "_has_" + word), has, {}, "rc = 0;") : "");
  }

  std::string question(const std::string& has, std::size_t index) const {
    return fill(R"(

      /* Whether the plugin has the function below; without it calls return TENON_MISSING. */
      static inline int {{has}}({{type}} self) {
        return self.table->head.slots > {{index}};
      }
    )",
                {{"has", has}, {"type", names_.type}, {"index", std::to_string(index)}});
  }

  /// `missing`: for a build that hasn't got the interface, which a reload may bring at any time.
  std::string follow(const std::string& name, const std::string& to, const Signature& signature,
                     const std::string& missing) const {
    return fill(R"(

      static inline int32_t {{name}}({{parameters}}) {
        const tenon_call call = tenon_call_begin(self.instance);
        const {{type}} here = {{of}}(call.target->exports[self.index]);
        int32_t rc;
        if (here.table)
          rc = {{to}}({{arguments}});
        else
          {{missing}}
        tenon_call_end(call);
        return rc;
      }
    )",
                {{"name", name},
                 {"parameters", typed_parameters(naming_, names_.following + " self", signature)},
                 {"type", names_.type},
                 {"of", names_.of},
                 {"to", to},
                 {"arguments", typed_arguments("here", signature)},
                 {"missing", missing}});
  }

  Naming& naming_;
  const abi::Interface& interface_;
  const BaseVersions& base_;
  std::string prefix_, table_;
  std::set<std::string> before_;  ///< names of others
  Reach names_;
};

}  // namespace

Reach reach(Naming& naming, const abi::Interface& interface, const abi::World& world,
            const BaseVersions& base, std::string& text) {
  Calls calls(naming, interface, world, base);
  text += calls.text();
  return calls.names();
}

}  // namespace tenon::bind::c

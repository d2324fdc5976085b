// SPDX-License-Identifier: MIT
#include "bind/c/tables.hpp"

#include "abi/layout.hpp"
#include "bind/c/docs.hpp"
#include "bind/c/types.hpp"
#include "bind/c/values.hpp"
#include "bind/common/text.hpp"

namespace tenon::bind::c {
namespace {

const std::set<std::string_view> kTableFields = {"head"};

std::string out_check(const Naming& naming, const std::optional<Out>& out, const std::string& status) {
  if (!out || !needs_valid(naming.model(), out->type)) return "";
  return "if (rc == " + status + " && " + invalid(naming, out->type, "*" + out->name) +
         ") return TENON_BAD_RESULT;\n";
}

/// A peer that says it wrote an out, and didn't, is not to be seen as anything but a wrong value.
std::string cleared(const Naming& naming, const std::optional<Out>& out) {
  if (!out) return "";
  const bool number = abi::passing_of(naming.model(), out->type) == abi::Passing::value;
  return number ? "*" + out->name + " = 0;\n"
                : "tenon_clear(" + out->name + ", sizeof *" + out->name + ");\n";
}

std::string slot_fields(Naming& naming, const std::string& table, const std::string& self,
                        const std::vector<abi::Slot>& slots) {
  std::string fields;
  for (const abi::Slot& slot : slots) {
    const wit::Function& f = *slot.function;
    naming.take_member(table, slot_field(naming, f), in_words(naming.model(), f), f.span);
    fields += "int32_t (*" + slot_field(naming, f) + ")(" +
              raw_parameters(naming, self, signature_of(naming, f)) + ");\n";
  }
  return fields;
}

std::string method(Naming& naming, const std::string& type, const abi::Slot& slot, std::size_t index,
                   bool newer) {
  const wit::Function& f = *slot.function;
  const Signature signature = signature_of(naming, f);
  const std::string name = naming.own(type, unless(item(naming.model(), f), {"drop", "vtable"}));
  naming.take(name, in_words(naming.model(), f), f.span);
  Call c;
  c.head = "static inline int32_t " + name + "(" + typed_parameters(naming, type + " *self", signature) + ")";
  const std::string vtable = naming.own(type, "vtable");
  c.prepare = "const " + vtable + " *const vtable = (const " + vtable + " *)self->vtable;\n";
  c.raw_call = "(vtable->" + slot_field(naming, f) + ")(" + raw_arguments(naming, "self", signature) + ")";
  if (newer) c.slots = "vtable->head.slots";
  c.index = index;
  return comment(f.docs) + call(naming, signature, c);
}

std::string has_method(Naming& naming, const std::string& type, const abi::Slot& slot, std::size_t index) {
  const std::string name = naming.own(type, "has_" + item(naming.model(), *slot.function));
  naming.take(name, "the question for " + in_words(naming.model(), *slot.function), slot.function->span);
  return fill(R"(
    /* Whether the object's maker has the method below; without it calls return TENON_MISSING. */
    static inline int {{name}}(const {{type}} *self) {
      return self->vtable->slots > {{index}};
    }
  )",
              {{"name", name}, {"type", type}, {"index", std::to_string(index)}});
}

}  // namespace

std::string slot_field(const Naming& naming, const wit::Function& function) {
  return unless(naming.field(item(naming.model(), function)), kTableFields);
}

std::string drop_arguments(const Naming& naming, const Signature& signature) {
  std::string out;
  for (const Argument& a : signature.arguments)
    if (owns_objects(naming.model(), a.type))
      out += drop_of(naming, a.type, by_pointer(naming, a.type) ? "*" + a.name : a.name) + "\n";
  return out;
}

std::string call(const Naming& naming, const Signature& signature, const Call& call) {
  std::string guard;
  if (!call.slots.empty())
    guard = "if (" + call.slots + " <= " + std::to_string(call.index) + ") {\n" +
            prefixed(drop_arguments(naming, signature), "  ") + "  return TENON_MISSING;\n}\n";
  const std::string checks =
      out_check(naming, signature.ok, "TENON_OK") + out_check(naming, signature.err, "TENON_ERR");
  const std::string status = "tenon_status(" + call.raw_call + ", " + signature.last() + ")";
  const std::string rest = checks.empty() ? "return " + status + ";\n"
                                          : "const int32_t rc = " + status + ";\n" + checks + "return rc;\n";
  return fill("{{head}} {\n  {{prepare}}\n  {{guard}}\n  {{clear}}\n  {{rest}}\n}\n",
              {{"head", call.head},
               {"prepare", call.prepare},
               {"guard", guard},
               {"clear", cleared(naming, signature.ok) + cleared(naming, signature.err)},
               {"rest", rest}});
}

std::string table_name(const Naming& naming, const abi::Interface& interface, const abi::World& world) {
  return naming.own(naming.prefix(interface, world), "table");
}

std::string table(Naming& naming, const abi::Interface& interface, const abi::World& world) {
  const std::string name = table_name(naming, interface, world);
  naming.take(name, "the table of " + interface.id, {});
  return guarded(
      name, fill("typedef struct {{name}} {\n  tenon_table head;\n  {{slots}}\n} {{name}};\n",
                 {{"name", name}, {"slots", slot_fields(naming, name, "void *self", interface.functions)}}));
}

std::string vtable(Naming& naming, const abi::Interface& interface, const abi::Resource& resource,
                   const Newer& newer) {
  const std::string type = naming.named(resource.type);
  const std::string name = naming.own(type, "vtable");
  naming.take(name, "the vtable of " + resource.id, {});
  std::string calls;
  for (std::size_t i = 0; i < resource.methods.size(); ++i) {
    const bool optional = newer(interface, resource.methods[i]);
    if (optional) calls += "\n" + has_method(naming, type, resource.methods[i], i);
    calls += "\n" + method(naming, type, resource.methods[i], i, optional);
  }
  return guarded(name,
                 fill("typedef struct {{name}} {\n  tenon_table head;\n  {{slots}}\n} {{name}};\n{{calls}}\n",
                      {{"name", name},
                       {"slots", slot_fields(naming, name, type + " *self", resource.methods)},
                       {"calls", calls}}));
}

}  // namespace tenon::bind::c

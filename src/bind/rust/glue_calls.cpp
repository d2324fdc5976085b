// SPDX-License-Identifier: MIT
#include "abi/layout.hpp"
#include "bind/common/text.hpp"
#include "bind/rust/glue.hpp"
#include "bind/rust/signature.hpp"
#include "bind/rust/types.hpp"

namespace tenon::bind::rust {
namespace {

using Passing = abi::Passing;

// The call of one slot of the other side.
class Caller {
 public:
  Caller(const Surface& surface, const Face& face, const SlotGroup& group, std::uint32_t index)
      : surface_(surface),
        face_(face),
        group_(group),
        index_(index),
        function_(*group.functions[index]),
        types_(surface, face, Types::From::glue) {}

  std::string run() {
    for (const Parameter& parameter : parameters_of(function_)) add(parameter);
    add_outs();
    std::string out = fill(R"(
      pub fn {{name}}({{target}}{{declared}}) -> Result<{{result}}, Error> {
          {{reach}}
          {{before}}
          // SAFETY: the table has the slot, arguments are lent for the call, the outs are what it writes.
          unsafe {
              let status = ((*table).{{slot}})(this{{given}});
              runtime::{{received}}
          }
      }
    )",
                           {{"name", function_name(surface_, function_)},
                            {"target", target()},
                            {"declared", declared_},
                            {"result", types_.owned(function_.result)},
                            {"reach", reach()},
                            {"before", (scratch_ ? "let mut scratch = Scratch::default();\n" : "") + before_},
                            {"slot", slot_field(surface_, function_)},
                            {"given", given_},
                            {"received", received_}});
    if (surface_.newer.contains(&function_)) out += "\n" + question();
    return out;
  }

 private:
  std::string spoken() const { return rust_literal(spoken_name(surface_, face_, function_)); }
  std::string index() const { return std::to_string(index_); }
  bool newer() const { return surface_.newer.contains(&function_); }

  std::string target() const {
    if (group_.resource) return "handle: &Handle";
    return surface_.host ? "export: &impl Export" : "host: &Host";
  }
  std::string record() const {
    if (group_.resource) return "handle.record()";
    return surface_.host ? "export.record()" : "host.record()";
  }

  std::string condition(bool alone) const {
    if (group_.resource) return "handle.has(" + index() + ")";
    if (surface_.host)
      return "runtime::has(&" + std::string(alone ? "export.begin()" : "reached") + ", " + index() + ")";
    return "host.record().import_has(IMPORT, " + index() + ")";
  }

  std::string question() const {
    return fill(
        R"(
      pub fn has_{{name}}({{target}}) -> bool {
          {{condition}}
      }
    )",
        {{"name", function_name(surface_, function_)}, {"target", target()}, {"condition", condition(true)}});
  }

  // The table, and what goes with each of its functions.
  std::string reach() const {
    std::string out;
    const bool of_plugin = surface_.host && !group_.resource;
    if (of_plugin) out = "let reached = export.begin();\n";
    if (newer())
      out += fill(R"(
        if !{{condition}} {
            return Err(Error::new({{spoken}}, MISSING));
        }
      )",
                  {{"condition", condition(false)}, {"spoken", spoken()}});
    if (group_.resource) return out + "let (table, this) = (handle.vtable::<Vtable>(), handle.object());\n";
    if (of_plugin)
      return out + "let (table, this) = runtime::reach::<" + group_.table + ">(&reached, " + spoken() +
             ")?;\n";
    return out + fill(R"(
      let (table, this) = host.record().import::<{{table}}>(IMPORT, {{spoken}})?;
    )",
                      {{"table", group_.table}, {"spoken", spoken()}});
  }

  void add(const Parameter& parameter) {
    const std::string& name = parameter.name;
    const wit::Type type = surface_.model->resolve(parameter.type);
    declared_ += ", " + name + ": " + types_.parameter(type, "'_");
    const bool direct = types_.slice(type) || type == wit::Type(wit::Primitive::string);
    if (direct) {
      given_ += ", " + name + ".as_ptr(), " + name + ".len()";
      return;
    }
    const Passing passing = abi::passing_of(*surface_.model, type);
    const bool number = passing == Passing::value && types_.raw(type) == types_.owned(type);
    if (!number) lend(name, type);
    if (passing == Passing::pointer_and_length)
      given_ += ", " + name + ".ptr, " + name + ".len";
    else
      given_ += (passing == Passing::pointer ? ", &" : ", ") + name;
  }

  void lend(const std::string& name, const wit::Type& type) {
    scratch_ = true;
    before_ += "let " + name + " = " + name + (types_.owns(type) ? ".give" : ".lend") + "(&mut scratch);\n";
  }

  // Zeros: a callee that says OK and writes nothing is a bad result at most.
  void add_out(const char* name, const std::optional<wit::Type>& type) {
    before_ += std::string("let ") + (type ? "mut " : "") + name +
               (type ? " = MaybeUninit::zeroed();\n" : " = MaybeUninit::new(());\n");
    if (type) given_ += std::string(", ") + name + ".as_mut_ptr()";
  }

  void add_outs() {
    const std::string record = this->record();
    if (!function_.result) {
      received_ = "done(status, " + spoken() + ")";
    } else if (const wit::Result* result = whole_result(surface_, function_)) {
      add_out("ok", result->ok);
      add_out("err", result->err);
      received_ = "received_result(status, &ok, &err, " + record + ", " + spoken() + ")";
    } else {
      add_out("out", function_.result);
      received_ = "received(status, &out, " + record + ", " + spoken() + ")";
    }
  }

  const Surface& surface_;
  const Face& face_;
  const SlotGroup& group_;
  std::uint32_t index_;
  const wit::Function& function_;
  Types types_;
  bool scratch_ = false;
  std::string declared_, before_, given_, received_;
};

// One slot that the other side calls.
class Slot {
 public:
  Slot(const Surface& surface, const Face& face, const SlotGroup& group, const wit::Function& function)
      : surface_(surface),
        function_(function),
        types_(surface, face, Types::From::glue),
        implementer_("interfaces::" + face.module + "::" + face.trait) {
    if (!group.resource) {
      if (surface.host) implementer_ = "dyn " + implementer_;
      return;
    }
    object_ = true;
    implementer_ = "dyn interfaces::" + face.module +
                   "::" + type_name((*surface.model)[group.resource->type].name, "Impl");
  }

  std::string run() {
    for (const Parameter& parameter : parameters_of(function_)) add(parameter);
    const std::string call = who() + "." + function_name(surface_, function_) + "(" + given_ + ")";
    const std::string body = before_ + (before_.empty() || surface_.bare() ? "" : "record.unpoisoned()?;\n") +
                             inside_ + finish(call);
    return fill(
        R"(
      pub unsafe extern "C" fn {{name}}{{generic}}(this: *mut c_void{{declared}}) -> i32 {
          runtime::{{enter}}(this, |{{who}}, {{record}}| {
              {{body}}
          })
      }
    )",
        {{"name", slot_field(surface_, function_)},
         {"generic", is_generic() ? "<T: " + implementer_ + ">" : ""},
         {"declared", declared_},
         {"enter", std::string(object_ ? "call_object" : "call") + (before_.empty() ? "" : "_anyway") +
                       "::<" + (is_generic() ? "T" : implementer_) + ">"},
         {"who", who()},
         {"record", mentions_record(body) ? "record" : "_"},
         {"body", body}});
  }

 private:
  // A parameter of that name is called `record_`.
  static bool mentions_record(const std::string& body) {
    return body.find(", record)") != body.npos || body.find("record.unpoisoned") != body.npos;
  }

  bool is_generic() const { return !object_ && !surface_.host; }  // a host's are trait objects
  std::string who() const { return object_ ? "object" : "plugin"; }

  void add(const Parameter& parameter) {
    const std::string& name = parameter.name;
    const wit::Type type = surface_.model->resolve(parameter.type);
    given_ += (given_.empty() ? "" : ", ") + name;
    declared_ += ", " + name + ": ";
    const Passing passing = abi::passing_of(*surface_.model, type);
    if (passing == Passing::value) {
      declared_ += types_.raw(type);
      if (types_.raw(type) != types_.owned(type)) lift(name, type, "&" + name);
    } else if (passing == Passing::pointer) {
      declared_ += "*const " + types_.raw(type);
      lift_pointee(name, type);
    } else {
      const auto* list = surface_.model->as<wit::List>(type);
      declared_ += "*const " + (list ? types_.raw(list->type) : "u8") + ", " + parameter.length + ": usize";
      lift(name, type,
           std::string(list ? "&RawList" : "&RawString") + " { ptr: " + name + ", len: " + parameter.length +
               " }");
    }
  }

  void lift(const std::string& name, const wit::Type& type, const std::string& raw) {
    const std::string of = types_.parameter(type, "'_");
    if (!types_.owns(type)) {
      inside_ += "let " + name + " = runtime::argument::<" + of + ">(" + raw + ", record)?;\n";
      return;
    }
    before_ += "let " + name + " = runtime::own_argument::<" + of + ">(" + raw + ", record);\n";
    inside_ += "let " + name + " = " + name + ".ok_or(BAD_ARGUMENT)?;\n";
  }

  void lift_pointee(const std::string& name, const wit::Type& type) {
    if (!types_.owns(type)) return lift(name, type, "runtime::pointee(" + name + ").ok_or(BAD_ARGUMENT)?");
    before_ += "let " + name + " = runtime::pointee(" + name + ").and_then(|raw| runtime::own_argument::<" +
               types_.owned(type) + ">(raw, record));\n";
    inside_ += "let " + name + " = " + name + ".ok_or(BAD_ARGUMENT)?;\n";
  }

  std::string finish(const std::string& call) {
    if (!function_.result) return call + ";\nOk(OK)\n";
    const wit::Result* result = whole_result(surface_, function_);
    if (!result) {
      declared_ += ", out: *mut " + types_.raw(*function_.result);
      return "runtime::put(" + call + ", out, record)\n";
    }
    if (result->ok) declared_ += ", ok: *mut " + types_.raw(*result->ok);
    if (result->err) declared_ += ", err: *mut " + types_.raw(*result->err);
    return "runtime::put_result(" + call + ", " + (result->ok ? "ok" : "runtime::nowhere()") + ", " +
           (result->err ? "err" : "runtime::nowhere()") + ", record)\n";
  }

  const Surface& surface_;
  const wit::Function& function_;
  Types types_;
  std::string implementer_;
  bool object_ = false;
  std::string declared_, before_, inside_, given_;
};

}  // namespace

std::string slot_field(const Surface& surface, const wit::Function& function) {
  const std::string name = function_name(surface, function);
  return name == "head" ? name + "_" : name;
}

std::string glue_table(const Surface& surface, const Face& face, const SlotGroup& group) {
  const Types types(surface, face, Types::From::glue);
  std::string fields;
  for (const wit::Function* function : group.functions)
    fields += "pub " + slot_field(surface, *function) + ": " + slot_type(surface, types, *function) + ",\n";
  return fill(R"(
    #[repr(C)]
    pub struct {{name}} {
        pub head: Head,
        {{fields}}
    }
  )",
              {{"name", group.table}, {"fields", fields}});
}

std::string glue_callers(const Surface& surface, const Face& face, const SlotGroup& group) {
  std::string out;
  for (std::uint32_t i = 0; i < group.functions.size(); ++i)
    out += (i ? "\n" : "") + Caller(surface, face, group, i).run();
  return out;
}

std::string glue_slots(const Surface& surface, const Face& face, const SlotGroup& group) {
  std::string slots;
  for (const wit::Function* function : group.functions)
    slots += "\n" + Slot(surface, face, group, *function).run();
  if (slots.empty()) return "";
  return fill(R"(
    /// What the other side calls. Safety: it keeps to the contract (`tenon/abi.h`).
    pub mod slots {
        use super::*;
        {{slots}}
    }
  )",
              {{"slots", slots}});
}

}  // namespace tenon::bind::rust

// SPDX-License-Identifier: MIT
#include "bind/cpp/functions.hpp"

#include <algorithm>
#include <span>

#include "abi/canonical.hpp"
#include "abi/layout.hpp"
#include "bind/common/names.hpp"
#include "bind/common/text.hpp"
#include "bind/cpp/types.hpp"

namespace tenon::bind::cpp {
namespace {

using abi::Passing;

/// The parameters that authors see: a method's `self` is not one.
std::span<const wit::Param> params_of(const wit::Function& function) {
  const std::span<const wit::Param> all = function.params;
  return function.kind == wit::FunctionKind::method ? all.subspan(1) : all;
}

std::string element_type(const Context& c, const wit::Type& type) {
  const auto* list = c.m().as<wit::List>(type);
  return list ? view_type(c, list->type) : "char";
}

std::string contract_param(const Context& c, const wit::Param& param) {
  const std::string name = word(param.name);
  switch (abi::passing_of(c.m(), param.type)) {
    case Passing::value:
      return value_type(c, param.type) + " " + name;
    case Passing::pointer_and_length: {
      const std::string pointer = element_type(c, param.type) == "tenon_object*"
                                      ? "tenon_object* const* "
                                      : "const " + element_type(c, param.type) + "* ";
      return pointer + name + ", std::size_t " + name + "_len_";
    }
    case Passing::pointer:
      return "const " + view_type(c, param.type) + "* " + name;
  }
  return {};
}

std::vector<std::string> contract_outs(const Context& c, const wit::Function& function) {
  std::vector<std::string> outs;
  if (const wit::Result* result = whole_result(c.m(), function)) {
    if (result->ok) outs.push_back(view_type(c, *result->ok) + "* ok_");
    if (result->err) outs.push_back(view_type(c, *result->err) + "* err_");
  } else if (function.result) {
    outs.push_back(view_type(c, *function.result) + "* out_");
  }
  return outs;
}

/// Arguments that can't be handed on as they are given.
bool is_lent(const Context& c, const wit::Type& type) {
  const Passing passing = abi::passing_of(c.m(), type);
  if (passing == Passing::pointer) return true;
  if (passing == Passing::value) return false;
  const auto* list = c.m().as<wit::List>(type);
  return list && !is_scalar(c.m(), list->type);
}

bool is_bool(const Context& c, const wit::Type& type) { return view_type(c, type) == "tenon::Bool"; }

/// An argument of the call through the table.
std::string argument(const Context& c, const wit::Param& param) {
  const std::string name = word(param.name);
  const std::string given = is_lent(c, param.type) ? name + "_lent_" : name;
  switch (abi::passing_of(c.m(), param.type)) {
    case Passing::pointer:
      return given + ".pointer()";
    case Passing::pointer_and_length:
      return given + ".data(), " + given + ".size()";
    case Passing::value:
      break;
  }
  const auto* handle = c.m().as<wit::Handle>(param.type);
  if (handle) return name + (handle->owned ? ".release()" : ".object()");
  return is_bool(c, param.type) ? "static_cast<std::uint8_t>(" + name + ")" : name;
}

/// What a bad argument may point at is laid out before the call, and let go of just before it.
std::string preparation(const Context& c, const wit::Function& function) {
  std::string lent, disowned;
  for (const wit::Param& param : params_of(function)) {
    if (!is_lent(c, param.type)) continue;
    const std::string name = word(param.name), owned = owned_type(c, param.type);
    lent += "const tenon::Lent<" + owned + "> " + name + "_lent_(" + name + ");\n";
    if (has_objects(c.m(), param.type, true))
      disowned += "tenon::Type<" + owned + ">::disown(" + name + ");\n";
  }
  return lent + disowned;
}

std::string manner(const Context& c, bool newer) {
  if (c.side == Side::host) return "tenon::Hosting";
  return c.returning || newer ? "tenon::Returning" : "tenon::Throwing";
}

std::string return_type(const Context& c, const wit::Function& function, bool newer) {
  const std::string how = manner(c, newer);
  const bool throws = how == "tenon::Throwing";
  if (const wit::Result* result = whole_result(c.m(), function)) {
    const std::string ok = result->ok ? result_type(c, *result->ok) : "void";
    const std::string err = err_type(c, *result);
    return "tenon::expected<" + ok + ", " + (throws ? err : "tenon::CallError<" + err + ">") + ">";
  }
  const std::string value = function.result ? result_type(c, *function.result) : "void";
  return throws ? value : "tenon::expected<" + value + ", tenon::Error>";
}

std::string wrapper_params(const Context& c, const wit::Function& function) {
  std::vector<std::string> params;
  for (const wit::Param& param : params_of(function)) {
    const std::string type = param_type(c, param.type);
    params.push_back(type + (" " + word(param.name)));
  }
  return join(params, ", ");
}

/// "filter" of "demo:text/filter@1", "world" of the world's own functions.
std::string last_part(const abi::Interface& interface) {
  if (!interface.interface) return "world";
  const std::string place = interface.id.substr(0, interface.id.find('@'));
  const std::size_t slash = place.find('/');
  return place.substr(slash == std::string::npos ? 0 : slash + 1);
}

/// The other exports that want the member's name as well, and don't give way.
std::vector<const abi::Interface*> rivals(const wit::Model& model, const abi::World& world,
                                          const abi::Interface& interface, const wit::Function& function) {
  const std::string name = member_name(model, function);
  const auto has_it = [&](const abi::Slot& slot) { return member_name(model, *slot.function) == name; };
  std::vector<const abi::Interface*> out;
  for (const abi::Interface& other : world.exports)
    if (&other != &interface && !yields(other, interface) && std::ranges::any_of(other.functions, has_it))
      out.push_back(&other);
  return out;
}

/// How errors call a function: `apply`, `document.title`, `document.constructor`.
std::string spoken_name(const Context& c, const wit::Function& function) {
  const std::string item(function.item_name());
  if (function.kind == wit::FunctionKind::freestanding) return item;
  return c.m()[function.resource].name + "." + item;
}

/// The locals that outs point at, and the words that take them up.
struct Finish {
  std::string locals, arguments, call;
};
Finish finish_of(const Context& c, const wit::Function& function) {
  const wit::Result* result = whole_result(c.m(), function);
  if (!result && !function.result) return {"", "", "nothing(status_, "};
  if (!result)
    return {view_type(c, *function.result) + " out_{};\n", ", &out_",
            "value<" + owned_type(c, *function.result) + ">(memory_, status_, out_, "};
  Finish f;
  f.locals += (result->ok ? view_type(c, *result->ok) : "tenon::NoView") + " ok_{};\n";
  f.locals += (result->err ? view_type(c, *result->err) : "tenon::NoView") + " err_{};\n";
  f.arguments = std::string(result->ok ? ", &ok_" : "") + (result->err ? ", &err_" : "");
  f.call = "either<" + ok_type(c, *result) + ", " + err_type(c, *result) + ">(memory_, status_, ok_, err_, ";
  return f;
}

/// How a slot's outs are made: `tenon::Outs<std::string, std::string>` and its arguments.
std::pair<std::string, std::string> outs_of(const Context& c, const wit::Function& function) {
  if (const wit::Result* result = whole_result(c.m(), function))
    return {"tenon::Outs<" + ok_type(c, *result) + ", " + err_type(c, *result) + ">",
            std::string(result->ok ? "ok_" : "nullptr") + ", " + (result->err ? "err_" : "nullptr")};
  if (!function.result) return {"tenon::Out<void>", ""};
  return {"tenon::Out<" + owned_type(c, *function.result) + ">", "out_"};
}

/// How a slot takes a parameter up.
std::string slot_argument(const Context& c, const wit::Param& param) {
  const std::string name = word(param.name);
  std::string given = name;
  if (abi::passing_of(c.m(), param.type) == Passing::pointer_and_length) given += ", " + name + "_len_";
  if (is_bool(c, param.type)) given = "tenon::Bool{" + name + "}";
  return "tenon::Argument<" + owned_type(c, param.type) + ">(" + given + ")";
}

}  // namespace

std::string line_comment(std::string_view docs, std::string_view prefix) {
  std::string out = prefixed(docs, prefix);
  // A line comment goes on behind a backslash at the end of its line.
  for (std::size_t at = 0; (at = out.find('\n', at)) != std::string::npos; ++at) {
    const std::string_view before = std::string_view(out).substr(0, at);
    if (!before.ends_with('\\') && !before.ends_with("\?\?/")) continue;
    out.insert(at, " .");
    at += 2;
  }
  return out;
}

std::string doc_comment(std::string_view docs) { return line_comment(docs, "/// "); }

std::string member_name(const wit::Model& model, const wit::Function& function) {
  const std::string item(function.item_name());
  if (function.kind == wit::FunctionKind::constructor)
    return "new_" + names::snake(model[function.resource].name);
  if (function.kind == wit::FunctionKind::static_)
    return word(model[function.resource].name + "-" + item);  // `not-eq` and `st-atime` are words, too
  const std::string name = word(item);
  // What PluginHost, handles and worlds have themselves.
  for (std::string_view taken : {"object", "heap", "head", "release", "make", "as"})
    if (name == taken) return name + "_";
  return name;
}

std::string contract_params(const Context& c, const wit::Function& function) {
  std::vector<std::string> params = {"void* self_"};
  for (const wit::Param& param : params_of(function)) params.push_back(contract_param(c, param));
  for (std::string& out : contract_outs(c, function)) params.push_back(std::move(out));
  return join(params, ", ");
}

std::string table_field(const Context& c, const wit::Function& function) {
  return "std::int32_t (*" + member_name(c.m(), function) + ")(" + contract_params(c, function) +
         ") noexcept;\n";
}

std::string wrapper_declaration(const Context& c, const abi::Interface& interface, const abi::Slot& slot) {
  const bool newer = c.is_newer(interface, slot);
  const std::string name = member_name(c.m(), *slot.function);
  std::string out;
  if (newer)
    out += "/// Whether the other side is new enough to have `" + name + "`.\nbool has_" + name +
           "() const noexcept;\n";
  return out + doc_comment(slot.function->docs) + return_type(c, *slot.function, newer) + " " + name + "(" +
         wrapper_params(c, *slot.function) + ") const;\n";
}

std::string wrapper_definition(const Context& c, const abi::Interface& interface, const abi::Slot& slot,
                               std::size_t index, const Target& target) {
  const wit::Function& f = *slot.function;
  const bool newer = c.is_newer(interface, slot);
  const std::string name = member_name(c.m(), f), how = manner(c, newer);
  const std::string function = c_literal(target.interface + "#" + spoken_name(c, f));
  std::string arguments = target.self;
  for (const wit::Param& param : params_of(f)) arguments += ", " + argument(c, param);
  const Finish finish = finish_of(c, f);
  std::string presence, asks;
  const std::string open = target.open.empty() ? "inline " : target.open + "\n";
  if (newer) {
    asks = fill(R"(

      {{open}}bool {{scope}}::has_{{name}}() const noexcept {
        {{enter}}
        return {{there}}{{table}}->head.slots > {{index}};
      }
    )",
                {{"open", open},
                 {"scope", target.scope},
                 {"name", name},
                 {"enter", target.enter},
                 {"there", target.optional.empty() ? "" : "!(" + target.optional + ") && "},
                 {"table", target.table},
                 {"index", std::to_string(index)}});
    presence = "if (" + target.table + "->head.slots <= " + std::to_string(index) +
               ") [[unlikely]]\n  return " + how + "::missing(" + function + ");\n";
  }
  if (!target.optional.empty())
    presence = "if (" + target.optional + ") [[unlikely]]\n  return " + how + "::missing(" + function +
               ");\n" + presence;
  return asks + fill(R"(

    {{open}}{{returns}} {{scope}}::{{name}}({{params}}) const {
      {{enter}}
      {{presence}}
      {{preparation}}
      {{locals}}
      const std::int32_t status_ = {{table}}->{{name}}({{arguments}}{{outs}});
      return {{how}}::{{finish}}{{function}});
    }
  )",
                     {{"open", open},
                      {"returns", return_type(c, f, newer)},
                      {"enter", target.enter},
                      {"scope", target.scope},
                      {"name", name},
                      {"params", wrapper_params(c, f)},
                      {"presence", presence},
                      {"preparation", preparation(c, f)},
                      {"locals", finish.locals},
                      {"table", target.table},
                      {"arguments", arguments},
                      {"outs", finish.arguments},
                      {"how", how},
                      {"finish", finish.call},
                      {"function", function}});
}

bool is_shared(const wit::Model& model, const abi::World& world, const abi::Interface& interface,
               const wit::Function& function) {
  return !rivals(model, world, interface, function).empty();
}

std::string author_name(const wit::Model& model, const abi::World& world, const abi::Interface& interface,
                        const wit::Function& function) {
  const std::string name = member_name(model, function);
  const auto others = rivals(model, world, interface, function);
  if (others.empty()) return name;
  const std::string own = last_part(interface);
  const auto same = [&](const abi::Interface* other) { return last_part(*other) == own; };
  if (std::ranges::none_of(others, same)) return names::value(Language::cpp, own + "-" + name);
  const std::string package = interface.id.substr(0, interface.id.find('/'));
  return names::value(Language::cpp, package.substr(package.find(':') + 1) + "-" + own + "-" + name);
}

std::string slot_function(const Context& c, const wit::Function& function, const Author& author) {
  const auto [outs, given] = outs_of(c, function);
  std::string arguments, types;
  for (const wit::Param& param : params_of(function)) {
    arguments += ", " + slot_argument(c, param);
    types += ", " + owned_type(c, param.type);
  }
  const std::string name = member_name(c.m(), function);
  const std::string message = "tenon: " + author.owner + " no member `" + author.member + "` that fits `" +
                              abi::signature(c.m(), function) + "`" + author.why;
  return fill(R"(
    static std::int32_t {{name}}({{params}}) noexcept {
      constexpr auto call_ = [](auto& impl_, auto&&... args_) -> decltype(impl_.{{member}}(std::forward<decltype(args_)>(args_)...)) {
        return impl_.{{member}}(std::forward<decltype(args_)>(args_)...);
      };
      using Results = {{outs}};
      if constexpr (tenon::fits<T, decltype(call_), Results{{types}}>())
        return tenon::implement<Target>(self_, call_, Results({{given}}){{arguments}});
      else
        static_assert(tenon::never<T>, {{message}});
    }
  )",
              {{"name", name},
               {"member", author.member},
               {"params", contract_params(c, function)},
               {"outs", outs},
               {"types", types},
               {"given", given},
               {"arguments", arguments},
               {"message", c_literal(message)}});
}

}  // namespace tenon::bind::cpp

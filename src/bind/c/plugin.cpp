// SPDX-License-Identifier: MIT
#include "bind/c/plugin.hpp"

#include <algorithm>
#include <map>

#include "bind/c/docs.hpp"
#include "bind/common/static_part.hpp"
#include "bind/common/text.hpp"

namespace tenon::bind::c {
namespace {

const std::set<std::string_view> kHelpers = {"alloc", "create", "destroy", "fail", "free",
                                             "host",  "refuse", "string",  "trap"};

// What generated functions call their own values: they use the plugin's type beside them.
const std::set<std::string_view> kValues = {
    "box", "call", "err", "host", "impl",   "import", "imports", "instance", "len",  "object", "ok",
    "out", "own",  "ptr", "rc",   "record", "self",   "size",    "table",    "text", "value",  "vtable"};

// A plugin's name is a type by itself: no function of a header that its author may include, nor the first
// word of one that is called like a helper (`aligned_alloc`, `pthread_create`).
const std::set<std::string_view> kTaken = {
    "aligned",  "cnd",     "mtx",    "pthread",  "sem",    "thrd",   "timer",   "tss",

    "abort",    "abs",     "accept", "access",   "acos",   "alarm",  "alloca",  "asin",   "atan",
    "atexit",   "atof",    "atoi",   "bind",     "calloc", "cbrt",   "ceil",    "chdir",  "chmod",
    "chown",    "clock",   "close",  "connect",  "cos",    "cosh",   "creat",   "ctime",  "div",
    "dup",      "erf",     "execv",  "exit",     "exp",    "fabs",   "fclose",  "fdim",   "fflush",
    "floor",    "fma",     "fmax",   "fmin",     "fmod",   "fopen",  "fork",    "fputs",  "fread",
    "free",     "frexp",   "fwrite", "gamma",    "getc",   "getenv", "gets",    "hypot",  "index",
    "isatty",   "kill",    "labs",   "ldexp",    "ldiv",   "link",   "listen",  "log",    "logb",
    "lseek",    "malloc",  "memchr", "memcmp",   "memcpy", "memset", "mkdir",   "modf",   "nice",
    "open",     "pause",   "perror", "pipe",     "poll",   "pow",    "printf",  "putc",   "putenv",
    "puts",     "qsort",   "raise",  "rand",     "random", "read",   "realloc", "recv",   "remove",
    "rename",   "rewind",  "rint",   "rmdir",    "round",  "scanf",  "select",  "send",   "setbuf",
    "shutdown", "signal",  "sin",    "sinh",     "sleep",  "socket", "sprintf", "sqrt",   "srand",
    "sscanf",   "stat",    "strcat", "strchr",   "strcmp", "strcpy", "strdup",  "strlen", "strstr",
    "strtok",   "sync",    "system", "tan",      "tanh",   "tenon",  "tgamma",  "time",   "times",
    "tolower",  "toupper", "trunc",  "truncate", "ungetc", "unlink", "wait",    "write"};

}  // namespace

std::vector<const abi::World*> worlds_of(const Library& library) {
  std::vector<const abi::World*> out;
  for (const Plugin& plugin : library.plugins) out.push_back(&plugin.world);
  return out;
}

std::string identifier(const std::string& name) {
  std::string out;
  for (char c : names::snake(name)) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    out += plain ? c : '_';
  }
  if (out.empty() || (out[0] >= '0' && out[0] <= '9')) out.insert(0, "_");
  const bool taken =
      kTaken.contains(out) || kValues.contains(out) || out.starts_with("tenon_") || out.ends_with("_t");
  return taken ? out + "_" : names::escape(Language::c, out);
}

PluginPart::PluginPart(Naming& naming, const Library& library, const Plugin& plugin)
    : naming_(naming),
      library_(library),
      plugin_(plugin),
      name_(identifier(plugin.name)),
      resources_(owned_resources(naming, plugin.world, name_, kHelpers)) {
  find_exports();
}

std::set<std::string> PluginPart::own_names() const {
  std::set<std::string> out;
  for (std::string_view helper : kHelpers) out.insert(name_ + "_" + std::string(helper));
  for (const Owned& o : resources_)
    for (const std::string* name : {&o.name, &o.drop, &o.leave, &o.live, &o.make, &o.of}) out.insert(*name);
  return out;
}

void PluginPart::find_exports() {
  std::map<std::string, std::set<const abi::Interface*>> users;
  for (const abi::Interface& interface : plugin_.world.exports)
    for (std::size_t i = 0; i < interface.functions.size(); ++i) {
      const wit::Function& f = *interface.functions[i].function;
      exports_.push_back({&interface, i, item(naming_.model(), f), signature_of(naming_, f)});
      users[exports_.back().name].insert(&interface);
    }
  const std::set<std::string> own = own_names();
  for (Exported& e : exports_) {
    const bool shared = std::ranges::any_of(users[e.name], [&](const abi::Interface* other) {
      return other != e.interface && !yields(*other, *e.interface);
    });
    e.name =
        name_ + "_" +
        (shared ? naming_.label(*e.interface, plugin_.world, pointers(plugin_.world.exports)) + "_" : "") +
        e.name;
    while (own.contains(e.name)) e.name += '_';
    naming_.take(e.name, in_words(naming_.model(), e.function()) + " of " + e.interface->id,
                 e.function().span);
  }
}

std::string PluginPart::header() {
  naming_.take(name_, "the plugin `" + plugin_.name + "`", {});
  for (std::string_view helper : kHelpers)
    naming_.take(name_ + "_" + std::string(helper), "the plugin `" + plugin_.name + "`", {});
  std::string out = helpers() + imports() + to_write();
  const std::string library = descriptor_name(library_.name);
  const auto place = std::to_string(&plugin_ - library_.plugins.data());
  const Maker maker = {.owner = "&" + library,
                       .box = "tenon_box",
                       .record = "box->record",
                       .concurrent = plugin_.concurrent,
                       .parameter = "const " + name_ + "_host *host, ",
                       .argument = "host->record, ",
                       .which = ", " + library + ".plugins[" + place + "]"};
  for (const Owned& owned : resources_) out += own_objects(naming_, maker, owned);
  return out;
}

std::string PluginPart::helpers() const {
  return fill(R"(

    /* --- The plugin {{plugin}} --- */

    /* The state of one instance: define `struct {{name}}`. */
    typedef struct {{name}} {{name}};

    /* How an instance reaches its host. Copy it into the state and into objects. */
    typedef struct {{name}}_host {
      const tenon_host_table *table;
      const tenon_reference *imports;
      struct tenon_record *record;
    } {{name}}_host;

    /* Memory for state and objects, aligned to 8; NULL if there is none. */
    static inline void *{{name}}_alloc(const {{name}}_host *host, size_t size) {
      return host->table->alloc(host->table->ctx, size ? size : 1, 8);
    }

    /* Gives back what {{name}}_alloc gave, with the same size. */
    static inline void {{name}}_free(const {{name}}_host *host, void *ptr, size_t size) {
      host->table->free(host->table->ctx, ptr, size ? size : 1, 8);
    }

    /* Makes a result: a copy of `len` bytes. TENON_OK or TENON_OUT_OF_MEMORY. */
    static inline int32_t {{name}}_string(const {{name}}_host *host, tenon_string *out, const char *ptr, size_t len) {
      return tenon_string_copy(host->table, out, ptr, len);
    }

    /* For `return`: the interface's error, where that is a string. */
    static inline int32_t {{name}}_fail(const {{name}}_host *host, tenon_string *err, const char *text) {
      const int32_t rc = {{name}}_string(host, err, text, tenon_length(text));
      return rc == TENON_OK ? TENON_ERR : rc;
    }

    /* For `return`: the call failed for a reason that the interface doesn't name. No further call
     * reaches this instance. */
    static inline int32_t {{name}}_trap(const {{name}}_host *host, const char *text) {
      __atomic_store_n(&host->record->poison, 1, __ATOMIC_RELAXED);
      host->table->trap(host->table->ctx, TENON_TRAP, text, tenon_length(text));
      return TENON_TRAP;
    }

    /* For `return` in {{name}}_create: there will be no instance, and why. */
    static inline int32_t {{name}}_refuse(const {{name}}_host *host, const char *text) {
      host->table->trap(host->table->ctx, TENON_ERR, text, tenon_length(text));
      return TENON_ERR;
    }
  )",
              {{"name", name_}, {"plugin", plugin_.name}});
}

// A plugin that has an interface on both sides would call and write functions of one name.
std::string PluginPart::import_prefix(const abi::Interface& interface) const {
  const std::string name = naming_.label(interface, plugin_.world, pointers(plugin_.world.imports));
  const std::string plain = name_ + "_" + name + "_";
  const bool taken = std::ranges::any_of(interface.functions, [&](const abi::Slot& slot) {
    return std::ranges::count(exports_, plain + item(naming_.model(), *slot.function), &Exported::name) > 0;
  });
  return taken ? name_ + "_import_" + name + "_" : plain;
}

std::string PluginPart::imports() {
  std::string out;
  for (std::size_t i = 0; i < plugin_.world.imports.size(); ++i)
    out += import_calls(plugin_.world.imports[i], i);
  return out;
}

std::string PluginPart::import_calls(const abi::Interface& interface, std::size_t place) {
  if (interface.functions.empty()) return "";
  std::string out = "\n/* Imported: " + interface.name + " */\n";
  const std::string prefix = import_prefix(interface);
  for (std::size_t i = 0; i < interface.functions.size(); ++i)
    out += import_call(interface, place, i, prefix);
  return out;
}

std::string PluginPart::import_call(const abi::Interface& interface, std::size_t place, std::size_t index,
                                    const std::string& prefix) {
  const abi::Slot& slot = interface.functions[index];
  const wit::Function& f = *slot.function;
  const Signature signature = signature_of(naming_, f);
  const std::string name = prefix + item(naming_.model(), f);
  const std::string import = "host->imports[" + std::to_string(place) + "]";
  const std::string table = table_name(naming_, interface, plugin_.world);
  naming_.take(name, "the import of " + in_words(naming_.model(), f) + " of " + interface.id, f.span);
  Call c;
  c.head = "static inline int32_t " + name + "(" +
           typed_parameters(naming_, "const " + name_ + "_host *host", signature) + ")";
  c.prepare = "const tenon_reference *const import = &" + import + ";\n" + "const " + table +
              " *const table = (const " + table + " *)import->table;\n";
  c.raw_call =
      "(table->" + slot_field(naming_, f) + ")(" + raw_arguments(naming_, "import->self", signature) + ")";
  c.index = index;
  std::string has;
  if (newer_than_base(plugin_.base, interface, slot)) {
    c.slots = "table->head.slots";
    has = fill(R"(

      /* Whether the host has the function below; without it calls return TENON_MISSING. */
      static inline int {{prefix}}has_{{item}}(const {{name}}_host *host) {
        return {{import}}.table->slots > {{index}};
      }
    )",
               {{"prefix", prefix},
                {"item", item(naming_.model(), f)},
                {"name", name_},
                {"import", import},
                {"index", std::to_string(index)}});
    naming_.take(prefix + "has_" + item(naming_.model(), f),
                 "the question for " + in_words(naming_.model(), f) + " of " + interface.id, f.span);
  }
  return has + "\n" + comment(f.docs) + call(naming_, signature, c);
}

std::string PluginPart::to_write() {
  std::string out = fill(R"(

    /* To be written by the author. */

    /* Makes an instance's state. TENON_OK with `*self` set; `return {{name}}_refuse(host, "why")`;
     * TENON_OUT_OF_MEMORY. `host` is gone afterwards: copy it. */
    int32_t {{name}}_create(const {{name}}_host *host, {{name}} **self);

    /* Ends the state. Objects live on. */
    void {{name}}_destroy({{name}} *self);
  )",
                         {{"name", name_}});
  const abi::Interface* last = nullptr;
  for (const Exported& e : exports_) {
    if (e.interface != last) out += "\n/* Exported: " + e.interface->name + " */\n";
    last = e.interface;
    out += "\n" + comment(e.function().docs) + "int32_t " + e.name + "(" +
           typed_parameters(naming_, name_ + " *self", e.signature) + ");\n";
  }
  return out;
}

}  // namespace tenon::bind::c

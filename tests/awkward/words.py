# SPDX-License-Identifier: MIT
"""WIT whose names are words that a language, its library, the system's headers or our generators keep for themselves.

Each list becomes one file in which every word is the name of an interface, a function, a parameter, a record, a field, an enum, a
case, a flag, an alias, a resource, a method, a static and a package, and some are worlds.
"""

C = """auto break case char const continue default do double else enum extern float for goto if inline int long register restrict return
short signed sizeof static struct switch typedef union unsigned void volatile while alignas alignof bool constexpr false nullptr
static-assert thread-local true typeof typeof-unqual asm fortran bit-int atomic complex imaginary generic noreturn"""

CPP = """alignas alignof and and-eq asm auto bitand bitor bool break case catch char char8-t char16-t char32-t class compl concept const
consteval constexpr constinit const-cast continue co-await co-return co-yield decltype default delete do double dynamic-cast else enum
explicit export extern false float for friend goto if inline int long mutable namespace new noexcept not not-eq nullptr operator or
or-eq private protected public register reinterpret-cast requires return short signed sizeof static static-assert static-cast struct
switch template this thread-local throw true try typedef typeid typename union unsigned using virtual void volatile wchar-t while xor
xor-eq final override import module contract-assert reflexpr synchronized transaction-safe"""

RUST = """self super crate abstract as async await become box break const continue do dyn else enum extern false final fn for gen if impl
in let loop macro macro-rules match mod move mut override priv pub raw ref return safe static struct trait true try type typeof union
unsafe unsized use virtual where while yield auto default str u8 u128 i8 i32 i64 isize usize f32 f64 char bool string"""

# Macros and typedefs of system headers, and names every program has.
SYSTEM = """errno stdin stdout stderr linux unix i386 null eof assert file bufsiz size-t ssize-t off-t pid-t time-t int8-t int32-t uint8-t
uint64-t intptr-t ptrdiff-t max-align-t va-list va-start jmp-buf setjmp signal sig-err sigset-t offsetof isnan isinf signbit nan
infinity huge-val i min max major minor makedev putc getc putchar feof alloca index environ main exit abort abs printf malloc free
memcpy strlen log pow sin round y0 j1 gamma time clock near far interface small byte optional stdout-lock va-arg bool-t stat read write
open close select environ-t wait pipe link dup kill access connect be16toh htole32 toascii timeradd howmany isset setbit roundup sigmask basename
no-argument h-errno p-type s6-addr sa-handler si-value st-mtime b0 b9600 va-copy sem-post pthread-create"""

# What generated code, the standard libraries of C++ and Rust, and our headers call their own.
GENERATORS = """self host out ok err record tenon std core option some none vec box drop new clone value tag val make rc table vtable
result string list tuple borrow own send sync copy default debug display eq ord hash iter into from to-string to-owned deref
index fmt ptr len size data begin end empty error expected unexpected call-error host-record heap reference object
instance plugin library entry descriptor note status trap poisoned state create destroy init fini live owner slots slot head flags
type types world functions imports exports import export interface resource package abi impl trait-impl imported exported shapes
create-host downcast-ref arc rc-box cell view variant visit get is has contains bits from-bits
empty-bits all union insert remove toggle what code message text load release reset swap pointer element first second field f0 f1 t e
r u v a b x args arguments param result-t call function pinned pin unwind panic alloc alloc-zeroed dealloc global drop-in-place
allocate deallocate u8-slice none-type unit never phantom bindings mod-rs lib crate-name run dir plugin-dir main-t span array pair
optional monostate holds-alternative size-t c-void c-char int32 uint8 ctx that other lhs rhs it item to lower upper lift release-t
as own-t get-if visitor index-of operator-bool begin-t same-as equality-comparable partial-eq from-raw into-raw as-raw
of following here or-trap own-argument imports tenon-table tenon-reference uint32-t"""

# A list of its own: beside `string`, `string-view` is T0301 (refused/views.wit, refused/references.wit).
VIEWS = """string-view list-view option-view as-ref own-object"""

LISTS = {"c": C, "cpp": CPP, "rust": RUST, "system": SYSTEM, "generators": GENERATORS, "views": VIEWS}
MOST_FLAGS = 32


def words_of(name, step=1):
    """The words of a list; one of every `step`."""
    return list(dict.fromkeys(LISTS[name].split()))[::step]


def lines(indent, items):
    return "".join(f"{indent}{item}\n" for item in items)


def interface(name, body):
    return f"interface {name} {{\n{body}}}\n\n"


def cased(words, form):
    """A record, variant, enum or several flags with all words as members, and functions that take and give them."""
    pieces = [words[i:i + MOST_FLAGS] for i in range(0, len(words), MOST_FLAGS)]
    body = "  record all-fields {\n" + lines("    ", (f"%{w}: {'string' if i % 3 else 'u32'}," for i, w in enumerate(words))) + "  }\n"
    body += "  variant all-cases {\n" + lines("    ", (f"%{w}{['(string)', '', '(u32)'][i % 3]}," for i, w in enumerate(words))) + "  }\n"
    body += "  enum all-labels {\n" + lines("    ", (f"%{w}," for w in words)) + "  }\n"
    for i, piece in enumerate(pieces):
        body += f"  flags all-flags{i} {{\n" + lines("    ", (f"%{w}," for w in piece)) + "  }\n"
    sets = ", ".join(f"s{i}: all-flags{i}" for i in range(len(pieces)))
    return interface(form, body + "  take-fields: func(them: all-fields) -> all-fields;\n"
                     "  take-cases: func(them: all-cases) -> all-cases;\n"
                     f"  take-flags: func(labels: all-labels, {sets}) -> all-labels;\n")


def types(words):
    """Each word as the name of a record, an enum, an alias and a resource."""
    out = interface("named-records", lines("  ", (f"record %{w} {{ %{w}: u8, name: string }}" for w in words)) +
                    lines("  ", (f"take{i}: func(%{w}: %{w}) -> option<%{w}>;" for i, w in enumerate(words))))
    out += interface("named-kinds", lines("  ", (
        [f"enum %{w} {{ %{w}, another }}", f"variant %{w} {{ %{w}(string), another }}", f"flags %{w} {{ %{w}, another }}",
         f"type %{w} = tuple<u8, string>;"][i % 4] for i, w in enumerate(words))) +
                     lines("  ", (f"take{i}: func(%{w}: %{w}) -> %{w};" for i, w in enumerate(words))))
    out += interface("named-resources", lines("  ", (
        f"resource %{w} {{ constructor(%{w}: u32); take-it: func() -> u32; }}" for w in words)))
    return out


def functions(words):
    """Each word as the name of a function, a parameter, a method and a static."""
    shapes = ["func(%{0}: u32) -> u32;", "func(%{0}: string) -> result<string, string>;", "func(%{0}: list<u8>);"]
    methods = [w if w != "self" else "this" for w in words]  # `self` is there already
    out = interface("named-functions", lines("  ", (f"%{w}: " + shapes[i % 3].format(w) for i, w in enumerate(words))))
    out += interface("named-methods", "  resource thing {\n    constructor();\n" + lines(
        "    ", (f"%{w}: " + shapes[i % 3].format(methods[i]) for i, w in enumerate(words))) + "  }\n"
        "  resource tool {\n" + lines("    ", (f"%{w}: static " + shapes[i % 3].format(w) for i, w in enumerate(words))) + "  }\n")
    return out


FORMS = ["named-records", "named-kinds", "named-resources", "named-functions", "named-methods", "members"]


def world(name, interfaces):
    return f"world {name} {{\n" + lines("  ", (f"{side} {i};" for side in ("import", "export") for i in interfaces)) + "}\n\n"


def vocabulary(name, step=1):
    """The words of a list, at every place but those of packages and worlds."""
    words = words_of(name, step)
    return (f"package awkward:words-{name}@1.0.0;\n\n" + types(words) + functions(words) + cased(words, "members") +
            world("everything", FORMS))


def members():
    """All words of the languages themselves, cheap enough for the quick test: a name stands as a label, a field or a parameter."""
    words = list(dict.fromkeys(w for name in ("c", "cpp", "rust") for w in words_of(name)))
    body = "  enum labels {\n" + lines("    ", (f"%{w}," for w in words)) + "  }\n  label: func() -> labels;\n"
    for i in range(0, len(words), MOST_FLAGS):
        piece = words[i:i + MOST_FLAGS]
        body += f"  record fields{i} {{\n" + lines("    ", (f"%{w}: u8," for w in piece)) + "  }\n"
        body += f"  take{i}: func({', '.join(f'%{w}: u8' for w in piece)}) -> fields{i};\n"
    return "package awkward:members@1.0.0;\n\n" + interface("keywords", body) + world("everything", ["keywords"])


def scopes(name, step=1):
    """The words as names of interfaces, packages and namespaces."""
    words = words_of(name, step)
    out = f"package awkward:scopes-{name}@1.0.0;\n\n"
    out += "".join(f"interface %{w} {{ record %{w} {{ x: u8 }} fetch-it: func() -> %{w}; }}\n" for w in words)
    out += "\n" + "".join(f"package %{w}:%{w}@1.0.0 {{ interface %{w} {{ record item {{ x: u8 }} f: func(item: item); }} }}\n" for w in words)
    out += "\n" + world("everything", [f"%{w}" for w in words] + [f"%{w}:%{w}/%{w}@1.0.0" for w in words])
    return out


def worlds(name):
    """A world of each name, with a function of that name."""
    words = words_of(name)
    return (f"package awkward:worlds-{name}@1.0.0;\n\ninterface item {{ record item {{ x: u8 }} get: func() -> item; }}\n\n" +
            "".join(f"world %{w} {{ import %{w}: func(); export %{w}: func(x: u32) -> u32; export item; }}\n" for w in words if w != "item"))

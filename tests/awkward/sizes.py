# SPDX-License-Identifier: MIT
"""WIT that is large in one direction: written out by a loop rather than kept."""

WORD = "-".join(["extraordinarily", "long", "names", "are", "nothing", "that", "a", "generator", "may", "stumble", "over"] * 2)
DEEPEST = 50  # types inside types, as far as the profile goes


def package(name, body, world="  import it;\n  export it;\n"):
    return f"package awkward:{name}@1.0.0;\n\n{body}\nworld everything {{\n{world}}}\n"


def interface(body):
    return f"interface it {{\n{body}}}\n"


def cases():
    """Tags of two bytes."""
    labels = ", ".join(f"case-{i}" if i % 2 else f"c{i}" for i in range(300))
    payloads = ", ".join(f"case-{i}({['u8', 'string', 'tuple<u8, u64>', 'list<string>'][i % 4]})" for i in range(300))
    just = ", ".join(f"c{i}" for i in range(256))
    return package("cases", interface(
        f"  enum labels {{ {labels} }}\n  enum byte {{ {just} }}\n  variant payloads {{ {payloads} }}\n"
        "  f: func(labels: labels, byte: byte, payloads: payloads) -> tuple<labels, byte, payloads>;\n"
        "  g: func(a: list<labels>, b: option<payloads>) -> list<payloads>;\n"))


def flags():
    sizes = [1, 7, 8, 9, 15, 16, 17, 31, 32]
    body = "".join(f"  flags of-{n} {{ {', '.join(f'bit-{i}' for i in range(n))} }}\n" for n in sizes)
    body += "".join(f"  take{n}: func(it: of-{n}, all: list<of-{n}>) -> of-{n};\n" for n in sizes)
    return package("flag-sizes", interface(body))


def functions():
    """200 functions in a world, 200 in an interface, 200 methods."""
    kinds = ["func()", "func(x: u32) -> u32", "func(text: string) -> string", "func(all: list<string>) -> result<u32, string>"]
    body = "".join(f"  function-{i}: {kinds[i % 4]};\n" for i in range(200))
    methods = "".join(f"    method-{i}: {kinds[i % 4]};\n" for i in range(200))
    world = "".join(f"  {side} {side}ed-{i}: {kinds[i % 4]};\n" for side in ("import", "export") for i in range(200))
    return package("functions", interface(body + "  resource thing {\n" + methods + "  }\n"), world + "  import it;\n  export it;\n")


def types():
    """200 records that hold one of those before, and 200 interfaces that use each other."""
    body = "".join(f"  record r{i} {{ before: {f'list<r{i // 2}>' if i else 'u8'}, name: string }}\n" for i in range(200))
    more = "".join(f"interface i{i} {{ use {f'i{i - 1}' if i else 'it'}.{{r199}}; f: func(r: r199) -> r199; }}\n" for i in range(200))
    return package("types", interface(body + "  f: func(r: r199) -> r199;\n") + more, "  import i199;\n  export it;\n")


def nested(kind, inner, depth):
    text = inner
    for _ in range(depth):
        text = kind.format(text)
    return text


def depth():
    """Types inside types: named ones to the limit, anonymous ones as far as a signature is still read."""
    body = "  record r0 { x: u8 }\n" + "".join(
        f"  record r{i} {{ inner: r{i - 1} }}\n" for i in range(1, DEEPEST))
    body += "  variant v0 { x(string) }\n" + "".join(
        f"  variant v{i} {{ inner(v{i - 1}), other }}\n" for i in range(1, DEEPEST))
    body += f"  records: func(r: r{DEEPEST - 1}) -> r{DEEPEST - 1};\n  variants: func(v: v{DEEPEST - 1}) -> v{DEEPEST - 1};\n"
    for name, kind, inner in (("options", "option<{}>", "u8"), ("lists", "list<{}>", "string"), ("tuples", "tuple<{}>", "u8"),
                              ("results", "result<{}>", "string"), ("errors", "result<_, {}>", "string")):
        # clang++ takes twice as long for each std::vector around another, even without us.
        spelled = nested(kind, inner, 12 if name == "lists" else 20)
        body += f"  {name}: func(it: {spelled}) -> {spelled};\n"
    return package("depth", interface(body))


def long_names():
    word = WORD
    body = (f"  record {word}-r {{ {word}-f: u8, {word}-g: string }}\n  variant {word}-v {{ {word}-c({word}-r), {word}-d }}\n"
            f"  enum {word}-e {{ {word}-c, {word}-d }}\n  flags {word}-s {{ {word}-c, {word}-d }}\n"
            f"  resource {word}-o {{ constructor({word}-p: {word}-r); {word}-m: func({word}-p: {word}-v) -> {word}-e; }}\n"
            f"  {word}-fn: func({word}-p: {word}-r, {word}-q: list<option<{word}-v>>) -> result<tuple<{word}-r, {word}-s>, {word}-e>;\n")
    return (f"package {word}:{word}@1.0.0;\n\ninterface {word} {{\n{body}}}\n\n"
            f"world {word}-w {{\n  import {word};\n  import {word}-i: func();\n  export {word};\n  export {word}-x: func();\n}}\n")


ALL = {"cases": cases, "flag-sizes": flags, "functions": functions, "types": types, "depth": depth, "long-names": long_names}
WORLDS = {"long-names": WORD + "-w"}

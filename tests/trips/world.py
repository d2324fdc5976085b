# SPDX-License-Identifier: MIT
"""A random world of native profile 1: types, functions over them, and their WIT.

Everything follows from the seed. What the test host reads (`description`) says the same as the WIT in its own words, so that host
needs no parser of ours.
"""
import random

PRIMITIVES = ["bool", "u8", "u16", "u32", "u64", "s8", "s16", "s32", "s64", "f32", "f64", "char", "string"]
KINDS = ["list", "option", "result", "record", "enum", "alias", "tuple", "variant", "flags"]
LETTER = {"record": "r", "enum": "e", "alias": "a", "variant": "v", "flags": "m"}


class Type:
    """`parts` are types, or None where a payload is absent. Names are a letter and a number: the same in every language."""

    def __init__(self, index, kind, parts=(), count=0, word=""):
        self.index, self.kind, self.parts, self.count, self.word = index, kind, list(parts), count, word
        present = [part for part in self.parts if part]
        self.weight = 1 + sum(part.weight for part in present)
        self.depth = 1 + max((part.depth for part in present), default=0)
        self.owns = kind == "own" or any(part.owns for part in present)
        self.borrows = kind == "borrow" or any(part.borrows for part in present)
        self.heap = kind in ("string", "list") or any(part.heap for part in present)

    @property
    def handles(self):
        return self.owns or self.borrows

    @property
    def name(self):
        return LETTER[self.kind] + str(self.index) if self.kind in LETTER else None

    def wit(self):
        """As it is written where it is used."""
        if self.name:
            return self.name
        if self.kind in ("own", "borrow"):
            return f"{self.kind}<{self.word}>"
        inner = [part.wit() if part else "_" for part in self.parts]
        if self.kind == "result":
            while inner and inner[-1] == "_":
                inner.pop()
        return self.kind + (f"<{', '.join(inner)}>" if inner else "")

    def definition(self):
        if self.kind == "alias":
            return f"type {self.name} = {self.parts[0].wit()};"
        if self.kind == "record":
            inner = [f"p{i}: {part.wit()}" for i, part in enumerate(self.parts)]
        elif self.kind == "variant":
            inner = [f"c{i}" + (f"({part.wit()})" if part else "") for i, part in enumerate(self.parts)]
        else:
            inner = [f"c{i}" for i in range(self.count)]
        return f"{self.kind} {self.name} {{ {', '.join(inner)} }}"

    def describe(self):
        words = [str(part.index) if part else "-" for part in self.parts]
        return " ".join([self.kind, str(len(words) or self.count), *words, *([self.word] if self.word else [])])

    def resolved(self):
        return self.parts[0].resolved() if self.kind == "alias" else self


class Function:
    """`family` says what the author's code does with the parameters."""

    def __init__(self, name, family, params, result):
        self.name, self.family, self.params, self.result = name, family, params, result

    def wit(self):
        params = ", ".join(f"x{i}: {p.wit()}" for i, p in enumerate(self.params))
        return f"{self.name}: func({params})" + (f" -> {self.result.wit()}" if self.result else "") + ";"

    def describe(self):
        params = " ".join(str(p.index) for p in self.params)
        return f"{self.name} {self.family} {len(self.params)} {params} {self.result.index if self.result else '-'}"


class World:
    MOST_WEIGHT, MOST_DEPTH = 40, 7

    def __init__(self, seed, size, wide):
        """`size` composed types; `wide`: also a variant of 300 cases."""
        self.random, self.wide = random.Random(seed), wide
        self.types, self.known, self.subjects = [], {}, []
        self.primitives = [self.make(kind) for kind in PRIMITIVES]
        self.values = list(self.primitives)
        self.fixed()
        for _ in range(size):
            self.subject(self.compose(self.values))
        self.objects()
        for _ in range(size // 3):
            self.subject(self.compose_with(self.owners))
            self.subject(self.compose_with(self.lenders))
        self.functions()

    # --- types ---

    def make(self, kind, parts=(), count=0, word=""):
        """Named types are new each time; two structural ones of the same parts are one."""
        key = (kind, tuple(part.index if part else -1 for part in parts), word)
        if kind in LETTER or key not in self.known:
            self.known[key] = Type(len(self.types), kind, parts, count, word)
            self.types.append(self.known[key])
        return self.known[key]

    def subject(self, made):
        if made and made not in self.subjects:
            self.subjects.append(made)
            if not made.handles:
                self.values.append(made)
        return made

    def fixed(self):
        """What must not be left to chance."""
        byte, text, wide = self.primitives[1], self.primitives[12], self.primitives[4]
        for primitive in self.primitives:
            self.subject(primitive)
        self.fixed_lists(byte, text)
        self.subject(self.make("option", [self.make("option", [byte])]))
        for parts in ([None, None], [text, None], [None, text], [byte, wide]):
            self.subject(self.make("result", parts))
        for count in (1, 256, 257):
            self.subject(self.make("enum", count=count))
        for count in (1, 8, 9, 16, 17, 32):
            self.subject(self.make("flags", count=count))
        for parts in ([None, text, byte, wide], [None, None]):
            self.subject(self.make("variant", parts))
        if self.wide:
            self.subject(self.make("variant", [self.primitives[i % 13] if i % 7 == 0 else None for i in range(300)]))
        for parts in ([byte], [byte, text, wide]):
            self.subject(self.make("tuple", parts))

    def fixed_lists(self, byte, text):
        self.large = [self.subject(self.make("list", [byte])), self.subject(self.make("list", [text]))]
        for inner in (self.large[1], self.primitives[0], self.primitives[11]):
            self.subject(self.make("list", [inner]))
        deep = self.primitives[2]
        for kind in ("list", "option", "list", "list", "option", "list"):
            deep = self.make(kind, [deep])
        self.subject(deep)

    def objects(self):
        handles = {kind: [self.make(kind, word=word) for word in ("token", "thing")] for kind in ("own", "borrow")}
        self.owners, self.lenders = list(handles["own"]), list(handles["borrow"])
        for kind in ("own", "borrow"):
            for handle in handles[kind]:
                self.subject(handle)
                self.subject(self.make("list", [handle]))
                self.subject(self.make("option", [handle]))
        pool = self.owners + self.lenders
        self.subject(self.make("record", [self.primitives[12], pool[0], pool[1]]))
        self.subject(self.make("record", [pool[2], self.primitives[12], pool[3]]))

    def compose(self, pool):
        """A type made of some of `pool`."""
        for _ in range(100):
            kind = self.random.choice(KINDS)
            made = getattr(self, "some_" + kind)(pool)
            if made and sum(part.weight for part in made[1] if part) < self.MOST_WEIGHT and all(
                    part.depth < self.MOST_DEPTH for part in made[1] if part):
                return self.make(*made)
        raise SystemExit("no type fits")

    def compose_with(self, handles):
        """The same with at least one of `handles` in it; it joins them."""
        for _ in range(1000):
            pool = handles * 2 + self.random.sample(self.values, min(len(self.values), len(handles) + 1))
            before = len(self.types)
            made = self.compose(pool)
            if made.handles and made not in self.subjects:
                handles.append(made)
                return made
            del self.types[before:]
            self.known = {key: known for key, known in self.known.items() if known.index < before}
        return None

    def some(self, pool, most):
        return [self.random.choice(pool) for _ in range(self.random.randint(1, most))]

    def some_list(self, pool):
        return "list", [self.random.choice(pool)]

    def some_option(self, pool):
        return "option", [self.random.choice(pool)]

    def some_result(self, pool):
        return "result", [self.random.choice([None, *self.some(pool, 3)]) for _ in range(2)]

    def some_record(self, pool):
        return "record", self.some(pool, 6)

    def some_tuple(self, pool):
        return "tuple", self.some(pool, 5)

    def some_variant(self, pool):
        return "variant", [self.random.choice([None, part, part]) for part in self.some(pool, 6)]

    def some_alias(self, pool):
        return "alias", [self.random.choice(pool)]

    def some_enum(self, _):
        return "enum", [], self.random.choice([1, 2, 3, 7, 20])

    def some_flags(self, _):
        return "flags", [], self.random.randint(1, 32)

    # --- functions ---

    def functions(self):
        """`peer` is the host's interface, `work` the plugin's."""
        number, ids = self.primitives[4], self.make("list", [self.primitives[4]])
        stop = Function("checkpoint", "checkpoint", [], self.primitives[0])
        self.peer, self.work = [stop], []
        for subject in self.subjects:
            if subject.borrows:
                self.work.append(Function(f"ids{subject.index}", "ids", [subject], ids))
                continue
            for family, side in (("echo", self.peer), ("echo", self.work), ("relay", self.work)):
                side.append(Function(f"{family}{subject.index}", family, [subject], subject))
            if subject.owns:
                self.work.append(Function(f"ids{subject.index}", "ids", [subject], ids))
                self.work.append(Function(f"keep{subject.index}", "keep", [subject], None))
        self.gather()
        self.work.append(Function("make-thing", "make", [number], self.make("own", word="thing")))
        self.work.append(Function("misbehave", "misbehave", [self.primitives[3], self.large[1]], self.large[1]))

    def gather(self):
        """Several parameters at once, in every way that one can travel."""
        values = [subject for subject in self.subjects if not subject.handles]
        for number in range(max(2, len(values) // 8)):
            parts = self.random.sample(values, self.random.randint(2, min(9, len(values))))
            self.work.append(Function(f"gather{number}", "gather", parts, self.make("record", parts)))

    def wit(self):
        types = [made.definition() for made in self.types if made.name]
        used = ", ".join([made.name for made in self.types if made.name] + ["token", "thing"])
        lines = ["package trips:all@1.0.0;", "", "interface types {", "  resource token { id: func() -> u64; }",
                 "  resource thing { id: func() -> u64; }", *("  " + text for text in types), "}", ""]
        for name, functions in (("peer", self.peer), ("work", self.work)):
            lines += [f"interface {name} {{", f"  use types.{{{used}}};", *("  " + f.wit() for f in functions), "}", ""]
        return "\n".join(lines + ["world trips {", "  import peer;", "  export work;", "}", ""])

    def description(self):
        lines = [f"types {len(self.types)}", *(made.describe() for made in self.types)]
        for name, functions in (("peer", self.peer), ("work", self.work)):
            lines += [f"{name} {len(functions)}", *(f.describe() for f in functions)]
        return "\n".join(lines + [""])

# SPDX-License-Identifier: MIT
"""How an author in C spells the world's types, by `docs/plugin-c.md`."""
SCALARS = {"bool": "uint8_t", "u8": "uint8_t", "u16": "uint16_t", "u32": "uint32_t", "u64": "uint64_t", "s8": "int8_t",
           "s16": "int16_t", "s32": "int32_t", "s64": "int64_t", "f32": "float", "f64": "double", "char": "uint32_t",
           "string": "tenon_string"}
TYPES = "trips_all_types_"


def token(made):
    """A type's part of the name of a list, option, result or tuple of it."""
    if made is None:
        return "unit"
    made = made.resolved()
    if made.kind in SCALARS:
        return made.kind
    if made.kind in ("own", "borrow"):
        return f"{made.kind}_{TYPES}{made.word}"
    if made.name:
        return TYPES + made.name
    kind = f"tuple{len(made.parts)}" if made.kind == "tuple" else made.kind
    return "_".join([kind, *(token(part) for part in made.parts)])


def c_name(made):
    """The type itself; of handles what they point to."""
    made = made.resolved()
    if made.kind in SCALARS:
        return SCALARS[made.kind]
    if made.kind in ("own", "borrow"):
        return TYPES + made.word
    return token(made) if made.name else "tenon_" + token(made)


def value(made):
    """The type of a variable."""
    return c_name(made) + (" *" if made.resolved().kind in ("own", "borrow") else "")


def field(made, index):
    """Where part `index` of a value lies in it."""
    if made.kind == "result":
        return "value." + ("ok", "err")[index]
    return {"record": f"p{index}", "tuple": f"f{index}", "variant": f"val.c{index}", "option": "value"}[made.kind]

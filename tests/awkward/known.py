# SPDX-License-Identifier: MIT
"""What is known to fail in each language, by name of the case. Empty when all is well."""
NAMES = {
    "c": """refused/flags-33.wit refused/flags-64.wit types""",
    "cpp": """aliases both-ways cases depth docs flag-sizes functions gates includes inline kinds long-names names nested parameters
        refused/cases.wit refused/constructors.wit refused/escaped.wit refused/flags-33.wit refused/flags-64.wit
        refused/presence.wit refused/statics.wit refused/variant-cases.wit resources same-names scopes-c scopes-cpp
        scopes-generators scopes-rust scopes-system suffixes types versions words-c words-cpp words-generators words-rust
        words-system world-c-atomic world-c-auto world-c-bool world-c-float world-c-sizeof world-cpp-alignas world-cpp-char
        world-cpp-continue world-cpp-contract-assert world-cpp-explicit world-cpp-mutable world-cpp-public world-cpp-switch
        world-cpp-using world-functions world-generators-a world-generators-eq world-generators-heap world-generators-impl
        world-generators-index-of world-generators-list-view world-generators-optional world-generators-panic
        world-generators-phantom world-generators-pointer world-generators-poisoned world-generators-ptr world-generators-result
        world-generators-rhs world-generators-self world-generators-type world-generators-union world-generators-vec
        world-rust-do world-rust-i8 world-rust-in world-rust-raw world-rust-self world-rust-unsafe world-system-alloca
        world-system-environ-t world-system-errno world-system-infinity world-system-log world-system-size-t world-system-small
        world-system-va-list world-types""",
    "rust": """refused/flags-33.wit refused/flags-64.wit types words-generators""",
    "host": """aliases both-ways cases depth docs flag-sizes kinds long-names nested parameters refused/constructors.wit
        refused/presence.wit refused/statics.wit refused/variant-cases.wit resources same-names scopes-c scopes-cpp
        scopes-generators scopes-rust scopes-system suffixes types versions words-c words-cpp words-generators words-rust
        words-system world-functions world-generators-heap world-system-alloca world-types""",
}
KNOWN = {(name, language) for language, names in NAMES.items() for name in names.split()}

# SPDX-License-Identifier: MIT
"""What is known to fail in each language, by name of the case. Empty when all is well."""
NAMES = {
    "cpp": """flag-sizes functions long-names scopes-c scopes-cpp scopes-generators scopes-rust scopes-system
        words-c words-cpp words-generators words-rust words-system world-c-atomic world-c-auto world-c-bool
        world-c-float world-c-sizeof world-cpp-alignas world-cpp-char world-cpp-continue world-cpp-contract-assert
        world-cpp-explicit world-cpp-mutable world-cpp-public world-cpp-switch world-cpp-using world-generators-a
        world-generators-eq world-generators-heap world-generators-impl world-generators-index-of
        world-generators-list-view world-generators-optional world-generators-panic world-generators-phantom
        world-generators-pointer world-generators-poisoned world-generators-ptr world-generators-result
        world-generators-rhs world-generators-self world-generators-type world-generators-union world-generators-vec
        world-rust-do world-rust-i8 world-rust-in world-rust-raw world-rust-self world-rust-unsafe world-system-alloca
        world-system-environ-t world-system-errno world-system-infinity world-system-log world-system-size-t
        world-system-small world-system-va-list""",
    "rust": """words-generators""",
    "host": """flag-sizes long-names scopes-c scopes-cpp scopes-generators scopes-rust scopes-system words-c
        words-cpp words-generators words-rust words-system world-generators-heap world-system-alloca""",
}
KNOWN = {(name, language) for language, names in NAMES.items() for name in names.split()}

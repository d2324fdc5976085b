# SPDX-License-Identifier: MIT
"""With `--format json` every command prints one JSON document and nothing else, whatever happens. The schema is docs/cli.md."""
import os

from tool import WIT, Case


class Json(Case):
    def codes(self, *words, code):
        return [d["code"] for d in self.json(*words, code=code)["diagnostics"]]

    def keys(self, *words, code=0):
        return list(self.json(*words, code=code))

    def test_usage_errors_are_json_too(self):
        for words in ([], ["inspct"], ["parse"], ["parse", "a.wit", "--frob"], ["bind", "c"], ["new", "a", "--lang", "go"]):
            self.assertEqual(self.codes(*words, code=2), ["E0900"], words)

    def test_the_format_may_be_given_with_an_equals_sign(self):
        ran = self.tenon("inspct", "--format=json")
        self.assertEqual((ran.code, ran.err, ran.out[0]), (2, "", "{"))

    def test_a_usage_error_has_its_help(self):
        self.assertEqual(self.json("inspct", code=2), {"diagnostics": [{
            "severity": "error", "code": "E0900", "message": "there is no command `inspct`", "file": None, "line": None,
            "column": None, "end": None, "label": None, "notes": [], "help": "did you mean `tenon inspect`?", "causes": []}]})

    def test_new_names_the_project_and_its_files(self):
        self.write("text.wit", WIT)
        document = self.json("new", "shout", "--lang", "c", "--wit", "text.wit")
        self.assertEqual(document, {"project": "shout", "diagnostics": [],
                                    "files": ["shout/tenon.toml", "shout/shout.c", "shout/CMakeLists.txt"]})
        self.assertEqual(self.codes("new", "shout", "--lang", "c", "--wit", "text.wit", code=8), ["E0904"])

    def test_build_has_the_product_and_what_the_compiler_said(self):
        self.project("shout", "c")
        self.write("shout/shout.c", self.read("shout/shout.c") + "\n#warning look at this\n")
        document = self.json("build", "shout")
        self.assertEqual(list(document), ["compiler", "product", "summary", "diagnostics"])
        self.assertEqual(document["product"], "shout/build/libshout.so")
        self.assertIn("look at this", document["compiler"])

    def test_build_has_the_compilers_errors(self):
        self.project("shout", "c")
        self.write("shout/shout.c", "nonsense here;\n")
        document = self.json("build", "shout", code=1)
        self.assertEqual([d["code"] for d in document["diagnostics"]], ["E0903"])
        self.assertIn("nonsense", document["compiler"])

    def test_build_has_cargos_errors(self):
        self.needs("cargo")
        self.project("loud", "rust")
        self.write("loud/src/lib.rs", "mod bindings;\nnonsense!();\n")
        document = self.json("build", "loud", code=1)
        self.assertEqual([d["code"] for d in document["diagnostics"]], ["E0903"])
        self.assertIn("nonsense", document["compiler"])

    def test_flags_are_lists_of_words(self):
        self.project("shout", "c")
        document = self.json("build", "shout", "--print-flags")
        self.assertEqual(list(document), ["compile", "link", "diagnostics"])
        self.assertIn("-shared", document["link"])

    def test_bind_names_all_files_and_those_written(self):
        self.write("text.wit", WIT)
        words = ("bind", "cpp", "--host", "--wit", "text.wit", "-o", "out")
        self.assertEqual(self.json(*words), {"files": ["out/pipe.tenon.hpp"], "written": ["out/pipe.tenon.hpp"],
                                             "diagnostics": []})
        self.assertEqual(self.json(*words)["written"], [])
        self.assertEqual(self.json(*words, "--check"), {"stale": [], "diagnostics": []})
        os.remove(self.path("out/pipe.tenon.hpp"))
        self.assertEqual(self.json(*words, "--check", code=8)["stale"], ["out/pipe.tenon.hpp"])

    def test_parse_counts_the_errors_that_it_leaves_out(self):
        self.write("many.wit", "package a:b;\ninterface i {\n" + "  f func();\n" * 250 + "}\n")
        document = self.json("parse", "many.wit", code=8)
        self.assertEqual((len(document["diagnostics"]), document["left_out"]), (100, 150))
        self.assertTrue(self.tenon("parse", "many.wit").err.endswith("note: 150 more errors are left out\n"))

    def test_an_error_of_wit_has_its_range_and_its_notes_have_theirs(self):
        self.write("twice.wit", "package a:b;\ninterface i {\n  type t = u8;\n  type t = u16;\n}\n")
        error, = self.json("parse", "twice.wit", code=8)["diagnostics"]
        self.assertEqual((error["line"], error["column"], error["end"], error["label"]),
                         (4, 8, {"line": 4, "column": 9}, "defined again"))
        self.assertEqual(error["notes"], [{"message": "first defined here", "file": "twice.wit", "line": 3, "column": 8,
                                           "end": {"line": 3, "column": 9}}])

    def test_inspect_and_check_of_what_is_no_plugin(self):
        self.write("text.wit", WIT)
        self.write("notes.so", "just text")
        self.assertEqual(self.codes("inspect", "notes.so", code=8), ["E0221"])
        document = self.json("check", "notes.so", "--wit", "text.wit", code=8)
        self.assertEqual(document["checked"], [{"file": "notes.so", "plugin": None, "ok": False}])
        self.assertEqual(self.codes("check", "notes.so", code=2), ["E0900"])

    def test_list_gives_a_broken_file_its_error(self):
        self.write("plugins/libcut.so", "\x7fELF")
        entry, = self.json("list", "plugins")["plugins"]
        self.assertEqual((entry["state"], entry["why"]["file"]), ("broken", entry["file"]))
        self.is_error(entry["why"])

    def test_a_project_with_a_broken_tenon_toml(self):
        self.project("shout", "c")
        self.write("shout/tenon.toml", "[library]\nwit = 3\nwitt = 4\n")
        for words in (["build", "shout"], ["bind", "c", "--plugin", "shout"], ["check", "shout"]):
            errors = self.json(*words, code=8)["diagnostics"]
            self.assertEqual(errors[0]["file"], "shout/tenon.toml", words)

    def test_check_load_has_what_the_plugin_wrote(self):
        self.project("shout", "c")
        says = 'puts("to stdout"); fputs("to stderr\\n", stderr); *self = shout_alloc'
        self.write("shout/shout.c", "#include <stdio.h>\n" + self.read("shout/shout.c").replace("*self = shout_alloc", says))
        self.assertEqual(self.tenon("build", "shout").code, 0)
        result, = self.json("check", "shout", "--load")["checked"]
        self.assertEqual(result["load"]["step"], "unloaded")
        self.assertEqual(sorted(result["load"]["output"].splitlines()), ["to stderr", "to stdout"])

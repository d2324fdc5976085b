# SPDX-License-Identifier: MIT
"""`state = true`: every command sees the export as if the WIT had it, and the WIT stays as it is."""
from tool import Case, WIT

SAVE = """
int32_t shout_save(shout *self, tenon_plugin_state_saved *ok, tenon_string *err) {
  (void)self, (void)err;
  *ok = (tenon_plugin_state_saved){1, {0}};
  return TENON_OK;
}

int32_t shout_restore(shout *self, const tenon_plugin_state_saved *from, tenon_string *err) {
  return from->version == 1 ? TENON_OK : shout_fail(&self->host, err, "not version 1");
}
"""


class State(Case):
    def keep_state(self, name="shout"):
        self.write(f"{name}/tenon.toml", self.read(f"{name}/tenon.toml") + "state = true\n")

    def exports_of(self, library):
        return {e["id"]: e["hash"] for e in self.json("inspect", library)["plugins"][0]["exports"]}

    def test_the_functions_must_be_written(self):
        self.project()
        self.keep_state()
        ran = self.tenon("build", "shout")
        self.assertNotEqual(ran.code, 0)
        self.assertIn("shout_restore", ran.out + ran.err)

    def test_all_commands_agree(self):
        self.project()
        self.keep_state()
        self.write("shout/shout.c", self.read("shout/shout.c") + SAVE)
        self.assertEqual(self.tenon("build", "shout").code, 0)
        self.assertEqual(self.tenon("bind", "c", "--plugin", "shout", "--check").code, 0)
        self.assertEqual(self.tenon("check", "--load", "shout").code, 0)
        self.assertEqual(self.read("text.wit"), WIT)
        wit = self.json("inspect", "shout/build/libshout.so")["wit"]
        self.assertIn("  export demo:text/filter;\n  export tenon:plugin/state@0.1.0;\n".replace("demo:text/", ""), wit)
        self.write("again.wit", wit)
        self.says(self.tenon("parse", "again.wit", "--format", "wit"), 0, out=wit)

    def test_a_world_may_name_the_export_itself(self):
        self.project("added")
        self.keep_state("added")
        self.write("added/added.c", self.read("added/added.c") + SAVE.replace("shout", "added"))
        self.assertEqual(self.tenon("build", "added").code, 0)
        self.project("written", wit=WIT.replace("  export filter;", "  export filter;\n  export tenon:plugin/state@0.1.0;"))
        self.keep_state("written")
        self.assertEqual(self.tenon("build", "written").code, 0)
        self.assertEqual(self.exports_of("added/build/libadded.so"), self.exports_of("written/build/libwritten.so"))

    def test_cpp_leaves_the_authors_save_its_name(self):
        self.project("shout", "cpp", wit=WIT.replace("count: func() -> u64", "save: func() -> u64"))
        self.keep_state()
        self.assertEqual(self.tenon("bind", "cpp", "--plugin", "shout").code, 0)
        source = self.read("shout/build/shout.tenon.cpp")
        self.assertIn("no member `state_save` that fits `save: func() -> result<saved, string>`", source)
        self.assertIn("no member `save` that fits `save: func() -> u64`", source)
        self.assertIn("no member `restore` that fits `restore: func(from: saved) -> result<_, string>`", source)

    def test_rust_has_a_trait_for_it(self):
        self.project("shout", "rust")
        self.keep_state()
        self.assertEqual(self.tenon("bind", "rust", "--plugin", "shout").code, 0)
        bindings = self.read("shout/src/bindings.rs")
        self.assertIn("pub trait State", bindings)
        self.assertIn("fn save(&self) -> Result<Saved, String>;", bindings)
        self.assertIn("fn restore(&self, from: SavedView<'_>) -> Result<(), String>;", bindings)

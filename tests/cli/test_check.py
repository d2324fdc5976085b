# SPDX-License-Identifier: MIT
from tool import WIT, Case


class Check(Case):
    def built(self, change=None):
        self.project("shout", "c")
        if change:
            self.write("shout/shout.c", change(self.read("shout/shout.c")))
        ran = self.tenon("build", "shout")
        self.assertEqual(ran.code, 0, ran)
        return "shout/build/libshout.so"

    def test_a_project_is_checked_against_its_own_wit(self):
        self.built()
        self.says(self.tenon("check", "shout"), 0,
                  "shout/build/libshout.so: `shout` fits demo:text/pipe@1.0.0\n")

    def test_a_file_needs_a_world(self):
        self.fails(self.tenon("check", self.built()), 2, "say which: `--wit PATH`")

    def test_another_signature_is_refused_with_both(self):
        plugin = self.built()
        self.write("other.wit", WIT.replace("text: string", "text: u32"))
        self.fails(self.tenon("check", plugin, "--wit", "other.wit"), 8, "apply", "string", "u32")

    def test_a_project_that_isnt_built_says_what_to_do(self):
        self.project("shout", "c")
        self.says(self.tenon("check", "shout"), 1,
                  err="error[E0909]: `shout` is not built yet\nhelp: run `tenon build shout`\n")

    def test_a_folder_without_libraries_is_named(self):
        self.fails(self.tenon("check", ".", "--wit", "x.wit"), 1, "error[E0909]: the folder `.` has no library")

    def test_load_runs_the_plugin_once_through(self):
        self.built()
        ran = self.tenon("check", "shout", "--load")
        self.assertIn("#shout: loaded, created, destroyed, unloaded\n", ran.out)
        self.assertEqual(ran.code, 0)

    def test_a_crash_of_the_plugin_is_the_childs(self):
        self.built(lambda text: text.replace("*self = shout_alloc", "__builtin_trap();\n  *self = shout_alloc"))
        self.fails(self.tenon("check", "shout", "--load"), 8, "error[E0910]", "crashes in create: signal 4")

    def test_a_hang_of_the_plugin_ends_after_ten_seconds(self):
        self.built(lambda text: text.replace("*self = shout_alloc", "for (volatile int i = 1; i;) {}\n  *self = shout_alloc"))
        self.fails(self.tenon("check", "shout", "--load"), 8, "hangs in create: killed after 10 s")

    def test_a_plugin_that_exits_is_found_out(self):
        self.built(lambda text: "#include <stdlib.h>\n" + text.replace("*self = shout_alloc", "exit(0);\n  *self = shout_alloc"))
        self.fails(self.tenon("check", "shout", "--load"), 8, "ends the process in create, with exit code 0")

    def test_a_refusal_has_the_plugins_words(self):
        self.built(lambda text: text.replace("*self = shout_alloc",
                                             'return shout_refuse(host, "no licence");\n  *self = shout_alloc'))
        self.fails(self.tenon("check", "shout", "--load"), 8, "no licence")

    def test_the_log_goes_to_stderr(self):
        call = 'shout_log_info(host, (tenon_string){"hello", 5});\n  *self = shout_alloc'
        self.built(lambda text: text.replace("*self = shout_alloc", call))
        ran = self.tenon("check", "shout", "--load")
        self.assertEqual((ran.code, ran.err), (0, "info: hello\n"), ran)

    def test_as_json_each_plugin_has_its_answer(self):
        self.built()
        self.assertEqual(self.json("check", "shout", "--load")["checked"],
                         [{"file": "shout/build/libshout.so", "plugin": "shout", "ok": True, "world": "demo:text/pipe@1.0.0",
                           "load": {"step": "unloaded", "still_mapped": None, "output": ""}}])

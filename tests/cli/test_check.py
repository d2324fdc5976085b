# SPDX-License-Identifier: MIT
import os
import shutil
import signal
import subprocess
import time

from tool import TENON, TWO_WORLDS, WIT, Case

HEADERS = "#include <signal.h>\n#include <stdio.h>\n#include <stdlib.h>\n#include <string.h>\n#include <unistd.h>\n"


def c_text(text):
    return '"' + text.replace('"', '\\"') + '"'


def is_running(process):
    try:
        with open(f"/proc/{process}/stat", encoding="utf-8") as file:
            return file.read().rsplit(")", 1)[1].split()[0] not in "XZ"
    except FileNotFoundError:
        return False


class Check(Case):
    def built(self, change=None):
        self.project("shout", "c")
        if change:
            self.write("shout/shout.c", change(self.read("shout/shout.c")))
        ran = self.tenon("build", "shout")
        self.assertEqual(ran.code, 0, ran)
        return "shout/build/libshout.so"

    def with_create(self, code):
        """A plugin whose `create` begins with this code."""
        return self.built(lambda text: HEADERS + text.replace("*self = shout_alloc", code + "\n  *self = shout_alloc"))

    def waits_until(self, condition):
        end = time.monotonic() + 100
        while not condition():
            self.assertLess(time.monotonic(), end)
            time.sleep(0.01)

    def test_a_project_is_checked_against_its_own_wit(self):
        self.built()
        self.says(self.tenon("check", "shout"), 0,
                  "shout/build/libshout.so: `shout` fits demo:text/pipe@1.0.0\n")

    def test_each_of_several_projects_is_checked_against_its_own_wit(self):
        self.built()
        self.write("other.wit", TWO_WORLDS)
        self.tenon("new", "other", "--lang", "c", "--wit", "other.wit", "--world", "second")
        self.assertEqual(self.tenon("build", "other").code, 0)
        for targets in (("shout", "other"), ("other", "shout")):
            lines = {"shout": "shout/build/libshout.so: `shout` fits demo:text/pipe@1.0.0\n",
                     "other": "other/build/libother.so: `other` fits demo:two/second@1.0.0\n"}
            self.says(self.tenon("check", *targets), 0, "".join(lines[target] for target in targets))
        self.assertEqual([(each["plugin"], each["ok"]) for each in self.json("check", "shout", "other")["checked"]],
                         [("shout", True), ("other", True)])
        self.fails(self.tenon("check", "shout", "other", "--wit", "text.wit"), 8, "error[E0402]: `other`")

    def test_a_file_needs_a_world(self):
        plugin = self.built()
        self.fails(self.tenon("check", plugin), 2, "say which: `--wit PATH`")
        self.fails(self.tenon("check", "shout", plugin), 2, f"no world to check `{plugin}` against")

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

    def test_a_path_may_look_like_a_list_or_an_option(self):
        plugin = self.built()
        for folder in ("[pl]", "-x"):
            os.mkdir(self.path(folder))
            shutil.copy(self.path(plugin), self.path(folder, "libshout.so"))
            for target in (folder, f"{folder}/libshout.so"):
                ran = self.tenon("check", "--load", "--wit", "text.wit", "--", target)
                self.assertEqual((ran.code, ran.err), (0, ""))
                self.assertTrue(ran.out.endswith(f"{folder}/libshout.so#shout: loaded, created, destroyed, unloaded\n"), ran)
        self.assertIn("[pl]/libshout.so\n", self.tenon("list", "[pl]").out)

    def test_a_feature_takes_one_word(self):
        plugin = self.built()
        self.assertEqual(self.tenon("check", "--wit", "text.wit", "--features", "a", plugin).code, 0)

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

    def test_a_refusal_in_other_words_than_utf8_is_shown_all_the_same(self):
        self.with_create(r'return shout_refuse(host, "no \xff licence");')
        self.fails(self.tenon("check", "shout", "--load"), 8, "error[E0601]", "no \ufffd licence")
        self.json("check", "shout", "--load", code=8)

    def test_what_the_plugin_prints_is_no_answer_of_the_child(self):
        lines = ["tenon-trial-text hello", '{"step": "unloaded", "mapped": null}', "{]"]
        self.with_create("".join(f"puts({c_text(line)});" for line in lines)
                         + 'printf("end"); fflush(stdout); if (getenv("DIE")) __builtin_trap();')
        printed = "\n".join([*lines, "end", ""])
        self.assertEqual(self.json("check", "shout", "--load")["checked"][0]["load"],
                         {"step": "unloaded", "still_mapped": None, "output": printed})
        self.says(self.tenon("check", "shout", "--load", DIE="1"), 8,
                  "shout/build/libshout.so: `shout` fits demo:text/pipe@1.0.0\n",
                  printed + "error[E0910]: `shout/build/libshout.so#shout` crashes in create: signal 4 (Illegal instruction)\n"
                  "help: a host that loads it goes down with it; to debug it: `gdb --args tenon trial --wit=text.wit "
                  "--world demo:text/pipe@1.0.0 -- shout/build/libshout.so\\#shout`\n")

    def test_output_without_end_is_cut(self):
        self.with_create("char part[1024]; memset(part, 'x', sizeof part);"
                         "for (int i = 0; i < 3000; i++) (void)!write(1, part, sizeof part);")
        self.assertEqual(self.json("check", "shout", "--load")["checked"][0]["load"]["output"],
                         "x" * (1 << 20) + f"\n[{3000 * 1024 - (1 << 20)} more bytes are left out]\n")

    def test_what_the_plugin_leaves_running_is_not_waited_for_and_ends(self):
        self.with_create('if (fork() == 0) { FILE *f = fopen("pid", "w"); fprintf(f, "%d\\n", getpid()); fclose(f);'
                         "for (;;) pause(); } while (access(\"pid\", R_OK) != 0) usleep(1000);")
        ran = self.tenon("check", "shout", "--load")
        self.assertEqual(ran.code, 0, ran)
        self.waits_until(lambda: self.read("pid") == "" or not is_running(int(self.read("pid"))))

    def test_the_child_ends_with_the_tool(self):
        self.with_create('FILE *f = fopen("pid.new", "w"); fprintf(f, "%d\\n", getpid()); fclose(f);'
                         'rename("pid.new", "pid"); for (;;) pause();')
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGKILL):
            with subprocess.Popen([TENON, "check", "shout", "--load"], cwd=self.folder, stdout=subprocess.DEVNULL,
                                  stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL) as tool:
                self.waits_until(lambda: os.path.exists(self.path("pid")))
                child = int(self.read("pid"))
                os.remove(self.path("pid"))
                self.assertTrue(is_running(child))
                tool.send_signal(number)
                self.assertEqual(tool.wait(), -number)
                self.waits_until(lambda: not is_running(child))

    def test_paths_may_begin_with_a_dash(self):
        plugin = self.built()
        os.mkdir(self.path("-x"))
        for name, old in (("-x/libshout.so", plugin), ("-x/text.wit", "text.wit")):
            os.rename(self.path(old), self.path(name))
        ran = self.tenon("check", "--load", "--wit=-x/text.wit", "--", "-x/libshout.so")
        self.assertEqual((ran.code, ran.err), (0, ""), ran)
        self.assertIn("-x/libshout.so#shout: loaded, created, destroyed, unloaded\n", ran.out)

    def test_the_child_has_the_features(self):
        self.write("text.wit", WIT.replace("  count:", "  @unstable(feature = fresh)\n  count:"))
        self.assertEqual(self.tenon("new", "shout", "--lang", "c", "--wit", "text.wit", "--features", "fresh").code, 0)
        self.assertEqual(self.tenon("build", "shout").code, 0)
        self.assertEqual(self.tenon("check", "shout", "--load").code, 0)
        ran = self.tenon("check", "shout/build/libshout.so", "--wit", "text.wit", "--features", "fresh,other", "--load")
        self.assertEqual((ran.code, ran.err), (0, ""), ran)

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

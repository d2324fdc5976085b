# SPDX-License-Identifier: MIT
"""What `tenon sdk` makes is all that plugin authors need: used from a copy in another place, with an empty home folder and
nothing of Tenon on any path."""
import os
import shutil
import subprocess
import sys

sys.path.insert(0, os.path.join(os.environ["SOURCE"], "tests", "cli"))

from tool import TWO_WORLDS, WIT, Case  # pylint: disable=wrong-import-position

SOURCE = os.environ["SOURCE"]


class Sdk(Case):
    def made(self, *words, wit="text.wit"):
        """Moved after it was made, to a place with a blank."""
        ran = self.tenon("sdk", "--wit", wit, "-o", "sdk", *words)
        self.assertEqual(ran.code, 0, ran)
        os.makedirs(self.path("far away"))
        os.rename(self.path("sdk"), self.path("far away", "sdk"))
        return self.path("far away", "sdk")

    def alone(self, folder, command):
        """What it prints, run as by somebody who has nothing."""
        os.makedirs(self.path("home"), exist_ok=True)
        ran = subprocess.run(["env", "-i", "PATH=/usr/bin:/bin", "HOME=" + self.path("home"), "sh", "-ec", command], cwd=folder,
                             stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
        self.assertEqual(ran.returncode, 0, ran.stdout)
        return ran.stdout

    @staticmethod
    def readme(sdk):
        """The commands that it shows."""
        with open(os.path.join(sdk, "README.md"), encoding="utf-8") as file:
            return [line.strip() for line in file if line.startswith("    ")]

    def test_its_test_builds_and_loads_a_plugin_of_each_language(self):
        self.write("text.wit", WIT)
        out = self.alone(self.made(), "./test.sh")
        for language in ("c", "cpp", "rust"):
            self.assertIn(f"#plugin-{language}: loaded, created, destroyed, unloaded", out)

    def test_what_its_readme_says_gives_a_plugin_that_a_host_loads(self):
        shutil.copy(os.path.join(SOURCE, "examples", "shout", "text.wit"), self.path("text.wit"))
        sdk = self.made()
        new, build, test = self.readme(sdk)
        self.alone(sdk, new.replace("my-plugin", "shout-c"))
        shutil.copy(os.path.join(SOURCE, "examples", "shout", "shout-c", "shout.c"), os.path.join(sdk, "shout-c", "shout-c.c"))
        self.alone(sdk, build.replace("my-plugin", "shout-c"))
        self.assertIn("#shout-c: loaded, created", self.alone(sdk, test.replace("my-plugin", "shout-c")))
        host = subprocess.run([os.environ["HOST"], os.path.join(sdk, "shout-c", "build"), "shout-c"], stdout=subprocess.PIPE, text=True,
                              check=True)
        self.assertIn("shout-c: HELLO", host.stdout)

    def test_cmake_finds_what_it_needs_in_it(self):
        self.write("text.wit", WIT)
        sdk = self.made("--lang", "cpp")
        self.alone(sdk, "cmake -S plugin-cpp -B made && cmake --build made")
        self.assertIn("#plugin-cpp: loaded", self.alone(sdk, "./test.sh made/libplugin-cpp.so"))

    def test_a_folder_of_wit_comes_with_what_it_depends_on(self):
        self.write("api/main.wit", WIT.replace("interface filter {", "interface filter {\n  use other:types/t@1.0.0.{thing};\n  see: func(thing: thing);"))
        self.write("api/deps/types.wit", "package other:types@1.0.0;\ninterface t { record thing { a: u8 } }\n")
        self.write("api/notes.txt", "not for others")
        sdk = self.made("--lang", "c,rust", wit="api")
        here = sorted(os.path.relpath(os.path.join(at, name), sdk) for at, _, names in os.walk(sdk) for name in names)
        self.assertEqual([name for name in here if name.startswith("wit")], ["wit/deps/types.wit", "wit/main.wit"])
        self.assertIn("bindings/rust/bindings.rs", here)
        self.assertFalse([name for name in here if "cpp/" in name or "tenon/host" in name], here)
        self.alone(sdk, "bin/tenon build plugin-c")

    def test_the_world_is_named_where_there_are_several(self):
        self.write("text.wit", TWO_WORLDS)
        self.fails(self.tenon("sdk", "--wit", "text.wit", "-o", "sdk"), 8, "has 2 worlds")
        sdk = self.made("--world", "second", "--lang", "c")
        self.assertIn('world = "second"', self.read(os.path.join(sdk, "plugin-c", "tenon.toml")))
        self.assertIn("#plugin-c: loaded", self.alone(sdk, "./test.sh"))

    def test_features_are_told_wherever_the_wit_is(self):
        self.write("text.wit", WIT.replace("  count:", "  @unstable(feature = loud)\n  shout: func();\n"
                                                       "  @unstable(feature = low)\n  whisper: func();\n  count:"))
        sdk = self.made("--features", "loud,low", "--lang", "c")
        self.assertIn("#plugin-c: loaded", self.alone(sdk, "./test.sh"))
        new, build, test = self.readme(sdk)
        self.assertIn("#my-plugin: loaded", self.alone(sdk, f"{new}\n{build}\n{test}"))

    def test_a_shell_takes_the_name_of_the_wit_as_it_is(self):
        name = "it's a$(touch pwned)\"b`touch pwned`.wit"
        self.write(name, WIT)
        sdk = self.made("--lang", "c", wit=name)
        self.assertIn("#plugin-c: loaded", self.alone(sdk, "./test.sh"))
        new, build, test = self.readme(sdk)
        self.assertIn("#my-plugin: loaded", self.alone(sdk, f"{new}\n{build}\n{test}"))
        self.assertFalse(os.path.exists(os.path.join(sdk, "pwned")))

    def test_its_tool_needs_the_c_library_only(self):
        out = subprocess.check_output(["readelf", "-d", os.environ["TENON"]], text=True)
        needed = {line.split("[")[1].split("]")[0] for line in out.splitlines() if "(NEEDED)" in line}
        self.assertLessEqual(needed, {"libc.so.6", "libm.so.6", "ld-linux-x86-64.so.2"})

    def test_what_goes_wrong_leaves_nothing_behind(self):
        self.write("text.wit", WIT)
        os.mkdir(self.path("sdk"))
        self.fails(self.tenon("sdk", "--wit", "text.wit", "-o", "sdk"), 8, "error[E0904]: `sdk` is there already")
        self.fails(self.tenon("sdk", "--wit", "absent.wit", "-o", "new"), 1, "error[E0801]")
        self.fails(self.tenon("sdk", "--wit", "text.wit", "-o", "new", "--lang", "cobol"), 2)
        self.write("bad.wit", WIT.replace("string", "strin"))
        self.fails(self.tenon("sdk", "--wit", "bad.wit", "-o", "new"), 8, "bad.wit")
        self.fails(self.tenon("sdk", "--wit", "text.wit", "-o", "text.wit/new"), 1, "error[E0901]")
        self.assertEqual(sorted(os.listdir(self.folder)), ["bad.wit", "sdk", "text.wit"])

    def test_json_says_where_it_is(self):
        self.write("text.wit", WIT)
        document = self.json("sdk", "--wit", "text.wit", "-o", "sdk", "--lang", "c")
        self.assertEqual((document["sdk"], document["world"]), ("sdk", "pipe"))

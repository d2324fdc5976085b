# SPDX-License-Identifier: MIT
"""What tenon_add_plugin takes from a tenon.toml before the tool can be asked is what the tool takes from it."""
import os
import shutil
import subprocess
import unittest

SOURCE, WORK = (os.environ[name] for name in ("SOURCE", "WORK"))
LISTS = """cmake_minimum_required(VERSION 3.25)
project(toml LANGUAGES NONE)
set(library "somebody else's")
include(@SOURCE@/cmake/TenonPlugins.cmake)
_tenon_read_project(${CMAKE_CURRENT_SOURCE_DIR}/here)
message(NOTICE "${library} ${lang}")
foreach(source IN LISTS sources)
  message(NOTICE "${source}")
endforeach()
"""
PLUGIN = '[[plugin]]\nname = "p"\nversion = "1.0.0"\n'


class Toml(unittest.TestCase):
    maxDiff = None

    def read(self, toml, files=()):
        """(exit code, what is printed) for the folder `here`."""
        here = os.path.join(WORK, "here")
        shutil.rmtree(WORK, ignore_errors=True)
        os.makedirs(here)
        for path, text in ((os.path.join(WORK, "CMakeLists.txt"), LISTS.replace("@SOURCE@", SOURCE)),
                           (os.path.join(here, "tenon.toml"), toml), *((os.path.join(here, name), "") for name in files)):
            with open(path, "w", encoding="utf-8") as file:
                file.write(text)
        done = subprocess.run(["cmake", "-S", WORK, "-B", os.path.join(WORK, "build")], stdout=subprocess.DEVNULL,
                              stderr=subprocess.PIPE, text=True, check=False)
        return done.returncode, done.stderr.replace(here + "/", "")

    def says(self, toml, first, *sources, files=()):
        with self.subTest(toml):
            self.assertEqual(self.read(toml, files), (0, "\n".join((first, *sources)) + "\n"))

    def refuses(self, toml, text):
        with self.subTest(toml):
            code, said = self.read(toml)
            self.assertNotEqual(code, 0)
            self.assertIn(text, " ".join(said.split()))

    def test_sources_are_all_strings_of_the_list_and_nothing_else(self):
        for value in ('["a.c", "b.c"]', "['a.c','b.c',]", '[\n  "a.c", # don\'t: was "old.c"\n  "b.c" # ]\n]', '["""a.c""", \'\'\'\nb.c\'\'\']',
                      '["a.c",\r\n"b.c"]\r'):
            self.says(f"[library]\nsources = {value}\n{PLUGIN}", "here c", "a.c", "b.c", files=("x.c",))
        self.says(f"[library]\nsources = []\n{PLUGIN}", "here c", files=("x.c",))
        self.says(f'[library]\nsources = ["../b[1].c", "/c d.c"]\n{PLUGIN}', "here c", "../b[1].c", "/c d.c")

    def test_without_sources_they_are_the_files_of_the_language(self):
        files = ("b.c", "a.c", "c.cpp")
        self.says(f"[library]\n{PLUGIN}", "here c", "a.c", "b.c", files=files)
        self.says(f'[library]\n{PLUGIN}header = "p.hpp"\n', "here cpp", "c.cpp", files=files)
        self.says(f"[library]\n{PLUGIN}", "here rust", files=("Cargo.toml", *files))
        self.says(f'[library]\nlang = "c"\n{PLUGIN}', "here c", "a.c", "b.c", files=("Cargo.toml", *files))

    def test_keys_are_found_however_they_are_spelled(self):
        for text in ('[library]\nname = "other"\n', "[ library ] # [x]\n  name='other' # [plugin]\n", '["library"]\n"name" = "other"\n',
                     'library.name = "other"\n', "[library]\nwit = 'a\\'\nname = 'other'\n",
                     '[library]\nwit = "a\\" # [\'"\nname = """other"""\n', 'library . "name" = "other"\n'):
            self.says(text + PLUGIN, "other c")
        self.says(f'{PLUGIN}header = "p.hpp"\n\n[library]\nname = "other"', "other cpp")
        self.says(f'[library]\n{PLUGIN}header = ""\n{PLUGIN}header = "p.hpp"', "here cpp")

    def test_what_only_looks_like_a_key_is_none(self):
        for text in ('description = """\nheader = "no"\n[library]\nname = "no" """\n', "description = '''\nheader = 'no'\n'''\n",
                     'description = "a \\" b"\n[plugin.meta]\nheader = "no"\n', 'meta = { header = "no", a = [1,\n2] }\n', 'header = ""\n',
                     '# header = "no"\n', "description = '''a''''' # '''\n[other]\nheader = 'no'\n"):
            self.says(f"[library]\n{PLUGIN}{text}", "here c")
        self.says(f"[library]\n{PLUGIN}description = '''a''''' # '''\nheader = 'p.hpp'\n", "here cpp")

    def test_what_cmake_cant_have_is_refused_by_name(self):
        self.refuses(f'library = {{ name = "other" }}\n{PLUGIN}', "CMake can't read `library = ...` in `tenon.toml`")
        self.refuses('plugin = [{ header = "p.hpp" }]\n[library]\n', "CMake can't read `plugin = ...` in `tenon.toml`")
        for name in ("a;b.c", "a[b.c", "a\\u0062.c"):
            self.refuses(f'[library]\nsources = ["{name}"]\n{PLUGIN}', f"CMake can't have the name `{name}` of `tenon.toml`")

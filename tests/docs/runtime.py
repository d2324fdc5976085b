# SPDX-License-Identifier: MIT
"""libtenon from Python, for the examples in docs/errors.md: as much as it takes to call it wrongly.

    from runtime import *
    host = Host()
    plugin = host.load("./libshout.so")     # against the world that the library itself was built for
    say(lib.tenon_host_destroy(host.pointer))
"""
import ctypes as c
import json
import os
import subprocess
import time

lib = c.CDLL(os.environ["TENON_LIBRARY"])
POINTER = c.c_void_p
for name in ("host_create", "host_add_path", "host_destroy", "host_scan", "host_register", "plugin_check", "plugin_load",
             "plugin_unload", "instance_create", "instance_destroy", "error_cause", "catalog_entry_at", "host_set_reload",
             "host_update", "plugin_load_reloadable", "plugin_reload", "library_open",
             "library_function", "library_variable", "library_reload", "library_listen", "library_watch", "library_update",
             "library_close"):
    getattr(lib, f"tenon_{name}").restype = POINTER
for name in ("error_text", "error_message"):
    getattr(lib, f"tenon_{name}").restype = c.c_char_p
lib.tenon_call_error.restype = POINTER

MISSING, TRAP, POISONED, OUT_OF_MEMORY, BAD_ARGUMENT, BAD_RESULT, GONE = -1, -2, -3, -4, -5, -6, -7
AUTO, ALWAYS, NEVER = 0, 1, 2
Veto = c.CFUNCTYPE(POINTER, POINTER, POINTER)


class Interface(c.Structure):
    _fields_ = [("size", c.c_uint32), ("slots", c.c_uint32), ("id", c.c_char_p), ("hash", c.c_uint8 * 16),
                ("table", POINTER)]


class World(c.Structure):
    _fields_ = [("size", c.c_uint32), ("contract", c.c_uint32), ("name", c.c_char_p), ("wit", c.c_char_p),
                ("wit_len", c.c_size_t), ("since", c.c_char_p), ("import_count", c.c_uint32),
                ("export_count", c.c_uint32), ("imports", POINTER), ("exports", POINTER)]


class Options(c.Structure):
    _fields_ = [("size", c.c_uint32), ("copy", c.c_uint32), ("veto", POINTER), ("ctx", POINTER)]


class ReloadOptions(c.Structure):
    _fields_ = [(name, c.c_uint32) for name in ("size", "watch", "settle_ms", "poll_ms", "patience_ms", "quiet_ms", "poll_only",
                                                "reserved")] + [("listener", POINTER), ("ctx", POINTER)]


class Event(c.Structure):
    _fields_ = [("size", c.c_uint32), ("kind", c.c_uint32), ("file", c.c_char_p), ("library", c.c_char_p),
                ("old_generation", c.c_uint64), ("new_generation", c.c_uint64), ("error", POINTER)]


class Pin(c.Structure):
    _fields_ = [("target", POINTER), ("other", POINTER)]


Listener = c.CFUNCTYPE(None, POINTER, c.POINTER(Event))


class Reference(c.Structure):
    _fields_ = [("table", POINTER), ("self", POINTER)]


lib.tenon_instance_export.restype = Reference
lib.tenon_pin_take.restype = Pin
lib.tenon_call_begin_slowly.restype = Pin  # what the inline tenon_call_begin does where it can't be fast


class Table(c.Structure):
    """An import of one function."""
    _fields_ = [("slots", c.c_uint32), ("flags", c.c_uint32), ("hash", c.c_uint8 * 16), ("type", c.c_char_p), ("owner", POINTER),
                ("drop", POINTER), ("function", c.CFUNCTYPE(c.c_int32, POINTER))]


def say(error):
    """Prints an error as the library words it; nothing where there is none."""
    if error:
        print(lib.tenon_error_text(POINTER(error)).decode(), end="", flush=True)


def listed(side):
    """An array of pointers to descriptors."""
    entries = [Interface(c.sizeof(Interface), i["functions"], i["id"].encode(), (c.c_uint8 * 16)(*bytes.fromhex(i["hash"])))
               for i in side]
    array = (POINTER * max(len(entries), 1))(*[c.addressof(e) for e in entries])
    array.entries = entries
    return array


def world_of(library):
    """The world that a library was built for, as host bindings would have it."""
    said = json.loads(subprocess.check_output(["tenon", "inspect", library, "--format", "json"]))
    plugin = said["plugins"][0]
    major, revision = map(int, said["contract"].split("."))
    world = World(c.sizeof(World), major << 16 | revision, plugin["world"].encode(), said["wit"].encode(),
                  len(said["wit"].encode()), b"", len(plugin["imports"]), len(plugin["exports"]))
    world.sides = listed(plugin["imports"]), listed(plugin["exports"])
    world.imports, world.exports = map(c.addressof, world.sides)
    return world


class LibraryOptions(c.Structure):
    _fields_ = [("size", c.c_uint32), ("copy", c.c_uint32), ("flags", c.c_uint32), ("folder_count", c.c_uint32),
                ("folders", POINTER)]


def open_library(name, folders=(), copy=AUTO):
    """A library that is no plugin, or None after printing why not."""
    array = (c.c_char_p * max(len(folders), 1))(*[f.encode() for f in folders])
    options = LibraryOptions(c.sizeof(LibraryOptions), copy, 0, len(folders), c.addressof(array))
    library = POINTER()
    say(lib.tenon_library_open(name.encode(), c.byref(options), c.byref(library)))
    return library if library else None


def function(library, name):
    say(lib.tenon_library_function(library, name.encode(), c.byref(POINTER())))


def variable(library, name, size):
    say(lib.tenon_library_variable(library, name.encode(), c.c_size_t(size), c.byref(POINTER())))


class LibraryCall(c.Structure):
    _fields_ = [("address", POINTER), ("target", POINTER), ("thread", POINTER)]


lib.tenon_library_call_begin.restype = LibraryCall
lib.tenon_library_follow.restype = POINTER


class LibraryEvent(c.Structure):
    _fields_ = [("size", c.c_uint32), ("kind", c.c_uint32), ("library", POINTER), ("old_build", POINTER),
                ("new_build", POINTER), ("old_generation", c.c_uint64), ("new_generation", c.c_uint64), ("error", POINTER)]


def listen(library, listener):
    """`listener(kind, text of the error)` may return a reason, as bytes."""
    def tell(_, event):
        kept = listener(event.contents.kind, lib.tenon_error_text(POINTER(event.contents.error)).decode()
                        if event.contents.error else None)
        reasons.append(c.c_char_p(kept))
        return c.cast(reasons[-1], POINTER).value

    reasons = []
    listeners.append(c.CFUNCTYPE(POINTER, POINTER, c.POINTER(LibraryEvent))(tell))
    say(lib.tenon_library_listen(library, listeners[-1], None))


listeners = []


def inside(library, name, argument):
    """Calls a function of one argument under a pin."""
    symbol = c.c_uint32()
    say(lib.tenon_library_follow(library, name.encode(), 0, c.c_size_t(0), c.byref(symbol)))
    call = lib.tenon_library_call_begin(library, symbol)
    c.CFUNCTYPE(None, POINTER)(call.address)(c.cast(argument, POINTER))
    lib.tenon_library_call_end(call)


class Host:
    def __init__(self, copy=AUTO, veto=None):
        """`veto`: the reason why no plugin is let in, or a function that is called instead and lets all in."""
        reason = c.c_char_p(None if callable(veto) else veto)
        self.veto = Veto(lambda *_: callable(veto) and veto() or c.cast(reason, POINTER).value) if veto else Veto()
        options = Options(c.sizeof(Options), copy, c.cast(self.veto, POINTER), None)
        self.pointer = POINTER()
        say(lib.tenon_host_create(c.byref(options), c.byref(self.pointer)))

    def load(self, place, world=None):
        """The plugin, or None after printing why not."""
        world = world or world_of(place.split("#")[0])
        plugin = POINTER()
        say(lib.tenon_plugin_load(self.pointer, place.encode(), c.byref(world), c.byref(plugin)))
        plugin.world = world
        return plugin if plugin else None

    def load_reloadable(self, place, world=None, **options):
        """The same, for a plugin that may be replaced. What fails in tenon_host_update is printed."""
        world = world or world_of(place.split("#")[0])
        self.listener = Listener(lambda _, event: say(event[0].error))
        given = ReloadOptions(c.sizeof(ReloadOptions), listener=c.cast(self.listener, POINTER), **options)
        say(lib.tenon_host_set_reload(self.pointer, c.byref(given)))
        plugin = POINTER()
        say(lib.tenon_plugin_load_reloadable(self.pointer, place.encode(), c.byref(world), c.byref(plugin)))
        plugin.world = world
        return plugin if plugin else None

    def register(self, library, manifest):
        """As generated code does for a library that is part of the program."""
        loaded = c.CDLL(os.path.abspath(library))
        loaded.tenon_entry.restype = POINTER
        descriptor = POINTER(loaded.tenon_entry(world_of(library).contract))
        say(lib.tenon_host_register(self.pointer, descriptor, manifest, c.c_size_t(len(manifest))))


def create(plugin, imports=None):
    instance = POINTER()
    say(lib.tenon_instance_create(plugin, c.byref(imports) if imports else None, c.byref(instance)))
    return instance


implemented = []


def implement(library, function):
    """The only import of the library's world, which has one function without parameters."""
    wanted = world_of(library).sides[0].entries[0]
    table = Table(1, 0, wanted.hash, wanted.id, None, None, Table._fields_[-1][1](lambda _: function() or 0))
    implemented.append(table)  # instances refer to it
    return Reference(c.addressof(table), None)


def reload(plugin):
    """What goes wrong is also told to the listener; here it is enough to hear it once."""
    error = lib.tenon_plugin_reload(plugin, None)
    if error:
        lib.tenon_error_delete(POINTER(error))


def unload(plugin):
    say(lib.tenon_plugin_unload(plugin, c.byref(c.c_uint32()), None))


def call(instance, slot, *arguments):
    """Function number `slot` of the first export. The functions stand behind the table's head of 48 bytes."""
    export = lib.tenon_instance_export(instance, 0)
    function = c.cast(export.table + 48 + 8 * slot, c.POINTER(POINTER))[0]
    return c.CFUNCTYPE(c.c_int32, POINTER, *[POINTER] * len(arguments))(function)(export.self, *arguments)

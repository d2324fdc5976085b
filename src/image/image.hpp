#pragma once
// SPDX-License-Identifier: MIT
//
// Plugin files as bytes: where the manifest lies, whether the file is whole, what its dynamic linker
// would do with it. Nothing is run and nothing is trusted: every read is bounds-checked, and the
// limits below bound the work. One format is known now (ELF for x86-64); others go behind these
// functions.
//
//   auto file = image::File::open(path);
//   auto index = image::find_note(*file);    // a scan: one read of 4 KB
//   auto image = image::verify(*file);       // before dlopen: is all of it there?
//   auto facts = image::read_facts(*file);   // what `tenon inspect` shows
//
// Errors say what is there instead, in words for the person who built the file. Functions are pure
// and may be called from several threads.
#include <cstdint>
#include <expected>
#include <string>
#include <vector>

#include "image/bytes.hpp"

namespace tenon::image {

// Limits; what is beyond them is refused as damaged.
inline constexpr std::uint32_t kMaxSegments = 1024;
inline constexpr std::uint32_t kMaxNotes = 1024;  ///< looked at in one file
inline constexpr std::uint32_t kMaxSections = 65536;
inline constexpr std::uint32_t kMaxDynamic = 65536;              ///< entries of PT_DYNAMIC
inline constexpr std::uint32_t kMaxNeeded = 4096;                ///< DT_NEEDED
inline constexpr std::uint32_t kMaxName = 4096;                  ///< bytes of a needed library's name
inline constexpr std::uint32_t kMaxSearchPath = 64u * 1024;      ///< bytes
inline constexpr std::uint32_t kMaxSymbols = 2u * 1024 * 1024;   ///< dynamic ones
inline constexpr std::uint32_t kMaxVersions = 4096;              ///< that a library defines
inline constexpr std::uint64_t kMaxStrings = 64u * 1024 * 1024;  ///< bytes of the dynamic string table

/// The most that one call asks of a file, whatever the file says (docs/security.md). Real libraries
/// stay far below: a plugin's scan is one read of 4 KB.
struct Bound {
  std::uint64_t bytes, reads;
};
extern const Bound kFindNoteBound, kVerifyBound, kReadFactsBound, kReadSymbolsBound, kReadPartsBound;

/// Where the note's descriptor lies, and as much of it as a catalog needs.
struct NoteIndex {
  std::uint64_t offset = 0;         ///< in the file
  std::uint32_t size = 0;           ///< of the whole descriptor
  std::vector<std::uint8_t> bytes;  ///< its start, up to the metadata
};

/// The note, from the program headers alone. Looks at the first 4 KB, and further only if program
/// headers or the note's index lie outside.
std::expected<NoteIndex, Error> find_note(const Bytes& file);

/// A file that is whole and fit for this machine's dynamic linker, and has one note.
struct Image {
  std::vector<std::uint8_t> note;   ///< the whole descriptor
  std::vector<std::string> needed;  ///< DT_NEEDED
  std::string search_path;          ///< DT_RUNPATH, else DT_RPATH
};

/// Everything that can be checked before `dlopen`: each segment, each section and the section table
/// (where the header names one) inside the file; type, machine, dynamic section; one note only.
std::expected<Image, Error> verify(const Bytes& file);
/// The same for a library that needn't be a plugin: the note is not looked for.
std::expected<Image, Error> verify_plain(const Bytes& file);

enum class SymbolKind : std::uint8_t { function, variable, thread_local_variable };

/// A symbol that a library defines and others may use.
struct Symbol {
  std::string name;
  std::string version;  ///< empty if it has none
  SymbolKind kind = SymbolKind::function;
  bool is_default = true;  ///< of the versions of this name the one that is meant if none is asked for
  bool indirect = false;   ///< the address is what a function of the library chooses when it is asked for
  bool unique = false;     ///< STB_GNU_UNIQUE: one for the whole process, whoever came first
  bool absolute = false;   ///< `value` is no place in the library
  std::uint64_t value = 0;
  std::uint64_t size = 0;  ///< bytes; 0 if nobody said
};

/// Of a whole library, sorted by name; of one name the default version first.
std::expected<std::vector<Symbol>, Error> read_symbols(const Bytes& file);

/// What a library has to do with its surroundings.
struct Facts {
  std::vector<std::string> needed;
  std::string search_path;
  std::string soname;
  std::string build_id;                ///< hexadecimal, or empty
  std::vector<std::string> compilers;  ///< from `.comment`, if it is there
  std::vector<std::string> undefined;  ///< strong symbols that others have to define
  std::vector<std::string> exported;
  std::vector<std::string> unique;   ///< STB_GNU_UNIQUE symbols that it defines
  std::vector<std::string> imports;  ///< of the functions that decide about unloading
  bool nodelete = false;             ///< DF_1_NODELETE
  bool static_tls = false;           ///< DF_STATIC_TLS
  std::uint64_t tls_size = 0;        ///< bytes for each thread
};

/// For any whole ELF library, with or without a note.
std::expected<Facts, Error> read_facts(const Bytes& file);

/// A stretch of the file that has a name: a section, or where there is no section table a segment.
struct Part {
  std::string name;                    ///< ".text"; "segment 2"; "?" where its name can't be read
  std::uint64_t offset = 0, size = 0;  ///< bytes in the file
  bool loaded = false;                 ///< it is in the process when the library runs
};

/// In their order in the table; those without bytes in the file are left out. They may overlap.
std::expected<std::vector<Part>, Error> read_parts(const Bytes& file);

/// What may keep the library in the process after `dlclose`, or make closing it dangerous: a sentence
/// each, as "it defines 3 unique symbols (...)". Empty: nothing known.
std::vector<std::string> unload_risks(const Facts& facts);

/// Why no library that imports this may be closed, as "it imports `on_exit`, and ..."; empty for none.
std::string never_safe_to_close(const Facts& facts);

bool makes_thread_keys(const Facts& facts);
bool gives_keys_back(const Facts& facts);

/// What may hold a library after `dlclose`, as its file shows it; sentences as above.
struct Pins {
  std::vector<std::string> for_ever;
  std::vector<std::string> for_now;
};
Pins pins_of(const Facts& facts);

/// Whether a Rust library's own code may run at a thread's end, after it was unmapped. Tenon's bindings see
/// to it that it doesn't (tenon/abi/thread_exit.h).
bool unsafe_to_close(const Facts& facts);
/// Whether it can start threads that it doesn't report.
bool starts_threads(const Facts& facts);
/// As the first where nobody says in what language it was written: why it must stay, or "".
std::string why_keep_plain(const Facts& facts);

}  // namespace tenon::image

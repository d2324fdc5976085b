#pragma once
// SPDX-License-Identifier: MIT
//
// From a file to a library in this process: read, verify, ask the host, copy, dlopen, entry. Steps of loading
// and of reloading; all under the host's lock.
#include <memory>
#include <string>

#include "host/library.hpp"

namespace tenon::host {

/// A library before it is loaded: its bytes are whole and its manifest is read.
struct Prepared {
  image::Image image;
  abi::Manifest manifest;
};

Result<image::File> open_library(const std::string& path);
Result<Prepared> prepare(const image::File& bytes, const std::string& path);

/// `bytes`: nullptr if the library is part of the program.
Result<void> ask_veto(tenon_host& host, const image::File* bytes, const abi::Manifest& manifest,
                      const abi::ManifestPlugin& plugin, const std::string& path);

/// What the host has loaded of it, or nullptr.
std::shared_ptr<Library> find_loaded(const tenon_host& host, const image::File& file);
/// The same for what is to follow `path`: nothing that was loaded by another name, or without a private copy.
std::shared_ptr<Library> find_loaded_copy(const tenon_host& host, const image::File& file,
                                          const std::string& path);

/// Where the bytes are loaded from: a private copy if `private_copy` or the host's options ask for one.
Result<Source> choose_source(tenon_host& host, image::File file, const std::string& path, bool private_copy);

/// Runs the library's constructors and its entry. The host knows it from then on.
Result<std::shared_ptr<Library>> load_library(tenon_host& host, Source source, Prepared prepared,
                                              const std::string& path, const image::Identity& origin);

}  // namespace tenon::host

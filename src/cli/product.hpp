#pragma once
// SPDX-License-Identifier: MIT
//
// What a library file says and is, without running it: the manifest from its note, and what its
// dynamic linker would do with it.
#include <expected>
#include <string>

#include "abi/manifest.hpp"
#include "cli/output.hpp"
#include "image/image.hpp"

namespace tenon::cli {

struct Product {
  abi::Manifest manifest;
  image::Facts facts;
};

/// Shows why, if the file is no plugin library.
std::expected<Product, int> read_product(const std::string& file, Output& output);

/// After a build: whether the product is what hosts expect. The answer is its line for people. `alone`: a
/// freestanding one, which needs nobody.
std::expected<std::string, int> inspect_product(const std::string& file, Output& output, bool alone = false);

/// Shows it as hosts would word it; the exit code.
int show_image_error(const image::Error& error, const std::string& file, Output& output);

/// "0.3".
std::string contract_text(std::uint32_t contract);
/// "C", "C++", "Rust".
std::string language_text(std::uint32_t language);
/// "1.2 KB".
std::string size_text(std::uintmax_t bytes);

}  // namespace tenon::cli

// SPDX-License-Identifier: MIT
//
// host_test_system_files MOST FOLDER...
//
// Asks the three questions of src/image about the ELF files below the folders, MOST of each (0: all):
// none may be taken for a plugin that exports no `tenon_entry`, and none may make us read more than is
// stated. Says how near the largest came to that.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>

#include "image/image.hpp"

namespace {

namespace fs = std::filesystem;
using namespace tenon;

/// A file that counts what is asked of it.
class Counted final : public image::Bytes {
 public:
  explicit Counted(const image::File& file) : file_(file) {}
  std::uint64_t size() const override { return file_.size(); }
  std::uint64_t bytes = 0, reads = 0;

 private:
  bool fetch(std::uint64_t offset, std::span<std::uint8_t> out) const override {
    auto& self = const_cast<Counted&>(*this);  // counting is no change of the file
    self.bytes += out.size();
    self.reads++;
    return file_.read(offset, out);
  }
  const image::File& file_;
};

struct Tally {
  std::size_t files = 0, wrong = 0;
  std::uint64_t scanned = 0, proved = 0, looked_at = 0;  ///< the most bytes of any file
};

void complain(Tally& tally, const fs::path& path, const char* what) {
  tally.wrong++;
  std::printf("%s: %s\n", path.c_str(), what);
}

void hold(Tally& tally, const fs::path& path, const Counted& counted, const image::Bound& bound,
          std::uint64_t& most) {
  most = std::max(most, counted.bytes);
  if (counted.bytes > bound.bytes || counted.reads > bound.reads)
    complain(tally, path, "more was read than is stated");
}

void ask(Tally& tally, const fs::path& path) {
  auto file = image::File::open(path.string());
  if (!file || file->size() < 4 ||
      std::string_view(reinterpret_cast<const char*>(file->head().data()), 4) != "\177ELF")
    return;
  tally.files++;
  const Counted scanned(*file), proved(*file), looked_at(*file);
  const auto index = image::find_note(scanned);
  const auto whole = image::verify(proved);
  const auto facts = image::read_facts(looked_at);
  hold(tally, path, scanned, image::kFindNoteBound, tally.scanned);
  hold(tally, path, proved, image::kVerifyBound, tally.proved);
  hold(tally, path, looked_at, image::kReadFactsBound, tally.looked_at);
  const bool has_entry = facts && std::ranges::find(facts->exported, "tenon_entry") != facts->exported.end();
  if ((index || whole) && !has_entry) complain(tally, path, "taken for a plugin");
  if (!index && index.error().message.empty()) complain(tally, path, "refused without a reason");
}

void walk(Tally& tally, const fs::path& folder, std::size_t most) {
  std::error_code error;
  const std::size_t before = tally.files;
  fs::recursive_directory_iterator at(folder, fs::directory_options::skip_permission_denied, error), end;
  for (; !error && at != end && (most == 0 || tally.files - before < most); at.increment(error)) {
    std::error_code ignored;
    if (at->is_regular_file(ignored) && !at->is_symlink(ignored)) ask(tally, at->path());
  }
}

}  // namespace

int main(int count, char** arguments) {
  if (count < 3) return 2;
  Tally tally;
  for (int i = 2; i < count; i++) walk(tally, arguments[i], std::strtoul(arguments[1], nullptr, 10));
  std::printf("%zu ELF files, %zu wrong; most bytes read of one: scan %llu, proof %llu, facts %llu\n",
              tally.files, tally.wrong, static_cast<unsigned long long>(tally.scanned),
              static_cast<unsigned long long>(tally.proved),
              static_cast<unsigned long long>(tally.looked_at));
  return tally.files < 100 || tally.wrong != 0 ? 1 : 0;
}

// SPDX-License-Identifier: MIT
#include <dlfcn.h>
#include <link.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <span>
#include <utility>

#include "host/module.hpp"

namespace tenon::host {
namespace {

struct WantedModule {
  std::uintptr_t base;
  const char* name;
};

bool is_wanted(const dl_phdr_info& info, const WantedModule& wanted) {
  return info.dlpi_addr == wanted.base && std::string_view(info.dlpi_name) == wanted.name;
}

int matches(dl_phdr_info* info, std::size_t, void* data) {
  return is_wanted(*info, *static_cast<const WantedModule*>(data)) ? 1 : 0;
}

AddressRange pages_of(const dl_phdr_info& info, const ElfW(Phdr) & segment) {
  const auto page = static_cast<std::uintptr_t>(sysconf(_SC_PAGESIZE));
  const std::uintptr_t begin = info.dlpi_addr + segment.p_vaddr;
  return {begin / page * page, (begin + segment.p_memsz + page - 1) / page * page};
}

void add_segment(Extent& extent, AddressRange pages, bool executable) {
  if (extent.all.end == 0) extent.all = pages;
  extent.all.begin = std::min(extent.all.begin, pages.begin);
  extent.all.end = std::max(extent.all.end, pages.end);
  if (executable) extent.code.push_back(pages);
}

struct Measured {
  WantedModule wanted;
  Extent extent;
};

int measure(dl_phdr_info* info, std::size_t, void* data) {
  auto& measured = *static_cast<Measured*>(data);
  if (!is_wanted(*info, measured.wanted)) return 0;
  for (const auto& segment : std::span(info->dlpi_phdr, info->dlpi_phnum)) {
    if (segment.p_type == PT_LOAD)
      add_segment(measured.extent, pages_of(*info, segment), (segment.p_flags & PF_X) != 0);
  }
  return 1;
}

link_map* map_of(void* handle) {
  link_map* map = nullptr;
  return dlinfo(handle, RTLD_DI_LINKMAP, &map) == 0 ? map : nullptr;
}

}  // namespace

bool Module::is_loaded(const std::string& path) {
  void* handle = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL | RTLD_NOLOAD);
  if (handle != nullptr) dlclose(handle);
  return handle != nullptr;
}

std::expected<Module, std::string> Module::open(const std::string& path) {
  Module module;
  module.handle_ = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (module.handle_ == nullptr) {
    const char* text = dlerror();
    return std::unexpected(text != nullptr ? text : "unknown reason");
  }
  const link_map* const map = map_of(module.handle_);
  if (map == nullptr) return module;
  ClosedUnless measured_whole(module);
  module.base_ = map->l_addr;
  module.name_ = map->l_name;
  Measured measured{{module.base_, module.name_.c_str()}, {}};
  dl_iterate_phdr(measure, &measured);
  module.extent_ = std::move(measured.extent);
  measured_whole.keep();
  return module;
}

tenon_entry_function Module::entry() const {
  void* symbol = dlsym(handle_, "tenon_entry");
  Dl_info info{};
  void* owner = nullptr;
  if (symbol == nullptr || dladdr1(symbol, &info, &owner, RTLD_DL_LINKMAP) == 0) return nullptr;
  return owner == map_of(handle_) ? reinterpret_cast<tenon_entry_function>(symbol) : nullptr;
}

FoundSymbol Module::find(const std::string& name, const std::string& version) const {
  FoundSymbol out;
  out.address =
      version.empty() ? dlsym(handle_, name.c_str()) : dlvsym(handle_, name.c_str(), version.c_str());
  Dl_info info{};
  void* entry = nullptr;
  if (out.address == nullptr || dladdr1(out.address, &info, &entry, RTLD_DL_SYMENT) == 0) return out;
  out.file = file_with(out.address);
  const auto* symbol = static_cast<const Elf64_Sym*>(entry);
  if (symbol == nullptr || info.dli_saddr != out.address) return out;
  const auto type = ELF64_ST_TYPE(symbol->st_info);
  out.known = type == STT_FUNC || type == STT_GNU_IFUNC || type == STT_OBJECT;
  out.function = type != STT_OBJECT;
  out.size = symbol->st_size;
  return out;
}

void* Module::at(std::uint64_t value) const { return reinterpret_cast<void*>(base_ + value); }

bool Module::is_mapped_from(std::uint64_t inode) const {
  std::ifstream maps("/proc/self/maps");
  for (std::string line; std::getline(maps, line);) {
    unsigned long begin = 0, end = 0, number = 0;
    if (std::sscanf(line.c_str(), "%lx-%lx %*s %*s %*s %lu", &begin, &end, &number) != 3) continue;
    if (begin <= base_ && base_ < end) return number == inode;
  }
  return false;
}

bool Module::reopen() noexcept {
  if (handle_ != nullptr) return true;
  handle_ = dlopen(name_.c_str(), RTLD_NOW | RTLD_LOCAL | RTLD_NOLOAD);
  const link_map* const map = handle_ == nullptr ? nullptr : map_of(handle_);
  if (map != nullptr && map->l_addr == base_) return true;
  if (handle_ != nullptr) dlclose(handle_);  // another one, of the same name
  handle_ = nullptr;
  return false;
}

bool Module::close() noexcept {
  reopen();                                  // so that the linker looks at it again
  if (handle_ != nullptr) dlclose(handle_);  // its result says nothing about the mapping
  handle_ = nullptr;
  WantedModule wanted{base_, name_.c_str()};
  if (dl_iterate_phdr(matches, &wanted) != 0) return false;
  note_unloaded(std::exchange(address_, kNoAddress), reserve_);
  return true;
}

void Module::describe(const std::string& what, std::uint64_t generation, bool reserve) {
  address_ = note_loaded(extent_.all, what, generation);
  reserve_ = reserve;
}

void keep_mapped(const void* address) {
  Dl_info info{};
  if (dladdr(address, &info) != 0) dlopen(info.dli_fname, RTLD_NOW | RTLD_NOLOAD | RTLD_NODELETE);
}

std::string file_with(const void* object) {
  Dl_info info{};
  void* owner = nullptr;
  if (dladdr1(object, &info, &owner, RTLD_DL_LINKMAP) == 0 || owner == nullptr) return "";
  const std::string name = static_cast<const link_map*>(owner)->l_name;
  std::error_code failed;
  // The program itself has no name in the list.
  const std::filesystem::path path = name.empty() ? std::filesystem::read_symlink("/proc/self/exe", failed)
                                                  : std::filesystem::absolute(name, failed);
  return failed ? "" : path.string();
}

}  // namespace tenon::host

#pragma once
// SPDX-License-Identifier: MIT
//
// Shared libraries that are no Tenon plugins, with typed symbols. See host/library.h for what is checked.
//
//   auto sums = tenon::Library::open("sums", {.folders = {"plugins"}}).value();   // plugins/libsums.so
//   auto add = sums.function<int(int, int)>("add").value();
//   std::cout << add(1, 2);
//
// What is got from a library keeps it: a Function or Variable may outlive the Library it came from.
//
// Threads: a Library, Function or Variable may be used from several; calls are as safe as what they call.
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "host.h"
#include "host/error.hpp"
#include "host/plugin.hpp"

namespace tenon {

struct LibraryOptions {
  std::vector<std::string> folders{};  ///< where a bare name is looked for, in this order
  std::uint32_t copy = TENON_COPY_AUTO;
  std::uint32_t flags = 0;  ///< TENON_LIBRARY_...
};

/// A symbol that a library defines.
struct Symbol {
  std::uint32_t kind;    ///< TENON_SYMBOL_...
  std::string name;      ///< as the linker knows it
  std::string readable;  ///< as in the source
  std::string version;   ///< or empty
  bool is_default;       ///< of the versions of its name
  std::uint64_t size;    ///< bytes; 0 if nobody said
};

namespace detail {

/// An open handle, shared by a Library and what was got from it.
struct OpenLibrary {
  explicit OpenLibrary(tenon_library* library) : raw(library) {}
  OpenLibrary(const OpenLibrary&) = delete;
  OpenLibrary& operator=(const OpenLibrary&) = delete;
  ~OpenLibrary() { tenon_error_delete(tenon_library_close(raw, nullptr, nullptr)); }

  tenon_library* raw;
};
using SharedLibrary = std::shared_ptr<OpenLibrary>;

}  // namespace detail

template <class Signature>
class Function;

/// A function of a library, called like one of the program's.
template <class Result, class... Arguments>
class Function<Result(Arguments...)> {
 public:
  Function(detail::SharedLibrary library, tenon_code code)
      : library_(std::move(library)), code_(reinterpret_cast<Result (*)(Arguments...)>(code)) {}

  Result operator()(Arguments... arguments) const { return code_(std::forward<Arguments>(arguments)...); }

 private:
  detail::SharedLibrary library_;
  Result (*code_)(Arguments...);
};

/// One with more arguments than it declares, as `printf`.
template <class Result, class... Arguments>
class Function<Result(Arguments..., ...)> {
 public:
  Function(detail::SharedLibrary library, tenon_code code)
      : library_(std::move(library)), code_(reinterpret_cast<Result (*)(Arguments..., ...)>(code)) {}

  template <class... More>
  Result operator()(Arguments... arguments, More... more) const {
    return code_(std::forward<Arguments>(arguments)..., more...);
  }

 private:
  detail::SharedLibrary library_;
  Result (*code_)(Arguments..., ...);
};

/// A variable of a library. Of one that is thread-local it is that of the thread which asked for it.
template <class T>
class Variable {
 public:
  Variable(detail::SharedLibrary library, void* place)
      : library_(std::move(library)), place_(static_cast<T*>(place)) {}

  T& operator*() const noexcept { return *place_; }
  T* operator->() const noexcept { return place_; }
  T* get() const noexcept { return place_; }

 private:
  detail::SharedLibrary library_;
  T* place_;
};

class Library {
 public:
  /// `name` is a path, or a bare name that is looked for in `options.folders`: see tenon_library_open.
  static expected<Library, Error> open(const std::string& name, const LibraryOptions& options = {}) {
    std::vector<const char*> folders;
    for (const std::string& folder : options.folders) folders.push_back(folder.c_str());
    const tenon_library_options raw = {sizeof raw, options.copy, options.flags,
                                       static_cast<std::uint32_t>(folders.size()), folders.data()};
    tenon_library* library = nullptr;
    if (tenon_error* error = tenon_library_open(name.c_str(), &raw, &library))
      return unexpected<Error>(detail::adopt_error(error));
    return Library(std::make_shared<detail::OpenLibrary>(library));
  }

  /// `Signature` is the host's word: `int(int, int)`. `name` as in tenon_library_function.
  template <class Signature>
  expected<Function<Signature>, Error> function(const std::string& name) const {
    static_assert(std::is_function_v<Signature>, "write the type as in `function<int(int)>`");
    tenon_code code = nullptr;
    if (tenon_error* error = tenon_library_function(library_->raw, name.c_str(), &code))
      return unexpected<Error>(detail::adopt_error(error));
    return Function<Signature>(library_, code);
  }

  /// The library's own variable, of as many bytes as `T`.
  template <class T>
  expected<Variable<T>, Error> variable(const std::string& name) const {
    static_assert(std::is_object_v<T>, "write the type as in `variable<int>`");
    void* place = nullptr;
    if (tenon_error* error = tenon_library_variable(library_->raw, name.c_str(), sizeof(T), &place))
      return unexpected<Error>(detail::adopt_error(error));
    return Variable<T>(library_, place);
  }

  /// What it defines for others, in the order of names.
  std::vector<Symbol> symbols() const {
    std::vector<Symbol> out;
    const auto add = [](void* ctx, const tenon_symbol* s) {
      static_cast<std::vector<Symbol>*>(ctx)->push_back(
          {s->kind, s->name, s->readable, s->version, s->is_default != 0, s->size});
      return 0;
    };
    tenon_library_symbols(library_->raw, add, &out);
    return out;
  }

  const char* file() const noexcept { return tenon_library_file(library_->raw); }
  const char* folder() const noexcept { return tenon_library_folder(library_->raw); }
  std::uint64_t generation() const noexcept { return tenon_library_generation(library_->raw); }
  tenon_library* get() const noexcept { return library_->raw; }

  /// Ends this handle, which is empty from now on. The library is closed with the last thing that was got
  /// from it: until then TENON_UNLOAD_SHARED.
  expected<Unloaded, Error> close() {
    const detail::SharedLibrary library = std::exchange(library_, nullptr);
    if (library.use_count() > 1) return Unloaded{TENON_UNLOAD_SHARED, "symbols of it are still held"};
    Unloaded unloaded{};
    char* reason = nullptr;
    if (tenon_error* error =
            tenon_library_close(std::exchange(library->raw, nullptr), &unloaded.outcome, &reason))
      return unexpected<Error>(detail::adopt_error(error));
    if (reason != nullptr) unloaded.reason = reason;
    tenon_text_delete(reason);
    return unloaded;
  }

 private:
  explicit Library(detail::SharedLibrary library) : library_(std::move(library)) {}

  detail::SharedLibrary library_;
};

}  // namespace tenon

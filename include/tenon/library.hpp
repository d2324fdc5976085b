#pragma once
// SPDX-License-Identifier: MIT
//
// Shared libraries that are no Tenon plugins, with typed symbols. See host/library.h for what is checked.
//
//   auto sums = tenon::Library::open("sums", {.folders = {"plugins"}}).value();   // plugins/libsums.so
//   auto add = sums.function<int(int, int)>("add").value();
//   std::cout << add(1, 2);
//
// The library may be replaced while the program runs (see host/library_reload.h):
//
//   sums.listen([](const tenon::LibraryEvent& event) {
//     if (event.kind == TENON_LIBRARY_FAILED) std::cerr << event.error;
//     return std::string();                                     // or why the new build is refused
//   });
//   sums.watch().value();
//   for (;;) sums.update().value(), std::cout << add(1, 2);     // in the program's own loop
//
// A Function or Variable follows: it is that of the build which is current when it is used, and that build
// stays until the use is over. Bare pointers come from a LibraryPin, which keeps one build. Both keep the
// library open, and may outlive the Library they came from.
//
// Threads: a Library, LibraryPin, Function or Variable may be used from several; calls are as safe as what
// they call.
#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "host.h"
#include "host/error.hpp"
#include "host/plugin.hpp"
#include "host/unwatched.hpp"

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

/// A handle, shared by a Library and what was got from it.
struct OpenLibrary {
  explicit OpenLibrary(tenon_library* library) : raw(library), calls(tenon_library_calls(library)) {}
  OpenLibrary(const OpenLibrary&) = delete;
  OpenLibrary& operator=(const OpenLibrary&) = delete;
  ~OpenLibrary() { tenon_error_delete(tenon_library_close(raw, nullptr, nullptr)); }

  tenon_library* raw;
  tenon_instance* calls;
  std::function<std::string(const tenon_library_event&)> listener;
  std::string reason;  ///< that it gave last
};
using SharedLibrary = std::shared_ptr<OpenLibrary>;

/// One use of a followed symbol.
class LibraryCall {
 public:
  LibraryCall(const OpenLibrary& library, std::uint32_t symbol) : pin_(tenon_call_begin(library.calls)) {
    address_ = pin_.target->exports[symbol].self;
    if (address_ == nullptr) find_for_this_thread(library, symbol);
  }
  LibraryCall(const LibraryCall&) = delete;
  LibraryCall& operator=(const LibraryCall&) = delete;
  ~LibraryCall() { tenon_call_end(pin_); }
  void* address() const noexcept { return address_; }

 private:
  [[gnu::cold]] void find_for_this_thread(const OpenLibrary& library, std::uint32_t symbol) {
    tenon_call_end(pin_);
    const tenon_library_call call = tenon_library_call_begin(library.raw, symbol);
    pin_ = call.pin;
    address_ = call.address;
  }

  tenon_call pin_;
  void* address_;
};

inline std::vector<Symbol> symbols_of(const tenon_library* library) {
  std::vector<Symbol> out;
  const auto add = [](void* ctx, const tenon_symbol* s) {
    static_cast<std::vector<Symbol>*>(ctx)->push_back(
        {s->kind, s->name, s->readable, s->version, s->is_default != 0, s->size});
    return 0;
  };
  tenon_library_symbols(library, add, &out);
  return out;
}

/// The last thing that holds the handle says what became of the library.
inline expected<Unloaded, Error> close_library(SharedLibrary library) {
  if (library.use_count() > 1) return Unloaded{TENON_UNLOAD_SHARED, "symbols of it are still held"};
  Unloaded unloaded{};
  char* reason = nullptr;
  if (tenon_error* error = tenon_library_close(library->raw, &unloaded.outcome, &reason))
    return unexpected<Error>(adopt_error(error));
  library->raw = nullptr;
  unloaded.reason = adopt_text(reason);
  return unloaded;
}

}  // namespace detail

template <class Signature>
class Function;

/// A function of a library, called like one of the program's. An exception ends the call as a return does.
template <class Result, class... Arguments>
class Function<Result(Arguments...)> {
 public:
  Function(detail::SharedLibrary library, std::uint32_t symbol)
      : library_(std::move(library)), symbol_(symbol) {}

  Result operator()(Arguments... arguments) const {
    const detail::LibraryCall call(*library_, symbol_);
    return reinterpret_cast<Result (*)(Arguments...)>(call.address())(std::forward<Arguments>(arguments)...);
  }

 private:
  detail::SharedLibrary library_;
  std::uint32_t symbol_;
};

/// One with more arguments than it declares, as `printf`.
template <class Result, class... Arguments>
class Function<Result(Arguments..., ...)> {
 public:
  Function(detail::SharedLibrary library, std::uint32_t symbol)
      : library_(std::move(library)), symbol_(symbol) {}

  template <class... More>
  Result operator()(Arguments... arguments, More... more) const {
    const detail::LibraryCall call(*library_, symbol_);
    return reinterpret_cast<Result (*)(Arguments..., ...)>(call.address())(
        std::forward<Arguments>(arguments)..., more...);
  }

 private:
  detail::SharedLibrary library_;
  std::uint32_t symbol_;
};

/// A variable of a library; of one that is thread-local, the calling thread's.
template <class T>
class Variable {
 public:
  Variable(detail::SharedLibrary library, std::uint32_t symbol)
      : library_(std::move(library)), symbol_(symbol) {}

  /// A copy. Not of an array: see `with`.
  auto get() const
    requires(!std::is_array_v<T>)
  {
    return with([](const T& value) { return value; });
  }
  template <class Value>
  void set(Value&& value) const {
    with([&](T& place) { place = std::forward<Value>(value); });
  }
  /// What `use(T&)` returns, which must not refer to the variable.
  template <class Use>
  auto with(Use&& use) const {
    const detail::LibraryCall call(*library_, symbol_);
    return use(*static_cast<T*>(call.address()));
  }

 private:
  detail::SharedLibrary library_;
  std::uint32_t symbol_;
};

/// One build of a library: what is got from it stays good until the last copy of the pin ends.
class LibraryPin {
 public:
  /// A further one to what `library` is now.
  static expected<LibraryPin, Error> take(const tenon_library* library) {
    tenon_library* pin = nullptr;
    if (tenon_error* error = tenon_library_pin(library, &pin))
      return unexpected<Error>(detail::adopt_error(error));
    return LibraryPin(std::make_shared<detail::OpenLibrary>(pin));
  }

  template <class Signature>
  expected<Signature*, Error> function(const std::string& name) const {
    static_assert(std::is_function_v<Signature>, "write the type as in `function<int(int)>`");
    tenon_code code = nullptr;
    if (tenon_error* error = tenon_library_function(library_->raw, name.c_str(), &code))
      return unexpected<Error>(detail::adopt_error(error));
    return reinterpret_cast<Signature*>(code);
  }
  template <class T>
  expected<T*, Error> variable(const std::string& name) const {
    static_assert(std::is_object_v<T>, "write the type as in `variable<int>`");
    void* place = nullptr;
    if (tenon_error* error = tenon_library_variable(library_->raw, name.c_str(), sizeof(T), &place))
      return unexpected<Error>(detail::adopt_error(error));
    return static_cast<T*>(place);
  }
  std::vector<Symbol> symbols() const { return detail::symbols_of(library_->raw); }
  std::uint64_t generation() const noexcept { return tenon_library_generation(library_->raw); }
  tenon_library* get() const noexcept { return library_->raw; }

  /// As Library::close.
  expected<Unloaded, Error> close() { return detail::close_library(std::exchange(library_, nullptr)); }

 private:
  explicit LibraryPin(detail::SharedLibrary library) : library_(std::move(library)) {}

  detail::SharedLibrary library_;
};

/// What happens to a library: see tenon_library_event.
struct LibraryEvent {
  std::uint32_t kind;                   ///< TENON_LIBRARY_...
  std::optional<LibraryPin> old_build;  ///< not in RETIRED; may be kept
  std::optional<LibraryPin> new_build;  ///< in MOVE and AFTER; may be kept
  std::uint64_t old_generation;
  std::uint64_t new_generation;  ///< 0 before MOVE
  std::string error;             ///< FAILED: all of it, in several lines
  Unloaded retired;              ///< RETIRED
};

namespace detail {

inline std::optional<LibraryPin> pin_of(const tenon_library* library) {
  if (library == nullptr) return std::nullopt;
  return LibraryPin::take(library).value();
}

inline LibraryEvent event_of(const tenon_library_event& raw) {
  return {raw.kind,
          pin_of(raw.old_build),
          pin_of(raw.new_build),
          raw.old_generation,
          raw.new_generation,
          raw.error != nullptr ? tenon_error_text(raw.error) : "",
          {raw.outcome, raw.reason != nullptr ? raw.reason : ""}};
}

/// What a listener throws refuses as its reason would.
inline const char* tell_listener(void* ctx, const tenon_library_event* event) {
  auto& library = *static_cast<OpenLibrary*>(ctx);
#if defined(__cpp_exceptions)
  try {
    library.reason = library.listener(*event);
  } catch (const std::exception& exception) {
    library.reason = exception.what();
    if (library.reason.empty()) library.reason = "an exception without a text";
  } catch (...) {
    library.reason = "an exception that isn't a std::exception";
  }
#else
  library.reason = library.listener(*event);
#endif
  return library.reason.empty() ? nullptr : library.reason.c_str();
}

}  // namespace detail

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

  /// `Signature` is the host's word: `int(int, int)`. `name` as in tenon_library_function. From now on a
  /// reload refuses a build without it.
  template <class Signature>
  expected<Function<Signature>, Error> function(const std::string& name) const {
    static_assert(std::is_function_v<Signature>, "write the type as in `function<int(int)>`");
    return follow(name, TENON_SYMBOL_FUNCTION, 0).transform([this](std::uint32_t symbol) {
      return Function<Signature>(library_, symbol);
    });
  }

  /// The library's own variable, of as many bytes as `T`.
  template <class T>
  expected<Variable<T>, Error> variable(const std::string& name) const {
    static_assert(std::is_object_v<T>, "write the type as in `variable<int>`");
    return follow(name, TENON_SYMBOL_VARIABLE, sizeof(T)).transform([this](std::uint32_t symbol) {
      return Variable<T>(library_, symbol);
    });
  }

  /// The current build, kept: for bare pointers.
  expected<LibraryPin, Error> pin() const { return LibraryPin::take(library_->raw); }

  /// What it defines for others, in the order of names.
  std::vector<Symbol> symbols() const { return detail::symbols_of(library_->raw); }

  const char* file() const noexcept { return tenon_library_file(library_->raw); }
  const char* folder() const noexcept { return tenon_library_folder(library_->raw); }
  std::uint64_t generation() const noexcept { return tenon_library_generation(library_->raw); }
  tenon_library* get() const noexcept { return library_->raw; }

  /// Whether the file had other content than what was loaded; what fails, too, is told to the listener.
  expected<bool, Error> reload() {
    std::uint32_t reloaded = 0;
    if (tenon_error* error = tenon_library_reload(library_->raw, &reloaded))
      return unexpected<Error>(detail::adopt_error(error));
    return reloaded != 0;
  }
  /// From now on `update` sees changes of the file. Times in milliseconds as in tenon_library_watch_options.
  expected<void, Error> watch(std::uint32_t settle_ms = 0, std::uint32_t poll_ms = 0,
                              std::uint32_t patience_ms = 0) {
    const tenon_library_watch_options options = {sizeof options, settle_ms, poll_ms, patience_ms};
    return detail::outcome(tenon_library_watch(library_->raw, &options));
  }
  /// Which of the file's folders are only polled now, and why: see tenon_library_unwatched.
  expected<std::vector<UnwatchedFolder>, Error> unwatched() const {
    return detail::unwatched_folders(
        [&](auto visit, void* ctx) { return tenon_library_unwatched(library_->raw, visit, ctx); });
  }
  /// Who keeps builds of the file in the process: see tenon_library_holders.
  expected<std::vector<Holder>, Error> holders() const {
    std::vector<Holder> out;
    if (tenon_error* error = tenon_library_holders(library_->raw, detail::add_holder, &out))
      return unexpected<Error>(detail::adopt_error(error));
    return out;
  }
  /// Reloads if the watched file changed, and closes old builds. Call it again after so many milliseconds.
  expected<std::uint32_t, Error> update() {
    std::uint32_t next = 0;
    if (tenon_error* error = tenon_library_update(library_->raw, &next))
      return unexpected<Error>(detail::adopt_error(error));
    return next;
  }
  /// `listener` returns "" to go on, or in BEFORE and MOVE why the new build is refused; an empty one ends
  /// that. Not while a reload is on its way on another thread, nor from inside of the listener.
  void listen(std::function<std::string(const LibraryEvent&)> listener) {
    tenon_error_delete(tenon_library_listen(library_->raw, nullptr, nullptr));
    library_->listener = nullptr;
    if (!listener) return;
    library_->listener = [listener = std::move(listener)](const tenon_library_event& raw) {
      return listener(detail::event_of(raw));
    };
    tenon_error_delete(tenon_library_listen(library_->raw, detail::tell_listener, library_.get()));
  }

  /// Ends this handle, which is empty from now on. The library is closed with the last thing that was got
  /// from it: until then TENON_UNLOAD_SHARED.
  expected<Unloaded, Error> close() { return detail::close_library(std::exchange(library_, nullptr)); }

 private:
  explicit Library(detail::SharedLibrary library) : library_(std::move(library)) {}

  expected<std::uint32_t, Error> follow(const std::string& name, std::uint32_t kind, std::size_t size) const {
    std::uint32_t symbol = 0;
    if (tenon_error* error = tenon_library_follow(library_->raw, name.c_str(), kind, size, &symbol))
      return unexpected<Error>(detail::adopt_error(error));
    return symbol;
  }

  detail::SharedLibrary library_;
};

}  // namespace tenon

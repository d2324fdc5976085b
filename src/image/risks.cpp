// SPDX-License-Identifier: MIT
//
// What keeps a library mapped, or bites after it was unmapped, as far as its file shows it.
// Independent of the file format.
#include <algorithm>

#include "image/image.hpp"

namespace tenon::image {
namespace {

bool imports(const Facts& facts, std::string_view name) {
  return std::ranges::find(facts.imports, name) != facts.imports.end();
}

bool imports_any(const Facts& facts, std::initializer_list<std::string_view> names) {
  return std::ranges::any_of(names, [&](std::string_view name) { return imports(facts, name); });
}

bool registers_thread_exit(const Facts& facts) {
  return imports(facts, "__cxa_thread_atexit_impl") || imports(facts, "__cxa_thread_atexit");
}

/// `std::thread` starts its threads inside libstdc++.
constexpr std::string_view kStdThread =
    "_ZNSt6thread15_M_start_threadESt10unique_ptrINS_6_StateESt14default_deleteIS1_EEPFvvE";

std::string thread_starter(const Facts& facts) {
  if (imports(facts, "pthread_create")) return "`pthread_create`";
  if (imports(facts, "thrd_create")) return "`thrd_create`";
  return imports(facts, kStdThread) ? "the start of `std::thread`" : "";
}

std::string unique_symbols(const Facts& facts) {
  const std::size_t count = facts.unique.size();
  return "it defines " + std::to_string(count) + (count == 1 ? " unique symbol" : " unique symbols") + " (`" +
         facts.unique.front() + "`" + (count == 1 ? "" : ", ...") +
         "), which the dynamic linker never lets go of; build with `-fno-gnu-unique`";
}

constexpr const char* kOnExit =
    "it imports `on_exit`, and a function that it registered would be called at exit after it was unmapped";

}  // namespace

Pins pins_of(const Facts& facts) {
  Pins out;
  if (facts.nodelete) out.for_ever.emplace_back("it was linked with `-z nodelete`");
  if (!facts.unique.empty()) out.for_ever.push_back(unique_symbols(facts));
  if (registers_thread_exit(facts)) {
    out.for_now.emplace_back(
        "a thread-local value with a destructor holds it until that thread ends (it imports "
        "`__cxa_thread_atexit`)");
  }
  return out;
}

std::vector<std::string> unload_risks(const Facts& facts) {
  auto [out, for_now] = pins_of(facts);
  out.insert(out.end(), for_now.begin(), for_now.end());
  const auto add = [&](bool applies, std::string sentence) {
    if (applies) out.push_back(std::move(sentence));
  };
  add(makes_thread_keys(facts),
      "a thread-specific key may call into it at a thread's end (it imports `pthread_key_create`)");
  add(starts_threads(facts), "a thread of its own may still run (it imports " + thread_starter(facts) + ")");
  add(imports_any(facts, {"signal", "__sysv_signal", "sigaction"}),
      "a signal handler of its own may stay installed");
  add(imports(facts, "on_exit"), kOnExit);
  add(imports(facts, "_ZSt13set_terminatePFvvE"), "a terminate handler of its own may stay installed");
  add(imports(facts, "_ZSt15set_new_handlerPFvvE"), "a new handler of its own may stay installed");
  add(facts.static_tls, "it takes " + std::to_string(facts.tls_size) +
                            " bytes of the process's few for static thread-local data");
  return out;
}

bool makes_thread_keys(const Facts& facts) {
  return imports_any(facts, {"pthread_key_create", "tss_create"});
}

bool gives_keys_back(const Facts& facts) { return imports(facts, "pthread_key_delete"); }

std::string never_safe_to_close(const Facts& facts) { return imports(facts, "on_exit") ? kOnExit : ""; }

bool unsafe_to_close(const Facts& facts) { return imports(facts, "pthread_key_create"); }

bool starts_threads(const Facts& facts) { return !thread_starter(facts).empty(); }

std::string why_keep_plain(const Facts& facts) {
  if (std::ranges::any_of(facts.needed, [](const std::string& n) { return n.starts_with("libstd-"); })) {
    return "kept on purpose: it is linked with Rust's shared standard library, which would run code of it at "
           "a "
           "thread's end";
  }
  if (!imports(facts, "pthread_key_create")) return "";
  const bool maybe_rust =
      facts.compilers.empty() ||
      std::ranges::any_of(facts.compilers, [](const std::string& c) { return c.starts_with("rustc"); });
  if (!maybe_rust && imports(facts, "pthread_key_delete")) return "";
  return "kept on purpose: it imports `pthread_key_create`, and code of it would run at a thread's end, "
         "after it "
         "was unmapped";
}

}  // namespace tenon::image

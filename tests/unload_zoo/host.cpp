// SPDX-License-Identifier: MIT
//
// Lets one plugin of the zoo live and tells how its unloading ended: a line "closed", "still mapped: REASON"
// or "refused: CODE MESSAGE" for each time it was asked.
//
//   unload_zoo_host LIBRARY STORY
#include <dlfcn.h>
#include <first.h>
#include <pthread.h>
#include <tenon/host.h>
#include <unistd.h>

#include <csignal>
#include <cstring>
#include <filesystem>
#include <functional>
#include <iostream>
#include <map>
#include <thread>
#include <vector>

namespace {

constexpr tenon_interface_descriptor kLog = {sizeof kLog, IMPORT_SLOTS, IMPORT_ID, IMPORT_HASH, nullptr};
constexpr tenon_interface_descriptor kCounter = {sizeof kCounter, EXPORT_SLOTS, EXPORT_ID, EXPORT_HASH,
                                                 nullptr};
constexpr const tenon_interface_descriptor* kImports[] = {&kLog};
constexpr const tenon_interface_descriptor* kExports[] = {&kCounter};
const tenon_world kWorld = {
    sizeof kWorld, TENON_CONTRACT, WORLD_NAME, WORLD_WIT, sizeof WORLD_WIT - 1, "", 1, 1, kImports, kExports};

/// What the host does when its import is called.
std::function<void()> on_line = [] {};

struct LogTable {
  tenon_table head;
  std::int32_t (*line)(void*, std::uint32_t);
};
const LogTable kLogTable = {{1, 0, IMPORT_HASH, IMPORT_ID, &kWorld, nullptr},
                            [](void*, std::uint32_t) -> std::int32_t {
                              on_line();
                              return TENON_OK;
                            }};
const tenon_reference kImported = {&kLogTable.head, nullptr};

struct CounterTable {
  tenon_table head;
  std::int32_t (*add)(void*, std::uint32_t, std::uint32_t*);
  std::int32_t (*crash)(void*);
  std::int32_t (*make)(void*, tenon_object**);
};

[[noreturn]] void give_up(tenon_error* error) {
  std::cerr << tenon_error_text(error);
  std::_Exit(2);
}

void expect(tenon_error* error) {
  if (error != nullptr) give_up(error);
}

class Visitor {
 public:
  explicit Visitor(std::uint32_t copy = TENON_COPY_AUTO) {
    const tenon_host_options options = {sizeof options, copy, nullptr, nullptr, TENON_RESERVE_ALWAYS, 0};
    expect(tenon_host_create(&options, &host_));
  }

  /// The error's message, or nothing.
  std::string load(const std::string& library) {
    tenon_error* error = tenon_plugin_load(host_, library.c_str(), &kWorld, &plugin_);
    if (error == nullptr) {
      expect(tenon_instance_create(plugin_, &kImported, &instance_));
      return "";
    }
    std::string said = std::string(tenon_error_code(error)) + " " + tenon_error_message(error);
    tenon_error_delete(error);
    return said;
  }
  void add(std::uint32_t number) const {
    std::uint32_t ignored = 0;
    functions().add(self(), number, &ignored);
  }
  tenon_object* make() const {
    tenon_object* made = nullptr;
    functions().make(self(), &made);
    return made;
  }
  void destroy() {
    tenon_instance_destroy(instance_);
    instance_ = nullptr;
  }
  /// Tells how it ended.
  void unload() const {
    std::uint32_t outcome = 0;
    char* reason = nullptr;
    if (tenon_error* error = tenon_plugin_unload(plugin_, &outcome, &reason)) {
      std::cout << "refused: " << tenon_error_code(error) << ' ' << tenon_error_message(error) << '\n';
      tenon_error_delete(error);
    } else {
      std::cout << (outcome == TENON_UNLOAD_CLOSED ? "closed" : "still mapped: ") << (reason ? reason : "")
                << '\n';
    }
    tenon_text_delete(reason);
  }
  const void* code() const { return reinterpret_cast<const void*>(functions().add); }

 private:
  const CounterTable& functions() const {
    return *reinterpret_cast<const CounterTable*>(tenon_instance_export(instance_, 0).table);
  }
  void* self() const { return tenon_instance_export(instance_, 0).self; }

  tenon_host* host_ = nullptr;
  tenon_plugin* plugin_ = nullptr;
  tenon_instance* instance_ = nullptr;
};

/// A pipe, and a byte that ends what waits for it.
struct Signal {
  Signal() {
    if (pipe(ends) != 0) std::_Exit(2);
  }
  std::uint32_t waited_for() const { return static_cast<std::uint32_t>(ends[0]); }
  void give() const {
    if (write(ends[1], "", 1) != 1) std::_Exit(2);
  }
  int ends[2];
};

void pause_a_moment() { std::this_thread::sleep_for(std::chrono::milliseconds(50)); }

/// Loads and unloads another library, which lets Tenon try again; then tells what is at `address`.
void tell_later(const std::string& library, const void* address) {
  Visitor other(TENON_COPY_ALWAYS);
  if (other.load(std::filesystem::path(library).replace_filename("plain.so")) != "") std::_Exit(2);
  other.destroy();
  other.unload();
  std::cout << "later: " << tenon_describe_address(address) << '\n';
}

void simple(const std::string& library) {
  Visitor visitor;
  if (visitor.load(library) != "") std::_Exit(2);
  visitor.add(1);
  visitor.destroy();
  visitor.unload();
}

void on_a_worker(const std::string& library) {
  Visitor visitor;
  visitor.load(library);
  const void* const code = visitor.code();
  const Signal called, done;
  std::thread worker([&] {
    visitor.add(1);
    called.give();
    char byte = 0;
    (void)!read(static_cast<int>(done.waited_for()), &byte, 1);
  });
  char byte = 0;
  (void)!read(static_cast<int>(called.waited_for()), &byte, 1);
  visitor.destroy();
  visitor.unload();
  done.give();
  worker.join();
  tell_later(library, code);
}

void with_thread(const std::string& library) {
  Visitor visitor;
  const Signal end;
  visitor.load(library);
  const void* const code = visitor.code();
  visitor.add(end.waited_for());
  pause_a_moment();  // the thread may not have begun yet
  visitor.destroy();
  visitor.unload();
  end.give();
  pause_a_moment();  // the thread ends by itself
  tell_later(library, code);
}

void during_a_call(const std::string& library) {
  Visitor visitor;
  const Signal end;
  visitor.load(library);
  std::thread worker([&] { visitor.add(end.waited_for()); });
  pause_a_moment();
  visitor.unload();  // its instance is alive
  end.give();
  worker.join();
  visitor.destroy();
  visitor.unload();
}

void from_its_own_call(const std::string& library) {
  Visitor visitor;
  visitor.load(library);
  on_line = [&] { visitor.unload(); };
  visitor.add(1);
  visitor.destroy();
  visitor.unload();
}

void with_object(const std::string& library) {
  Visitor visitor;
  visitor.load(library);
  tenon_object* object = visitor.make();
  visitor.destroy();
  visitor.unload();
  object->vtable->drop(object);
  visitor.unload();
}

void opened_elsewhere(const std::string& library, int flags) {
  Visitor visitor(TENON_COPY_NEVER);
  void* const own = dlopen(library.c_str(), RTLD_NOW | flags);
  visitor.load(library);
  const void* const code = visitor.code();
  visitor.destroy();
  visitor.unload();
  dlclose(own);
  tell_later(library, code);
}

void beside_its_dependency(const std::string& library) {
  const std::string part = std::filesystem::path(library).replace_filename("libzoo_part.so");
  if (dlopen(part.c_str(), RTLD_NOW) == nullptr) std::_Exit(2);
  simple(library);
  if (dlopen(part.c_str(), RTLD_NOW | RTLD_NOLOAD) == nullptr) std::_Exit(2);
}

/// Loads copies of the library until one is refused.
void until_refused(const std::string& library) {
  const std::filesystem::path folder =
      std::filesystem::temp_directory_path() / ("zoo-" + std::to_string(getpid()));
  std::filesystem::create_directory(folder);
  std::vector<Visitor> visitors;
  std::string said;
  while (said.empty() && visitors.size() < 1000) {
    const std::filesystem::path copy = folder / (std::to_string(visitors.size()) + ".so");
    std::filesystem::copy_file(library, copy);
    said = visitors.emplace_back().load(copy);
  }
  std::filesystem::remove_all(folder);
  std::cout << "refused: " << said << '\n';
  visitors.pop_back();
  for (Visitor& visitor : visitors) visitor.destroy();
  visitors.front().unload();
}

[[noreturn]] void report(int, siginfo_t* info, void*) {
  const char* whose = tenon_describe_address(info->si_addr);
  if (whose == nullptr) whose = "nobody's";
  (void)!write(STDOUT_FILENO, "fault: ", 7);
  (void)!write(STDOUT_FILENO, whose, std::strlen(whose));
  (void)!write(STDOUT_FILENO, "\n", 1);
  std::_Exit(0);
}

void called_when_it_is_gone(const std::string& library) {
  Visitor visitor;
  visitor.load(library);
  const auto add = reinterpret_cast<void (*)()>(const_cast<void*>(visitor.code()));
  visitor.destroy();
  visitor.unload();
  std::cout.flush();
  struct sigaction action{};
  action.sa_sigaction = report;
  action.sa_flags = SA_SIGINFO;
  sigaction(SIGSEGV, &action, nullptr);
  add();
}

const std::map<std::string, std::function<void(const std::string&)>> kStories = {
    {"simple", simple},
    {"on_a_worker", on_a_worker},
    {"with_thread", with_thread},
    {"during_a_call", during_a_call},
    {"from_its_own_call", from_its_own_call},
    {"with_object", with_object},
    {"beside_its_dependency", beside_its_dependency},
    {"opened_elsewhere", [](const std::string& library) { opened_elsewhere(library, 0); }},
    {"opened_to_stay", [](const std::string& library) { opened_elsewhere(library, RTLD_NODELETE); }},
    {"until_refused", until_refused},
    {"called_when_it_is_gone", called_when_it_is_gone},
};

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  kStories.at(argv[2])(argv[1]);
}

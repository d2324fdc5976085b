// SPDX-License-Identifier: MIT
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <sstream>

#include "cli/process.hpp"

namespace tenon::cli {
namespace {

using Clock = std::chrono::steady_clock;

// What the child gets besides its words.
class Setup {
 public:
  Setup() { posix_spawn_file_actions_init(&actions_), posix_spawnattr_init(&attributes_); }
  ~Setup() { posix_spawn_file_actions_destroy(&actions_), posix_spawnattr_destroy(&attributes_); }
  Setup(const Setup&) = delete;
  Setup& operator=(const Setup&) = delete;

  void folder(const std::filesystem::path& path) {
    if (!path.empty()) posix_spawn_file_actions_addchdir_np(&actions_, path.c_str());
  }
  void output(int from, int to) { posix_spawn_file_actions_adddup2(&actions_, from, to); }
  // A group of its own, so that a hanging child is killed with its children. Not for compilers: ^C
  // must reach them.
  void own_group() {
    posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETPGROUP);
    posix_spawnattr_setpgroup(&attributes_, 0);
  }

  int start(const std::vector<std::string>& words, pid_t* pid) {
    std::vector<char*> argv;
    for (const std::string& word : words) argv.push_back(const_cast<char*>(word.c_str()));
    argv.push_back(nullptr);
    return posix_spawnp(pid, argv[0], &actions_, &attributes_, argv.data(), environ);
  }

 private:
  posix_spawn_file_actions_t actions_;
  posix_spawnattr_t attributes_;
};

int milliseconds_until(const std::optional<Clock::time_point>& end) {
  if (!end) return -1;
  const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(*end - Clock::now()).count();
  return left > 0 ? static_cast<int>(left) : 0;
}

// Reads until the child closes its end; false if the time is over before.
bool drain(int fd, std::string& out, const std::optional<Clock::time_point>& end) {
  char part[4096];
  for (;;) {
    pollfd waited{.fd = fd, .events = POLLIN, .revents = 0};
    const int ready = poll(&waited, 1, milliseconds_until(end));
    if (ready == 0) return false;
    if (ready < 0 && errno != EINTR) return true;
    const ssize_t n = ready > 0 ? read(fd, part, sizeof part) : -1;
    if (n == 0) return true;
    if (n > 0) out.append(part, static_cast<std::size_t>(n));
    if (n < 0 && errno != EINTR) return true;
  }
}

// Waits for the end of `pid`; false if the time is over before.
bool reap(pid_t pid, int& status, const std::optional<Clock::time_point>& end) {
  for (;;) {
    const pid_t done = waitpid(pid, &status, end ? WNOHANG : 0);
    if (done == pid || (done < 0 && errno != EINTR)) return true;
    if (end && milliseconds_until(end) == 0) return false;
    if (end) usleep(2000);
  }
}

}  // namespace

Outcome run(const Command& command) {
  Outcome outcome;
  Setup setup;
  setup.folder(command.folder);
  int pipe_ends[2] = {-1, -1};
  if (command.capture && pipe2(pipe_ends, O_CLOEXEC) != 0) {
    outcome.error = errno;
    return outcome;
  }
  if (command.capture) setup.output(pipe_ends[1], STDOUT_FILENO);
  if (command.capture && command.errors_too) setup.output(pipe_ends[1], STDERR_FILENO);
  if (command.limit) setup.own_group();
  pid_t pid = 0;
  outcome.error = setup.start(command.words, &pid);
  if (command.capture) close(pipe_ends[1]);
  std::optional<Clock::time_point> end;
  if (command.limit) end = Clock::now() + *command.limit;
  int status = 0;
  if (outcome.error == 0) {
    const bool drained = !command.capture || drain(pipe_ends[0], outcome.out, end);
    outcome.late = !drained || !reap(pid, status, end);
    if (outcome.late) {
      kill(-pid, SIGKILL);
      reap(pid, status, std::nullopt);
    }
  }
  if (command.capture) close(pipe_ends[0]);
  if (WIFSIGNALED(status)) outcome.signal = WTERMSIG(status);
  if (WIFEXITED(status)) outcome.code = WEXITSTATUS(status);
  return outcome;
}

std::string quoted(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words) {
    if (!out.empty()) out += ' ';
    for (const char c : word) {
      if (std::string_view(" \t\"'\\$`*?()&;<>|#").contains(c)) out += '\\';
      out += c;
    }
  }
  return out;
}

std::vector<std::string> words_of_environment(const char* name) {
  const char* value = std::getenv(name);
  std::istringstream in(value ? value : "");
  std::vector<std::string> words;
  for (std::string word; in >> word;) words.push_back(word);
  return words;
}

std::filesystem::path own_program() {
  std::error_code error;
  return std::filesystem::read_symlink("/proc/self/exe", error);
}

}  // namespace tenon::cli

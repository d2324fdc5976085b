// SPDX-License-Identifier: MIT
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <sstream>
#include <utility>

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

constexpr int kReport = 3;                     // the descriptor, in the child
constexpr std::size_t kMostReport = 16 << 20;  // bytes; nothing honest has more to say

// The parent's end of a pipe, and what is kept of what comes.
class Stream {
 public:
  ~Stream() { close_both(); }
  Stream() = default;
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;

  bool open() { return pipe2(ends_, O_CLOEXEC) == 0; }
  int childs() const { return ends_[1]; }
  int ours() const { return ends_[0]; }
  void close_childs() { close_one(ends_[1]); }

  // What is there, as much as a pipe holds by default; false if that is nothing.
  bool read_some(std::size_t most) {
    char part[64 << 10];
    const ssize_t n = read(ends_[0], part, sizeof part);
    if (n < 0 && errno == EINTR) return true;
    if (n <= 0) return close_one(ends_[0]), false;
    const std::size_t size = static_cast<std::size_t>(n), room = most - std::min(most, text.size());
    text.append(part, std::min(size, room));
    dropped += size - std::min(size, room);
    return true;
  }

  std::string text;
  std::uint64_t dropped = 0;

 private:
  static void close_one(int& fd) {
    if (fd >= 0) close(std::exchange(fd, -1));
  }
  void close_both() { close_one(ends_[0]), close_one(ends_[1]); }

  int ends_[2] = {-1, -1};
};

// A program that was started.
class Child {
 public:
  Child(const Command& command, Stream& out, Stream& report) : command_(command), out_(out), report_(report) {
    if (command.limit) end_ = Clock::now() + *command.limit;
  }

  // 0 or an errno.
  int start() {
    Setup setup;
    setup.folder(command_.folder);
    if (command_.capture && !out_.open()) return errno;
    if (command_.reports && !report_.open()) return errno;
    if (command_.capture) setup.output(out_.childs(), STDOUT_FILENO);
    if (command_.capture && command_.errors_too) setup.output(out_.childs(), STDERR_FILENO);
    if (command_.reports) setup.output(report_.childs(), kReport);
    if (command_.limit) setup.own_group();
    const int error = setup.start(command_.words, &pid_);
    out_.close_childs();
    report_.close_childs();
    return error;
  }

  // False if the time is over before its end.
  bool wait() {
    while (!has_ended()) {
      if (end_ && Clock::now() >= *end_) return false;
      read_some(kTick);
    }
    return true;
  }

  // Its status. Before that, it and what it left running are killed, and the rest of what it wrote is read:
  // no more than a pipe can hold, since others may go on to write.
  int reap() {
    constexpr int kMostReads = 16;  // 1 MiB
    if (command_.limit) kill(pid_, SIGKILL), kill(-pid_, SIGKILL);
    for (int reads = 0; reads < kMostReads && read_some(0);) ++reads;
    int status = 0;
    while (waitpid(pid_, &status, 0) < 0 && errno == EINTR) {}
    return status;
  }

 private:
  static constexpr int kTick = 20;  // milliseconds

  // It stays, so that its number and that of its group are its own.
  bool has_ended() const {
    siginfo_t info{};
    const bool waits = !end_ && out_.ours() < 0 && report_.ours() < 0;  // nothing else to do
    const int flags = WEXITED | WNOWAIT | (waits ? 0 : WNOHANG);
    return waitid(P_PID, static_cast<id_t>(pid_), &info, flags) == 0 ? info.si_pid == pid_ : errno != EINTR;
  }

  bool read_some(int milliseconds) {
    pollfd waited[] = {{.fd = out_.ours(), .events = POLLIN, .revents = 0},
                       {.fd = report_.ours(), .events = POLLIN, .revents = 0}};
    if (poll(waited, 2, milliseconds) <= 0) return false;
    bool some = false;
    if (waited[0].revents != 0) some |= out_.read_some(command_.most);
    if (waited[1].revents != 0) some |= report_.read_some(kMostReport);
    return some;
  }

  const Command& command_;
  Stream& out_;
  Stream& report_;
  std::optional<Clock::time_point> end_;
  pid_t pid_ = 0;
};

}  // namespace

Outcome run(const Command& command) {
  Outcome outcome;
  Stream out, report;
  Child child(command, out, report);
  outcome.error = child.start();
  if (outcome.error != 0) return outcome;
  outcome.late = !child.wait();
  const int status = child.reap();
  if (WIFSIGNALED(status)) outcome.signal = WTERMSIG(status);
  if (WIFEXITED(status)) outcome.code = WEXITSTATUS(status);
  outcome.out = std::move(out.text);
  outcome.dropped = out.dropped;
  outcome.report = std::move(report.text);
  return outcome;
}

Reporter::Reporter() {
  struct stat file{};
  heard_ = fstat(kReport, &file) == 0 && S_ISFIFO(file.st_mode);
  if (!heard_) return;
  fcntl(kReport, F_SETFD, FD_CLOEXEC);
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  // If it had ended before, nobody reads.
  pollfd waited{.fd = kReport, .events = 0, .revents = 0};
  if (poll(&waited, 1, 0) > 0 && (waited.revents & POLLERR) != 0) std::raise(SIGKILL);
}

void Reporter::say(const std::string& line) const {
  std::fflush(stdout);  // what the plugin said before, should it crash
  const std::string text = line + "\n";
  for (std::size_t done = 0; done < text.size();) {
    const ssize_t n = write(heard_ ? kReport : STDOUT_FILENO, text.data() + done, text.size() - done);
    if (n < 0 && errno != EINTR) return;
    if (n > 0) done += static_cast<std::size_t>(n);
  }
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

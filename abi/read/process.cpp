// SPDX-License-Identifier: GPL-2.0-or-later
#include "abi/read/process.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <spawn.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <system_error>
#include <thread>

extern char** environ;

namespace iopact {
namespace {

using Clock = std::chrono::steady_clock;

struct Descriptor {
  int fd = -1;
  Descriptor() = default;
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() { close(); }
  void close() {
    if (fd >= 0) ::close(fd);
    fd = -1;
  }
};

struct Pipe {
  Descriptor read, write;
  bool open() {
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC) != 0) return false;
    read.fd = ends[0];
    write.fd = ends[1];
    return true;
  }
};

std::vector<std::string> child_environment() {
  std::vector<std::string> result;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string_view text = *entry;
    if (!text.starts_with("LC_ALL=") && !text.starts_with("DEBUGINFOD_URLS=")) result.emplace_back(text);
  }
  result.emplace_back("LC_ALL=C");
  return result;
}

std::vector<char*> pointers(std::vector<std::string>& strings) {
  std::vector<char*> result;
  for (auto& text : strings) result.push_back(text.data());
  result.push_back(nullptr);
  return result;
}

// Returns 0 or an errno.
int spawn(std::vector<std::string> argv, const Pipe& out, const Pipe& err, pid_t& pid) {
  auto environment = child_environment();
  auto arguments = pointers(argv);
  auto variables = pointers(environment);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, out.write.fd, STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, err.write.fd, STDERR_FILENO);
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
  posix_spawnattr_setpgroup(&attributes, 0);
  const int error =
      posix_spawnp(&pid, arguments[0], &actions, &attributes, arguments.data(), variables.data());
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  return error;
}

// Appends what is ready; closes at the end of the stream.
void drain(Descriptor& from, std::string& into) {
  std::array<char, 65536> buffer;
  const ssize_t count = ::read(from.fd, buffer.data(), buffer.size());
  if (count > 0)
    into.append(buffer.data(), static_cast<std::size_t>(count));
  else if (count == 0 || errno != EINTR)
    from.close();
}

int milliseconds_until(Clock::time_point deadline) {
  const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()).count();
  return left > 0 ? static_cast<int>(left) : 0;
}

// Reads both streams to their ends. Returns `exited` when that worked within the limits.
ProcessResult::End collect(Pipe& out, Pipe& err, const ProcessLimits& limits, Clock::time_point deadline,
                           ProcessResult& result) {
  while (out.read.fd >= 0 || err.read.fd >= 0) {
    std::array<pollfd, 2> polls{pollfd{out.read.fd, POLLIN, 0}, pollfd{err.read.fd, POLLIN, 0}};
    const int ready = poll(polls.data(), polls.size(), milliseconds_until(deadline));
    if (ready == 0) return ProcessResult::End::timed_out;
    if (ready < 0) continue;
    if (polls[0].revents != 0) drain(out.read, result.out);
    if (polls[1].revents != 0) drain(err.read, result.err);
    if (result.out.size() > limits.output_bytes || result.err.size() > limits.output_bytes)
      return ProcessResult::End::too_much_output;
  }
  return ProcessResult::End::exited;
}

// Waits for a child that has closed its output. False when the deadline passed first.
bool reap(pid_t pid, Clock::time_point deadline, int& status) {
  for (;;) {
    const pid_t done = waitpid(pid, &status, WNOHANG);
    if (done == pid || (done < 0 && errno != EINTR)) return true;
    if (Clock::now() >= deadline) return false;
    std::this_thread::sleep_for(std::chrono::microseconds(200));
  }
}

void kill_group(pid_t pid) {
  int status = 0;
  kill(-pid, SIGKILL);
  while (waitpid(pid, &status, 0) < 0 && errno == EINTR) continue;
}

bool is_executable_file(const std::string& path) {
  struct stat info {};
  return access(path.c_str(), X_OK) == 0 && stat(path.c_str(), &info) == 0 && S_ISREG(info.st_mode);
}

}  // namespace

std::string ProcessResult::describe() const {
  switch (end) {
    case End::exited: return fmt::format("exit status {}", code);
    case End::signalled: return fmt::format("killed by signal {}", code);
    case End::timed_out: return fmt::format("no answer within {} s", code);
    case End::too_much_output: return "too much output";
    case End::not_started: return std::generic_category().message(code);
  }
  return "";
}

ProcessResult run_process(const std::vector<std::string>& argv, const ProcessLimits& limits) {
  ProcessResult result;
  Pipe out;
  Pipe err;
  pid_t pid = 0;
  result.code = out.open() && err.open() ? spawn(argv, out, err, pid) : errno;
  if (result.code != 0) return result;
  out.write.close();
  err.write.close();

  const auto deadline = Clock::now() + limits.timeout;
  int status = 0;
  result.end = collect(out, err, limits, deadline, result);
  if (result.end == ProcessResult::End::exited && !reap(pid, deadline, status))
    result.end = ProcessResult::End::timed_out;
  if (result.end != ProcessResult::End::exited) {
    kill_group(pid);
    result.code = static_cast<int>(std::chrono::duration_cast<std::chrono::seconds>(limits.timeout).count());
  } else if (WIFSIGNALED(status)) {
    result.end = ProcessResult::End::signalled;
    result.code = WTERMSIG(status);
  } else {
    result.code = WEXITSTATUS(status);
  }
  return result;
}

std::optional<std::string> find_program(std::string_view name) {
  if (name.empty()) return std::nullopt;
  if (name.find('/') != std::string_view::npos) {
    std::string path(name);
    return is_executable_file(path) ? std::optional(path) : std::nullopt;
  }
  const char* variable = std::getenv("PATH");
  std::string_view rest = variable != nullptr ? variable : "/usr/local/bin:/usr/bin:/bin";
  while (!rest.empty()) {
    const auto colon = rest.find(':');
    const auto folder = rest.substr(0, colon);
    rest = colon == std::string_view::npos ? std::string_view{} : rest.substr(colon + 1);
    std::string path = fmt::format("{}/{}", folder.empty() ? "." : folder, name);
    if (is_executable_file(path)) return path;
  }
  return std::nullopt;
}

std::string_view first_line(std::string_view text) { return text.substr(0, text.find('\n')); }

}  // namespace iopact

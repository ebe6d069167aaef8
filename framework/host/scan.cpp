// SPDX-License-Identifier: Apache-2.0
#include "framework/host/scan.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstring>
#include <sstream>

#include "framework/host/plugin.hpp"
#include "framework/host/registry.hpp"

namespace pipeline::host {

namespace {

constexpr auto time_limit = std::chrono::seconds(10);
constexpr char end_mark[] = "end\n";

std::string one_line(std::string text) {
  for (char& c : text) {
    if (c == '\n' || c == '\t' || c == '\r') c = ' ';
  }
  return text;
}

std::string what_it_lacks(const pipeline_stage& stage) {
  const void* table = stage.extension ? stage.extension(&stage, PIPELINE_LACKS) : nullptr;
  char text[1024] = "";
  if (table) static_cast<const pipeline_lacks*>(table)->what(&stage, text, sizeof text);
  return one_line(text);
}

// Lines "stage<TAB>id<TAB>version<TAB>doc<TAB>lacks" or "problem<TAB>text", then "end": without it
// the child died.
std::string report(Registry& registry, const std::string& plugin) {
  std::ostringstream out;
  try {
    for (const pipeline_stage* stage : registry.stages_of(plugin)) {
      out << "stage\t" << one_line(stage->id) << '\t' << one_line(stage->version) << '\t'
          << one_line(stage->doc) << '\t' << what_it_lacks(*stage) << '\n';
    }
  } catch (const std::exception& error) {
    out << "problem\t" << one_line(error.what()) << '\n';
  }
  out << end_mark;
  return out.str();
}

[[noreturn]] void child(Registry& registry, const std::string& plugin, int to_parent) {
  const int nowhere = open("/dev/null", O_RDWR);
  for (const int fd : {0, 1, 2}) dup2(nowhere, fd);
  const std::string text = report(registry, plugin);
  for (size_t done = 0; done < text.size();) {
    const ssize_t n = write(to_parent, text.data() + done, text.size() - done);
    if (n <= 0) _exit(1);
    done += static_cast<size_t>(n);
  }
  _exit(0);
}

// All the child wrote until it closed the pipe; false when time ran out.
bool read_all(int fd, std::string& text) {
  const auto deadline = std::chrono::steady_clock::now() + time_limit;
  char block[4096];
  for (;;) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
        deadline - std::chrono::steady_clock::now());
    pollfd wait{fd, POLLIN, 0};
    if (left.count() <= 0 || poll(&wait, 1, static_cast<int>(left.count())) == 0) return false;
    const ssize_t n = read(fd, block, sizeof block);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return true;
    text.append(block, static_cast<size_t>(n));
  }
}

Scan parse(const std::string& text) {
  Scan result;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    std::istringstream fields(line);
    std::string kind;
    std::getline(fields, kind, '\t');
    if (kind == "problem") std::getline(fields, result.problem);
    if (kind != "stage") continue;
    ScannedStage stage;
    std::getline(fields, stage.id, '\t');
    std::getline(fields, stage.version, '\t');
    std::getline(fields, stage.doc, '\t');
    std::getline(fields, stage.lacks);
    result.stages.push_back(std::move(stage));
  }
  return result;
}

std::string death(int status, bool in_time) {
  if (!in_time) return "did not finish loading within 10 seconds";
  if (WIFSIGNALED(status))
    return std::string("crashed while loading: ") + strsignal(WTERMSIG(status));
  return "ended the process while loading (exit status " + std::to_string(WEXITSTATUS(status)) +
         ")";
}

}  // namespace

Scan scan(Registry& registry, const std::string& plugin) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return {{}, std::string("no pipe: ") + std::strerror(errno)};
  const pid_t pid = fork();
  if (pid == 0) child(registry, plugin, ends[1]);
  close(ends[1]);
  std::string text;
  const bool in_time = pid > 0 && read_all(ends[0], text);
  close(ends[0]);
  if (pid < 0) return {{}, std::string("no child process: ") + std::strerror(errno)};
  if (!in_time) kill(pid, SIGKILL);
  int status = 0;
  while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
  }
  if (!text.ends_with(end_mark)) {
    return {{},
            registry.files()[plugin].string() + ": " + death(status, in_time) +
                "; tell its author, or take it out of the folder"};
  }
  return parse(text);
}

}  // namespace pipeline::host

// SPDX-License-Identifier: Apache-2.0
// Work that may crash, hang, print or exit, done in child processes, where it harms nobody.
#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <vector>

namespace pipeline::host {

// How a child came to its end.
struct ChildEnd {
  std::string problem;        // why there was no child: one line; empty: there was one
  bool in_time = false;       // false: it was killed when its time was up
  int status = 0;             // as waitpid() tells it; 0 where the caller ignores SIGCHLD
  std::string printed;        // on its standard output and error, the first 64 KiB
  bool left_process = false;  // a process of its own still had these open; it was killed
};

// What a child printed, or the first of it, as a part of a line.
std::string excerpt(const std::string& printed);

// Runs each work in a child process of its own, several at once, and waits for all of them, for
// each at most `limit`. A work that returns or throws ends its child with 0 or 1. Children have
// process groups of their own, which end with them; they end if the caller's thread does. Handlers
// of signals and exits are the system's there, standard input is empty, and no core is dumped.
// [before other threads are started]
std::vector<ChildEnd> run_children(const std::vector<std::function<void()>>& works,
                                   std::chrono::milliseconds limit);

}  // namespace pipeline::host

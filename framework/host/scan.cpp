// SPDX-License-Identifier: Apache-2.0
#include "framework/host/scan.hpp"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <iterator>

#include "framework/graph/scalar.hpp"
#include "framework/host/buffer.hpp"
#include "framework/host/child.hpp"
#include "framework/host/missing_libraries.hpp"
#include "framework/host/plugin.hpp"
#include "framework/host/registry.hpp"
#include "framework/host/scan_board.hpp"
#include "framework/host/scan_wire.hpp"

namespace pipeline::host {

namespace {

namespace fs = std::filesystem;

std::string what_it_lacks(const pipeline_stage& stage) {
  const void* table = stage.extension ? stage.extension(&stage, PIPELINE_LACKS) : nullptr;
  char text[1024] = "";
  if (table) static_cast<const pipeline_lacks*>(table)->what(&stage, text, sizeof text);
  return text;
}

unsigned running_threads() {
  std::error_code none;
  unsigned count = 0;
  for (fs::directory_iterator it("/proc/self/task", none), end; it != end; it.increment(none)) {
    ++count;
  }
  return count;
}

bool has_closed_descriptors() {
  const int fds[] = {0, 1, 2};
  return std::any_of(std::begin(fds), std::end(fds), [](int fd) { return fcntl(fd, F_GETFD) < 0; });
}

// In the child. What it finds points into the library and the registry.
Scan look(const fs::path& file, Registry& registry, std::vector<std::string>& complaints) {
  Scan scan;
  const unsigned threads = running_threads();
  try {
    const std::string id = file.stem().string();
    for (const pipeline_stage* stage : registry.stages_of(id)) {
      scan.stages.push_back({stage, what_it_lacks(*stage)});
    }
    const pipeline_plugin& plugin = registry.plugin_of(id);
    scan.version = plugin.version;
    scan.doc = plugin.doc;
    scan.contract_minor = plugin.abi_minor;
  } catch (const LoadError& error) {
    scan = {};
    scan.reason = error.reason();
    scan.fix = error.fix();
    if (!error.missing().empty()) scan.missing.push_back(error.missing());
  }
  scan.threads = std::max(running_threads(), threads) - threads;
  scan.complaints = std::move(complaints);
  if (has_closed_descriptors()) {
    scan.remarks.emplace_back("it closes file descriptors of the program while it loads");
  }
  return scan;
}

void scan_in_child(const fs::path& file, const std::vector<fs::path>& models, Board& board) {
  if (!board.good()) return;
  const pid_t own = getpid();
  std::vector<std::string> complaints;
  Memory memory;
  Environment environment{.memory = &memory};
  environment.log = [&](int level, std::string_view, std::string_view text) {
    if (level >= PIPELINE_LOG_WARNING) complaints.emplace_back(text);
  };
  Registry registry({file.parent_path()}, models, environment);
  std::string bytes = encode(look(file, registry, complaints));
  if (getpid() != own) _exit(1);  // the plugin has forked, and this is another process
  if (bytes.size() > Board::room) {
    Scan scan;
    scan.reason = "declares more than " + std::to_string(Board::room >> 20) + " MiB";
    scan.fix = "tell its author, or take it out of the folder";
    bytes = encode(scan);
  }
  board.put(bytes);
  std::fflush(stdout);
  _exit(0);
}

std::string how_it_ended(const ChildEnd& end, const Board& board, bool answered,
                         std::chrono::milliseconds limit) {
  if (!end.problem.empty()) return "cannot be looked at: " + end.problem;
  if (!board.good()) return "cannot be looked at: out of memory";
  if (answered) return "answers with something else than what a plugin declares";
  if (!end.in_time) {
    const std::chrono::duration<double> seconds = limit;
    return "did not finish loading within " + graph::number_text(seconds.count()) + " seconds";
  }
  if (WIFSIGNALED(end.status)) {
    return std::string("crashed while loading: ") + strsignal(WTERMSIG(end.status));
  }
  return "ended the process while loading (exit status " + std::to_string(WEXITSTATUS(end.status)) +
         ")";
}

Scan result(const fs::path& file, const ChildEnd& end, const Board& board,
            std::chrono::milliseconds limit) {
  const std::string bytes = board.good() ? board.take() : "";
  auto scan = decode(bytes, file.stem().string());
  if (!scan) {
    scan.emplace();
    scan->reason = how_it_ended(end, board, !bytes.empty(), limit);
    if (!end.printed.empty()) scan->reason += "; it printed '" + excerpt(end.printed) + "'";
    scan->fix = "tell its author, or take it out of the folder";
  } else {
    if (!end.printed.empty()) {
      scan->remarks.push_back("it prints while it loads: '" + excerpt(end.printed) + "'");
    }
    if (end.left_process) scan->remarks.emplace_back("it starts a process while it loads");
  }
  scan->file = file;
  return std::move(*scan);
}

// The linker names the first library that is absent; a user wants all of them.
void name_all_missing(Scan& scan) {
  if (scan.missing.empty()) return;
  const auto all = missing_libraries(scan.file);
  if (all.empty()) return;
  scan.missing = all;
  scan.reason = needs_text(all);
  scan.fix = fix_for_missing(scan.id(), all);
}

}  // namespace

std::string Scan::problem() const {
  return loads() ? "" : file.string() + ": " + reason + "; " + fix;
}

const pipeline_stage* Scan::find(std::string_view stage_id) const {
  for (const ScannedStage& scanned : stages) {
    if (stage_id == scanned.stage->id) return scanned.stage;
  }
  return nullptr;
}

std::vector<Scan> scan(const std::vector<fs::path>& files, const std::vector<fs::path>& models,
                       std::chrono::milliseconds limit) {
  std::vector<Board> boards(files.size());
  std::vector<std::function<void()>> works;
  for (size_t i = 0; i < files.size(); ++i) {
    works.emplace_back([&, i] { scan_in_child(files[i], models, boards[i]); });
  }
  const auto ends = run_children(works, limit);
  std::vector<Scan> scans;
  for (size_t i = 0; i < files.size(); ++i) {
    scans.push_back(result(files[i], ends[i], boards[i], limit));
    name_all_missing(scans.back());
  }
  return scans;
}

std::vector<Scan> scan(const Registry& registry, const std::vector<std::string>& plugins) {
  const auto files = registry.files();
  std::vector<fs::path> wanted;
  for (const std::string& plugin : plugins) wanted.push_back(files.at(plugin));
  return scan(wanted, registry.models());
}

}  // namespace pipeline::host

// SPDX-License-Identifier: Apache-2.0
// pipeline watch: runs a graph again whenever something that it depends on changes.
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstring>
#include <filesystem>
#include <optional>

#include "framework/cli/common/graph_file.hpp"
#include "framework/cli/common/stop.hpp"
#include "framework/cli/common/units.hpp"
#include "framework/cli/run/options.hpp"
#include "framework/cli/watch/watched_files.hpp"
#include "framework/cli/watch/worker.hpp"
#include "framework/graph/diagnostic.hpp"
#include "framework/graph/utf8.hpp"

namespace pipeline::cli {

namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;
namespace fs = std::filesystem;

constexpr Help help{"pipeline watch GRAPH [IMAGE...] [options]",
                    "Runs the graph as `run` does, and again whenever the graph, a graph that it "
                    "uses, a file that\n"
                    "it names, an image or a plugin changes: only what the change has to do with "
                    "is computed anew.\n"
                    "Each run is a process of its own. Ctrl-C ends it.",
                    "  pipeline watch my.yaml photo.jpg -o photo.svg\n"
                    "  pipeline watch my.yaml photo.jpg -o photo.svg --save-all look/\n"
                    "  pipeline watch my.yaml photos/ -o out/ --plugin-path my_plugins\n"};

// Between two looks at all files; more where a look takes long, so that looking stays cheap.
constexpr auto shortest_pause = 100ms;
constexpr int least_rest = 20;  // times what a look takes
// An editor or a compiler is taken to be done when nothing has changed for so long.
constexpr auto quiet_time = 60ms;
constexpr auto longest_settling = 2s;
// What a run gets to end by itself: after Ctrl-C all is over within a second.
constexpr auto patience = 700ms;

// A folder with a name of its own, gone with its scope.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::error_code none;
    name_ = (fs::temp_directory_path(none) / "pipeline-watch-XXXXXX").string();
    if (!mkdtemp(name_.data())) {
      throw UsageError("no folder for results can be made in " +
                       fs::path(name_).parent_path().string() + ": " + std::strerror(errno) +
                       "; name one with --cache");
    }
  }
  ~TemporaryFolder() {
    std::error_code none;
    fs::remove_all(name_, none);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  const std::string& name() const { return name_; }

 private:
  std::string name_;
};

// True: a signal has come.
bool wait_for_stop(Clock::duration time) {
  pollfd stop{stop_descriptor(), POLLIN, 0};
  const auto wait = std::chrono::ceil<std::chrono::milliseconds>(time);
  poll(&stop, 1, static_cast<int>(wait.count()));
  return stop_signal() != 0;
}

std::string names_text(const std::vector<std::string>& names) {
  std::string text = graph::printable(names.front());
  if (names.size() > 1) text += " and " + std::to_string(names.size() - 1) + " more";
  return text;
}

class Watcher {
 public:
  Watcher(const RunOptions& options, Console& console) : options_(options), console_(console) {}

  // Until a signal ends it: 128 and its number.
  int watch() {
    while (!stop_signal()) {
      files_.begin_run();
      std::vector<std::string> changed = run();
      while (changed.empty() && !stop_signal()) changed = next_change();
      if (!changed.empty()) settle(changed);
    }
    return 128 + stop_signal();
  }

 private:
  // What changed before the run had ended, which it then has not.
  std::vector<std::string> run() {
    const auto start = Clock::now();
    Worker worker(options_, console_, files_);
    auto next_look = start + shortest_pause;
    while (!worker.ended() && !stop_signal()) {
      worker.listen(std::chrono::ceil<std::chrono::milliseconds>(
          std::max(next_look - Clock::now(), Clock::duration::zero())));
      if (Clock::now() < next_look) continue;
      auto changed = look();
      if (!changed.empty()) {
        worker.stop(SIGTERM, patience);
        return changed;
      }
      next_look = Clock::now() + pause_;
    }
    if (stop_signal()) {
      worker.stop(stop_signal(), patience);
    } else {
      tell_end(worker, *worker.ended(),
               std::chrono::duration<double>(Clock::now() - start).count());
    }
    return {};
  }

  void tell_end(const Worker& worker, int status, double seconds) {
    const std::string took = seconds_text(seconds) + "; watching " +
                             std::to_string(files_.present()) +
                             (files_.present() == 1 ? " file" : " files");
    if (WIFEXITED(status) && WEXITSTATUS(status) == exit_ok) {
      console_.info(worker.account() + "; " + took);
    } else if (WIFSIGNALED(status)) {
      console_.error(std::string("the run was ended by SIG") + sigabbrev_np(WTERMSIG(status)) +
                     " after " + took);
    } else {
      console_.info("failed after " + took);
    }
  }

  std::vector<std::string> look() {
    const auto start = Clock::now();
    auto changed = files_.changed();
    pause_ = std::max<Clock::duration>(shortest_pause, least_rest * (Clock::now() - start));
    return changed;
  }

  // Nothing if a signal came.
  std::vector<std::string> next_change() {
    return wait_for_stop(pause_) ? std::vector<std::string>() : look();
  }

  // A file may be written in several goes, or be gone for a moment.
  void settle(const std::vector<std::string>& changed) {
    const auto limit = Clock::now() + longest_settling;
    std::string before, now = files_.states();
    do {
      before = std::move(now);
      if (wait_for_stop(quiet_time)) return;
      now = files_.states();
    } while (now != before && Clock::now() < limit);
    console_.info(names_text(changed) + " changed");
  }

  const RunOptions& options_;
  Console& console_;
  WatchedFiles files_;
  Clock::duration pause_ = shortest_pause;
};

// Each run reads everything again, and standard input comes once.
void refuse_standard_input(const RunOptions& options) {
  const bool named = std::any_of(options.named.begin(), options.named.end(),
                                 [](const auto& input) { return input.second == "-"; });
  if (named || options.graph == "-" || options.files_from == "-" ||
      std::count(options.images.begin(), options.images.end(), "-") > 0) {
    throw UsageError("standard input can be read once, and watch reads again: name a file");
  }
}

// Of the file that is there now, so that a typing error is told of and not waited for.
std::optional<std::string> graph_to_watch(const std::string& name, Console& console) {
  graph::Diagnostics diagnostics;
  const auto file = find_graph(name, diagnostics);
  if (!file) console.block(diagnostics.text());
  if (!file) return std::nullopt;
  std::error_code none;
  if (!fs::exists(*file, none)) throw UsageError("there is no graph " + graph::printable(name));
  return file->string();
}

}  // namespace

int watch_command(const Words& arguments, Console& console) {
  auto values = parse(arguments, work_options(), {"graph", "image"}, help, console);
  if (!values) return exit_ok;
  if (!values->count("graph")) throw UsageError("watch needs a graph: " + std::string(help.usage));
  RunOptions options = run_options_of(std::move(*values));
  apply_log_level(options.values, console);
  refuse_standard_input(options);
  auto graph = graph_to_watch(options.graph, console);
  if (!graph) return exit_usage;
  options.graph = std::move(*graph);
  stop_on_signals();
  // A terminal that is closed is no reason to leave the folder behind.
  if (signal(SIGHUP, [](int) { raise(SIGTERM); }) == SIG_IGN) signal(SIGHUP, SIG_IGN);
  std::optional<TemporaryFolder> own;
  if (options.cache.folder.empty()) options.cache.folder = own.emplace().name();
  return Watcher(options, console).watch();
}

}  // namespace pipeline::cli

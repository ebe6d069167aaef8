// SPDX-License-Identifier: Apache-2.0
// A run, for a command that starts several.
#pragma once

#include <filesystem>
#include <vector>

#include "framework/cli/run/options.hpp"
#include "framework/run/batch.hpp"
#include "framework/run/program.hpp"
#include "framework/run/spans.hpp"

namespace pipeline::cli {

// What a run tells of itself. [the thread that runs it]
class RunObserver {
 public:
  virtual ~RunObserver() = default;
  // Before a file of the graph, or a plugin's, is looked at, be it there or not.
  virtual void will_read(const std::filesystem::path& file) = 0;
  // Before the images are read; what the graph needs has been.
  virtual void begins(const std::vector<run::Item>& items) = 0;
  virtual void ends(const run::Program& program, const run::Spans& spans) = 0;
};

// The exit status. observer: may be null. Once a process. Throws UsageError and OutputError.
int run_graph(const RunOptions& options, Console& console, RunObserver* observer);

}  // namespace pipeline::cli

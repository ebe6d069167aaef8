// SPDX-License-Identifier: Apache-2.0
// All files that a run reads and writes, and that none of them is lost by it.
#pragma once

#include <vector>

#include "framework/cli/run/options.hpp"
#include "framework/graph/graph.hpp"
#include "framework/run/batch.hpp"
#include "framework/run/output_paths.hpp"

namespace pipeline::cli {

struct FileUses {
  std::vector<run::FileUse> read, written;
};

// Of the graph, its images and outputs, the list of --files-from and the trace.
FileUses file_uses(const RunOptions& options, const graph::Graph& graph,
                   const std::vector<run::Item>& items);

// Throws UsageError where a file would be written twice, or over one that is read.
void refuse_conflicts(const FileUses& uses);

}  // namespace pipeline::cli

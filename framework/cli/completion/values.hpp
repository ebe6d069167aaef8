// SPDX-License-Identifier: Apache-2.0
// What may stand in a place of the command line: files, stages, parameters.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "framework/cli/common/session.hpp"

namespace pipeline::cli {

struct Candidate {
  std::string word, doc;
};
using Candidates = std::vector<Candidate>;

enum class FileKind { any, folder, graph, image };

// Files, and folders with a '/' at their end, whose paths begin with `typed`. "~/" is the home.
Candidates file_candidates(const std::string& typed, FileKind kind);

// Names of the graphs that came with this pipeline, then graph files.
Candidates graph_candidates(const std::string& typed);

Candidates stage_candidates(Session& session);
Candidates plugin_candidates(Session& session);

// For --set: "STAGE.PARAM=", or after the '=' the values that have words. `graph`: the graph's
// name.
Candidates set_candidates(const std::string& graph, const std::string& typed, Session& session);

// For --swap: "STAGE=", or after the '=' the stages with such an input and output.
Candidates swap_candidates(const std::string& graph, const std::string& typed, Session& session);

}  // namespace pipeline::cli

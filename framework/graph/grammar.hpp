// SPDX-License-Identifier: Apache-2.0
// The words of the graph file (docs/pipeline_yaml.md): what reads them and what describes them to
// editors take them from here.
#pragma once

#include <pipeline/abi.h>

#include <string>
#include <vector>

namespace pipeline::graph {

inline const std::vector<std::string> graph_keys{"pipeline",   "name",    "inputs",  "stages",
                                                 "parameters", "outputs", "metrics", "compare"};
inline const std::vector<std::string> input_keys{"type", "default", "format", "read", "with"};
inline const std::vector<std::string> stage_keys{"uses", "in", "with"};
inline const std::vector<std::string> metric_keys{"uses", "in", "with", "margin"};
inline const std::vector<std::string> compare_keys{"swap",   "sweep",  "baseline",
                                                   "timing", "budget", "seed"};
inline const std::vector<std::string> timing_words{"isolated", "throughput"};
inline const std::vector<std::string> output_keys{"from", "path", "write", "with"};

// Types that need no plugin.
inline const std::vector<std::string> own_types{PIPELINE_TYPE_IMAGE, PIPELINE_TYPE_LABELS,
                                                PIPELINE_TYPE_PATHS, PIPELINE_TYPE_BYTES,
                                                PIPELINE_TYPE_NUMBER};

// In the path of an output, in braces.
inline const std::vector<std::string> placeholders{"stem", "name", "index", "output"};

// What reads and writes images where the graph does not say.
inline constexpr char standard_reader[] = "io.read", standard_writer[] = "io.write";

}  // namespace pipeline::graph

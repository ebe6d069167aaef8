// SPDX-License-Identifier: Apache-2.0
// Graph files, each read and parsed once.
#pragma once

#include <filesystem>
#include <map>
#include <optional>

#include "framework/graph/diagnostic.hpp"
#include "framework/graph/spec.hpp"
#include "framework/graph/stage_source.hpp"

namespace pipeline::graph {

class Library {
 public:
  // stages: is told of each file before it is read.
  Library(StageSource& stages, Diagnostics& diagnostics)
      : stages_(stages), diagnostics_(diagnostics) {}

  // nullptr after errors, which point at `asked` if that is somewhere. What comes back lives as
  // long as the library. Two paths to one file give one graph.
  const GraphSpec* load(const std::filesystem::path& file, const Mark& asked);

 private:
  StageSource& stages_;
  Diagnostics& diagnostics_;
  std::map<std::filesystem::path, std::optional<GraphSpec>> graphs_;
};

}  // namespace pipeline::graph

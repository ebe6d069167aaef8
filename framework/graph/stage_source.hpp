// SPDX-License-Identifier: Apache-2.0
// How the graph checker asks for stages, so that it does not know about plugins and files.
#pragma once

#include <pipeline/abi.h>

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace pipeline::graph {

class StageSource {
 public:
  virtual ~StageSource() = default;

  struct Found {
    const pipeline_stage* stage = nullptr;
    std::string problem;  // if there is no stage: one line with its reason and what to do
    std::string fix{};    // what to do, where the id is right and its plugin is not
  };

  // The stage of this id. Loads the plugin that the id names, if it must. [one thread]
  virtual Found find(std::string_view id) = 0;

  // All stage ids that could have been meant; slow, only asked for after a miss. [one thread]
  virtual std::vector<std::string> known_ids() = 0;

  // Told before a graph file, or a file that a parameter names, is looked at. [one thread]
  virtual void will_read(const std::filesystem::path& /*file*/) const {}
};

}  // namespace pipeline::graph

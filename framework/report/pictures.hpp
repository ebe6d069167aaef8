// SPDX-License-Identifier: Apache-2.0
// What the variants of a comparison make of chosen images, stage by stage, to look at.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "framework/compare/evaluation.hpp"
#include "framework/graph/json.hpp"
#include "framework/report/choice.hpp"
#include "framework/run/batch.hpp"

namespace pipeline::report {

struct Pictures {
  std::vector<host::Value> files;  // as Shown::file, each once
  // A list, an object an image:
  //   "judged": into the comparison's images; "place", "gain": as Chosen; "scale": of its pictures
  //   "subjects": what there is to see, each once: {"picture": into files, "width", "height"},
  //     {"text"} or {"left_out": true}
  //   "variants": of each, by step and output, a list of {"part", "subject"}, null where it made
  //   none
  graph::Json images = graph::Json::list();
  std::vector<compare::Failed> failed;
};

struct Studio {
  const std::vector<compare::Variant>& variants;
  const std::vector<run::Item>& items;
  const compare::Comparison& comparison;
  host::Registry& registry;
  const host::Environment& environment;
  unsigned threads = 1;
};

// Runs the chosen images again, in their order: the first five share `room` (bytes in a page)
// equally, the others come in as long as there is room for all of theirs. Throws std::runtime_error
// with one line if a stage that is needed to show things is missing. Ends early when
// environment.stop says so. The caller is in no arena.
Pictures take_pictures(const Choice& choice, const Studio& studio, size_t room,
                       const std::function<void(std::string)>& progress);

}  // namespace pipeline::report

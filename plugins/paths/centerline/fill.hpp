// SPDX-License-Identifier: Apache-2.0
// A label map whose lines have been taken away.
#pragma once

#include <pipeline/labels.hpp>

#include <vector>

#include "plugins/paths/centerline/mask.hpp"
#include "plugins/paths/common/pace.hpp"

namespace centerline {

// Line pixels take the label of the nearest pixel that is in no line, in steps to the right, down,
// left and up.
class Filled {
 public:
  Filled(const pipeline::Labels& map, const Mask& lines, trace::Pace& pace);
  // Lives as long as this.
  pipeline::Labels labels() const { return pipeline::Labels(raw_); }

 private:
  std::vector<uint32_t> labels_;
  pipeline_labels raw_;
};

}  // namespace centerline

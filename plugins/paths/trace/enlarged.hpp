// SPDX-License-Identifier: Apache-2.0
// Enlarged pictures are traced as they were before that.
#pragma once

#include <pipeline/labels.hpp>
#include <pipeline/paths.hpp>

#include <cstdint>
#include <vector>

namespace trace {

// A label map made smaller: each pixel has the label at its middle. It refers to the palette of the
// large one.
class SmallLabels {
 public:
  SmallLabels(const pipeline::Labels& large, int width, int height);

  pipeline::Labels labels() const;

 private:
  pipeline_labels raw_;
  std::vector<uint32_t> labels_;
};

// The shapes on a canvas of another size; exact for ellipses and arcs along the axes, as are
// made here, and for gradients where both sides change by the same factor.
pipeline::PathBuilder scaled(const pipeline::PathBuilder& shapes, float width, float height);

}  // namespace trace

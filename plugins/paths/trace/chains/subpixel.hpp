// SPDX-License-Identifier: Apache-2.0
// Where, within half a pixel, a boundary really runs: an anti-aliased picture says it in its
// blends.
#pragma once

#include <pipeline/image.hpp>
#include <pipeline/labels.hpp>

#include <array>
#include <vector>

#include "plugins/paths/common/point.hpp"
#include "plugins/paths/trace/chains.hpp"

namespace trace {

class SubPixel {
 public:
  // The picture that the labels came from, of the same size.
  SubPixel(const pipeline::Image<const uint8_t>& image, const RegionMap& map,
           const pipeline::Labels& labels);

  // How far the boundary lies beyond the crack between pixels (x0, y0) and (x1, y1), towards the
  // second: -0.5..0.5. Both colours are placed on the line between the two regions' colours, and
  // the crossing of its middle is interpolated. 0 where the colours do not straddle it.
  double shift(int x0, int y0, int x1, int y1) const;

  // The same for the crack between two vertices, as a displacement across it.
  Point shift(Vertex a, Vertex b) const;

 private:
  using Colour4 = std::array<float, 4>;  // premultiplied, 0..1
  Colour4 pixel(int x, int y) const;

  const pipeline::Image<const uint8_t>& image_;
  const RegionMap& map_;
  std::vector<Colour4> palette_;
};

}  // namespace trace

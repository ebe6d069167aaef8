// SPDX-License-Identifier: Apache-2.0
// Median cut: P. Heckbert, Color image quantization for frame buffer display, SIGGRAPH 1982. The
// box of colours that holds most pixels is cut across its longest side, so that each half holds
// half of them; of equals, the first. A palette colour is the mean of a box.
#include <algorithm>
#include <numeric>

#include "plugins/quantize/common/colour_sum.hpp"
#include "plugins/quantize/common/deliver.hpp"

namespace {

using namespace pipeline;
using quantize::Levels;

struct Point {
  Levels levels;
  quantize::WeightedColour colour;
};

struct Box {
  std::vector<Point> points;
  int64_t weight = 0;
  size_t axis = 0;
  int side = 0;  // along the axis; 0: cannot be cut
};

Box box_of(std::vector<Point> points) {
  Box box{std::move(points)};
  Levels low = box.points[0].levels, high = low;
  for (const Point& p : box.points) {
    box.weight += p.colour.weight;
    for (size_t d = 0; d < 4; ++d) {
      low[d] = std::min(low[d], p.levels[d]), high[d] = std::max(high[d], p.levels[d]);
    }
  }
  for (size_t d = 0; d < 4; ++d) {
    if (high[d] - low[d] > box.side) box.side = high[d] - low[d], box.axis = d;
  }
  return box;
}

// The level on the axis, above the lowest there is, that parts the pixels most evenly.
int median(const Box& box) {
  int64_t counts[256] = {};
  for (const Point& p : box.points) counts[p.levels[box.axis]] += p.colour.weight;
  int64_t below = 0, nearest = box.weight;
  int cut = 0;
  for (int level = 0; level < 256; ++level) {
    const int64_t uneven = std::abs(box.weight - 2 * below);
    if (below > 0 && below < box.weight && uneven < nearest) nearest = uneven, cut = level;
    below += counts[level];
  }
  return cut;
}

std::vector<Box> cut(std::vector<Point> points, size_t wanted) {
  std::vector<Box> boxes;
  boxes.push_back(box_of(std::move(points)));
  const auto before = [](const Box& a, const Box& b) {
    return (a.side ? a.weight : 0) < (b.side ? b.weight : 0);
  };
  while (boxes.size() < wanted) {
    Box& box = *std::max_element(boxes.begin(), boxes.end(), before);
    if (!box.side) break;
    const int level = median(box);
    const auto middle =
        std::stable_partition(box.points.begin(), box.points.end(),
                              [&](const Point& p) { return p.levels[box.axis] < level; });
    Box upper = box_of({middle, box.points.end()});
    box.points.erase(middle, box.points.end());
    box = box_of(std::move(box.points));
    boxes.push_back(std::move(upper));
  }
  return boxes;
}

struct MedianCut {
  static constexpr Stage stage{"quantize.median_cut",
                               "1.0.0",
                               "A palette by median cut, for comparison.",
                               PIPELINE_STAGE_PURE | PIPELINE_STAGE_REENTRANT,
                               8.0,
                               64 << 20};
  static constexpr auto image = quantize::image_port;
  static constexpr auto labels = quantize::labels_port;
  static constexpr auto painted = quantize::painted_port;
  static constexpr auto colors = quantize::colors_param;
  PIPELINE_INTERFACE(image, labels, painted, colors)

  void run(const Call<MedianCut>& call) const {
    quantize::deliver_plain(call, [](const quantize::Gathered& gathered, size_t wanted) {
      std::vector<Point> points;
      for (const auto& c : gathered.colours) points.push_back({quantize::levels_of(c.rgba), c});
      quantize::Palette palette;
      for (const Box& box : cut(std::move(points), wanted)) {
        quantize::ColourSum sum;
        for (const Point& p : box.points) sum.add(p.colour);
        palette.push_back(sum.mean());
      }
      return palette;
    });
  }
};

}  // namespace

PIPELINE_STAGE(median_cut, MedianCut)

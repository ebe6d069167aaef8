// SPDX-License-Identifier: Apache-2.0
// A label map as 4-connected regions.
#pragma once

#include <pipeline/image.hpp>
#include <pipeline/labels.hpp>

#include <cstdint>
#include <optional>
#include <vector>

#include "plugins/paths/common/pace.hpp"

namespace trace {

inline constexpr uint32_t outside = UINT32_MAX;  // the region beyond the canvas

struct Region {
  uint32_t label;
  uint32_t area;  // pixels
};

// Regions are numbered by their first pixel in reading order.
struct RegionMap {
  int width = 0, height = 0;
  std::vector<uint32_t> ids;  // width x height
  std::vector<Region> regions;

  bool holds(int64_t x, int64_t y) const { return x >= 0 && y >= 0 && x < width && y < height; }
  uint32_t at(int64_t x, int64_t y) const {
    return holds(x, y) ? ids[static_cast<size_t>(y * width + x)] : outside;
  }
};

// A horizontal stretch of one label, as pixel numbers [begin, end).
struct Run {
  uint32_t begin, end, label;
};

// Runs in reading order, united into regions. The root of a region is its first run.
class RunForest {
 public:
  std::vector<Run> runs;
  std::vector<uint32_t> row_begin;  // first run of each row, and the end

  void finish();  // call once all runs are in; each is then a region of its own
  uint32_t root(uint32_t run);
  void unite(uint32_t a, uint32_t b);

 private:
  std::vector<uint32_t> parent_;
};

// Throws Error when a label has no colour or the picture is too large to number its pixels.
RunForest label_runs(const pipeline::Labels& labels, Pace& pace);

// Numbers the regions of a forest; every run takes the label of its root.
RegionMap number_regions(RunForest& forest, int width, int height, Pace& pace);

}  // namespace trace

// SPDX-License-Identifier: Apache-2.0
#include "plugins/paths/trace/regions.hpp"

#include <algorithm>
#include <numeric>

#include "plugins/paths/common/check.hpp"

namespace trace {
namespace {

using pipeline::Labels;

template <class T>
void add_row(RunForest& forest, const T* row, uint32_t width, uint32_t first) {
  for (uint32_t x = 0; x < width;) {
    uint32_t end = x + 1;
    while (end < width && row[end] == row[x]) ++end;
    forest.runs.push_back({first + x, first + end, row[x]});
    x = end;
  }
}

// Unites runs of row y with those of equal label that they touch in the row above.
void join_rows(RunForest& forest, uint32_t y, uint32_t width) {
  uint32_t above = forest.row_begin[y - 1], here = forest.row_begin[y];
  const uint32_t above_end = here, here_end = forest.row_begin[y + 1];
  while (above < above_end && here < here_end) {
    const Run &a = forest.runs[above], &b = forest.runs[here];
    if (a.label == b.label && a.begin + width < b.end && b.begin < a.end + width) {
      forest.unite(above, here);
    }
    if (a.end + width <= b.end) {
      ++above;
    } else {
      ++here;
    }
  }
}

void check_runs(const RunForest& forest, const Labels& labels) {
  for (const Run& run : forest.runs) {
    if (run.label < labels.count()) continue;
    const auto width = static_cast<uint32_t>(labels.width());
    refuse_label(labels, run.begin % width, run.begin / width, run.label);
  }
}

}  // namespace

void RunForest::finish() {
  parent_.resize(runs.size());
  std::iota(parent_.begin(), parent_.end(), 0U);
}

uint32_t RunForest::root(uint32_t run) {
  while (parent_[run] != run) run = parent_[run] = parent_[parent_[run]];
  return run;
}

void RunForest::unite(uint32_t a, uint32_t b) {
  a = root(a), b = root(b);
  parent_[std::max(a, b)] = std::min(a, b);
}

RunForest label_runs(const Labels& labels, Pace& pace) {
  check_map(labels);
  RunForest forest;
  const auto width = static_cast<uint32_t>(labels.width()),
             height = static_cast<uint32_t>(labels.height());
  for (uint32_t y = 0; y < height; ++y) {
    pace.look();
    forest.row_begin.push_back(static_cast<uint32_t>(forest.runs.size()));
    if (labels.sample() == PIPELINE_U8) {
      add_row(forest, labels.row<uint8_t>(y), width, y * width);
    } else {
      add_row(forest, labels.row<uint32_t>(y), width, y * width);
    }
  }
  forest.row_begin.push_back(static_cast<uint32_t>(forest.runs.size()));
  check_runs(forest, labels);
  forest.finish();
  for (uint32_t y = 1; y < height; ++y) {
    pace.look();
    join_rows(forest, y, width);
  }
  return forest;
}

RegionMap number_regions(RunForest& forest, int width, int height, Pace& pace) {
  RegionMap map{width, height, {}, {}};
  map.ids.resize(static_cast<size_t>(width) * static_cast<size_t>(height));
  std::vector<uint32_t> number(forest.runs.size());
  for (uint32_t i = 0; i < forest.runs.size(); ++i) {
    pace.step();
    const Run& run = forest.runs[i];
    const uint32_t root = forest.root(i);
    if (root == i) {
      number[i] = static_cast<uint32_t>(map.regions.size());
      map.regions.push_back({run.label, 0});
    }
    const uint32_t id = number[root];
    map.regions[id].area += run.end - run.begin;
    std::fill(map.ids.begin() + run.begin, map.ids.begin() + run.end, id);
  }
  return map;
}

}  // namespace trace

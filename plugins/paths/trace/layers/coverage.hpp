// SPDX-License-Identifier: Apache-2.0
// How much of each pixel near a contour a closed polyline covers, exactly.
#pragma once

#include <span>
#include <vector>

#include "plugins/paths/trace/layers/contour.hpp"

namespace trace {

// The pixels near a contour as cells, row by row; all pixels between two of them in a row are one
// cell. So what a polyline covers costs its length, not its area.
class CoverageBand {
 public:
  // reach: pixels from the cracks that are cells of their own.
  CoverageBand(const Contour& contour, int reach);

  struct Cell {
    int x, y;  // the pixel, or the first of many
    bool single;
  };
  std::span<const Cell> cells() const { return cells_; }
  // The cell of a pixel; -1 outside the window.
  int cell_at(int x, int y) const {
    x -= x0_, y -= y0_;
    return x < 0 || y < 0 || x >= width_ || y >= height_
               ? -1
               : static_cast<int>(index_[static_cast<size_t>(y) * static_cast<size_t>(width_) +
                                         static_cast<size_t>(x)]);
  }

  // Sets cover[cell] to base and the part that the polyline covers (winding number times area); of
  // single cells only. Signed-area accumulation.
  void cover(std::span<const Point> polyline, float base, std::vector<float>& cover) const;

 private:
  void add_edge(Point a, Point b, std::vector<float>& cover) const;
  void add_row(const uint32_t* row, double xa, double xb, double dy,
               std::vector<float>& cover) const;

  int x0_, y0_, width_, height_;
  std::vector<uint32_t> index_;      // by pixel of the window: its cell
  std::vector<uint32_t> row_begin_;  // first cell of each row, and the end
  std::vector<Cell> cells_;
};

}  // namespace trace

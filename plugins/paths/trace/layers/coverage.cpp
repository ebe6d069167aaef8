// SPDX-License-Identifier: Apache-2.0
#include "plugins/paths/trace/layers/coverage.hpp"

#include <algorithm>
#include <cmath>

namespace trace {

CoverageBand::CoverageBand(const Contour& contour, int reach) {
  int x1 = INT32_MIN, y1 = INT32_MIN;
  x0_ = y0_ = INT32_MAX;
  for (const Crack& c : contour.cracks) {
    x0_ = std::min(x0_, c.x), x1 = std::max(x1, c.x);
    y0_ = std::min(y0_, c.y), y1 = std::max(y1, c.y);
  }
  // One more column on each side takes what lies beyond.
  x0_ -= reach + 1, y0_ -= reach, x1 += reach + 1, y1 += reach;
  width_ = x1 - x0_ + 1, height_ = y1 - y0_ + 1;
  const auto width = static_cast<size_t>(width_), height = static_cast<size_t>(height_);
  index_.assign(width * height, 0);
  for (const Crack& c : contour.cracks) {
    const int left = c.x - reach - x0_, right = c.x + reach - 1 - x0_;
    for (int y = c.y - reach - y0_; y < c.y + reach - y0_; ++y) {
      uint32_t* row = index_.data() + static_cast<size_t>(y) * width;
      // Cracks come one after another: most of the square is marked already.
      if (row[left] && row[right] && row[(left + right) / 2]) continue;
      std::fill(row + left, row + right + 1, 1U);
    }
  }
  for (size_t y = 0; y < height; ++y) {
    row_begin_.push_back(static_cast<uint32_t>(cells_.size()));
    bool gap = false;
    for (size_t x = 0; x < width; ++x) {
      uint32_t& index = index_[y * width + x];
      const bool single = index != 0;
      if (single || !gap) {
        cells_.push_back({static_cast<int>(x) + x0_, static_cast<int>(y) + y0_, single});
      }
      gap = !single;
      index = static_cast<uint32_t>(cells_.size() - 1);
    }
  }
  row_begin_.push_back(static_cast<uint32_t>(cells_.size()));
}

// The part of an edge within one row, from xa to xb (either may be larger), over a height of dy.
void CoverageBand::add_row(const uint32_t* row, double xa, double xb, double dy,
                           std::vector<float>& cover) const {
  const auto put = [&](int x, double amount) { cover[row[x]] += static_cast<float>(amount); };
  const double most = width_ - 1.01;
  const double low = std::clamp(std::min(xa, xb), 0.0, most),
               high = std::clamp(std::max(xa, xb), 0.0, most);
  const int first = static_cast<int>(low), last = static_cast<int>(high);
  if (first == last) {
    const double middle = (low + high) / 2 - first;
    put(first, dy * (1 - middle));
    put(first + 1, dy * middle);
    return;
  }
  // The area left of the edge in each column it crosses, as differences from column to column.
  const double slope = dy / (high - low);
  double before = 0;
  for (int x = first; x <= last; ++x) {
    const double enter = std::max(low, static_cast<double>(x)),
                 leave = std::min(high, static_cast<double>(x) + 1);
    // What lies right of the edge: in this column beside it, and all where it has passed already.
    const double inside = slope * ((leave - enter) * (x + 1 - (enter + leave) / 2) + (enter - low));
    put(x, inside - before);
    before = inside;
  }
  put(last + 1, dy - before);
}

void CoverageBand::add_edge(Point a, Point b, std::vector<float>& cover) const {
  if (a.y == b.y) return;
  const double sign = a.y < b.y ? 1 : -1;
  if (sign < 0) std::swap(a, b);
  const double slope = (b.x - a.x) / (b.y - a.y);
  const int first = std::max(0, static_cast<int>(std::floor(a.y))),
            last = std::min(height_ - 1, static_cast<int>(std::floor(b.y)));
  for (int y = first; y <= last; ++y) {
    const double top = std::max(a.y, static_cast<double>(y)),
                 bottom = std::min(b.y, static_cast<double>(y) + 1);
    if (bottom <= top) continue;
    add_row(index_.data() + static_cast<size_t>(y) * static_cast<size_t>(width_),
            a.x + (top - a.y) * slope, a.x + (bottom - a.y) * slope, (bottom - top) * sign, cover);
  }
}

void CoverageBand::cover(std::span<const Point> polyline, float base,
                         std::vector<float>& cover) const {
  cover.assign(cells_.size(), 0);
  const Point origin{static_cast<double>(x0_), static_cast<double>(y0_)};
  for (size_t i = 0; i < polyline.size(); ++i) {
    add_edge(polyline[i] - origin, polyline[i + 1 < polyline.size() ? i + 1 : 0] - origin, cover);
  }
  for (size_t y = 0; y + 1 < row_begin_.size(); ++y) {
    float sum = 0;
    for (uint32_t i = row_begin_[y]; i < row_begin_[y + 1]; ++i)
      cover[i] = base - (sum += cover[i]);
  }
}

}  // namespace trace

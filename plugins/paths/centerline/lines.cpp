// SPDX-License-Identifier: Apache-2.0
#include "plugins/paths/centerline/lines.hpp"

#include <algorithm>

#include "plugins/paths/centerline/blobs.hpp"
#include "plugins/paths/centerline/distance.hpp"
#include "plugins/paths/centerline/thin.hpp"
#include "plugins/paths/common/check.hpp"

namespace centerline {
namespace {

using pipeline::Image;
using pipeline::Labels;

std::vector<uint64_t> areas(const Labels& labels) {
  std::vector<uint64_t> area(labels.count());
  for (int y = 0; y < labels.height(); ++y) {
    for (int x = 0; x < labels.width(); ++x) {
      const uint32_t label = labels.at(x, y);
      if (label >= area.size()) {
        trace::refuse_label(labels, static_cast<uint32_t>(x), static_cast<uint32_t>(y), label);
      }
      ++area[label];
    }
  }
  return area;
}

Mask mask_of(const Labels& labels, uint32_t label) {
  Mask mask(labels.width(), labels.height());
  for (int y = 0; y < labels.height(); ++y) {
    for (int x = 0; x < labels.width(); ++x) {
      mask[mask.index(x, y)] = labels.at(x, y) == label;
    }
  }
  return mask;
}

// The 8-connected parts of a mask, numbered from 1 in reading order.
struct Parts {
  std::vector<uint32_t> of;  // by index of the mask; 0: none
  std::vector<std::vector<size_t>> pixels{1};

  Parts(const Mask& mask, trace::Pace& pace) : of(mask.size()) {
    for (size_t i = 0; i < mask.size(); ++i) {
      if (mask[i] && !of[i]) grow(mask, i, pace);
    }
  }

 private:
  void grow(const Mask& mask, size_t seed, trace::Pace& pace) {
    const auto number = static_cast<uint32_t>(pixels.size());
    std::vector<size_t>& part = pixels.emplace_back(1, seed);
    of[seed] = number;
    for (size_t k = 0; k < part.size(); ++k) {
      pace.step();
      for (int d = 0; d < 8; ++d) {
        const size_t next = part[k] + static_cast<size_t>(mask.step(d));
        if (!mask[next] || of[next]) continue;
        of[next] = number;
        part.push_back(next);
      }
    }
  }
};

// Whether the strokes of a part of so many pixels stand for it.
bool are_lines(const std::vector<Stroke>& strokes, size_t pixels) {
  double length = 0, covered = 0, widest = 0;
  for (const Stroke& stroke : strokes) {
    if (stroke.spread > 1 + 0.35 * stroke.width) return false;
    length += stroke.length();
    covered += (stroke.length() + (stroke.closed ? 0 : 0.5 * stroke.width)) * stroke.width;
    widest = std::max(widest, stroke.width);
  }
  const auto area = static_cast<double>(pixels);
  return length >= 1.5 * widest && covered > 0.7 * area && covered < 1.4 * area + 4;
}

class Finder {
 public:
  Finder(const Labels& labels, const Image<const uint8_t>* picture, int max_width,
         trace::Pace& pace)
      : labels_(labels),
        picture_(picture),
        max_width_(max_width),
        pace_(pace),
        lines_{{}, Mask(labels.width(), labels.height())} {}

  Lines run() {
    const auto area = areas(labels_);
    const auto ground = std::max_element(area.begin(), area.end()) - area.begin();
    for (uint32_t label = 0; label < area.size(); ++label) {
      if (area[label] > 0 && label != ground) search(label);
    }
    return std::move(lines_);
  }

 private:
  void search(uint32_t label) {
    Mask mask = mask_of(labels_, label);
    const int limit = max_width_ / 2 + 2;
    const auto distance = squared_distances(mask, limit, pace_);
    const Parts parts(mask, pace_);
    drop_wide_ones(parts, distance, mask);
    Mask thinned = mask;
    thin(thinned, pace_);
    const Measure measure(mask, label, labels_, picture_);
    std::vector<std::vector<Stroke>> by_part(parts.pixels.size());
    for (Stroke& stroke :
         strokes_of(branches_of(thinned, pace_), mask, distance, measure, max_width_, pace_)) {
      by_part[parts.of[mask.index(stroke.pixel.x, stroke.pixel.y)]].push_back(std::move(stroke));
    }
    std::vector<char> drawn(mask.size());
    for (size_t p = 1; p < by_part.size(); ++p) {
      if (by_part[p].empty() || !are_lines(by_part[p], parts.pixels[p].size())) continue;
      for (const size_t i : parts.pixels[p]) lines_.pixels[i] = 1;
      for (const size_t i : blobs(parts.pixels[p], distance, by_part[p], mask, drawn, pace_)) {
        lines_.pixels[i] = 0;
      }
      for (Stroke& stroke : by_part[p]) lines_.strokes.push_back({label, std::move(stroke)});
    }
  }

  void drop_wide_ones(const Parts& parts, const std::vector<uint32_t>& distance, Mask& mask) const {
    // A line of width w has pixels up to (w + 1) / 2 from its edge.
    const double most = (max_width_ + 1.5) / 2;
    for (size_t p = 1; p < parts.pixels.size(); ++p) {
      const auto& pixels = parts.pixels[p];
      const bool wide = std::any_of(pixels.begin(), pixels.end(),
                                    [&](size_t i) { return distance[i] > most * most; });
      for (const size_t i : pixels) mask[i] = !wide;
    }
  }

  const Labels& labels_;
  const Image<const uint8_t>* picture_;
  int max_width_;
  trace::Pace& pace_;
  Lines lines_;
};

}  // namespace

Lines find_lines(const Labels& labels, const Image<const uint8_t>* picture, int max_width,
                 trace::Pace& pace) {
  return Finder(labels, picture, max_width, pace).run();
}

}  // namespace centerline

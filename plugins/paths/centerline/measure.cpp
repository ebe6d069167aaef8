// SPDX-License-Identifier: Apache-2.0
#include "plugins/paths/centerline/measure.hpp"

#include <algorithm>
#include <cmath>

namespace centerline {
namespace {

using trace::Point;

int floored(double v) { return static_cast<int>(std::floor(v)); }

}  // namespace

bool Measure::holds(Point p) const {
  const int x = floored(p.x), y = floored(p.y);
  return x >= 0 && y >= 0 && x < mask_.width() && y < mask_.height() && mask_.has(x, y);
}

Measure::Premultiplied Measure::colour_of(uint32_t label) const {
  const pipeline::Colour c = labels_.palette(label);
  return {double{c.r} * c.a, double{c.g} * c.a, double{c.b} * c.a, c.a};
}

Measure::Premultiplied Measure::ground_at(Point p) const {
  return colour_of(labels_.at(std::clamp(floored(p.x), 0, mask_.width() - 1),
                              std::clamp(floored(p.y), 0, mask_.height() - 1)));
}

// How much of a pixel is ink when the rest of it is ground.
double Measure::coverage(int x, int y, const Premultiplied& ground) const {
  if (x < 0 || y < 0 || x >= mask_.width() || y >= mask_.height()) return 0;
  if (!picture_) return mask_.has(x, y);
  const uint8_t* c = picture_->pixel(x, y);
  const double alpha = picture_->channels() == 4 ? c[3] / 255.0 : 1, scale = alpha / 255;
  const Premultiplied is{c[0] * scale, c[1] * scale, c[2] * scale, alpha};
  double along = 0, whole = 0;
  for (size_t k = 0; k < 4; ++k) {
    along += (is[k] - ground[k]) * (ink_[k] - ground[k]);
    whole += (ink_[k] - ground[k]) * (ink_[k] - ground[k]);
  }
  return whole > 1e-6 ? std::clamp(along / whole, 0.0, 1.0) : mask_.has(x, y);
}

// Between the centres of pixels.
double Measure::coverage(Point p, const Premultiplied& ground) const {
  const int x = floored(p.x - 0.5), y = floored(p.y - 0.5);
  const double u = p.x - 0.5 - x, v = p.y - 0.5 - y;
  const double above = coverage(x, y, ground) * (1 - u) + coverage(x + 1, y, ground) * u;
  const double below = coverage(x, y + 1, ground) * (1 - u) + coverage(x + 1, y + 1, ground) * u;
  return above * (1 - v) + below * v;
}

// The integral of the coverage along a cut is the length of the cut, and its centroid the middle:
// blending spreads an edge, but moves nothing.
Measure::Side Measure::side(Point from, Point direction, double limit) const {
  constexpr double step = 0.25, beyond = 1.5;
  double edge = 0;
  while (edge < limit && holds(from + direction * (edge + step))) edge += step;
  const Premultiplied ground = ground_at(from + direction * (edge + beyond));
  Side side{0, 0, edge >= limit};
  for (double at = step / 2; at < edge + beyond; at += step) {
    const double part = coverage(from + direction * at, ground) * step;
    side.length += part;
    side.moment += part * at;
  }
  return side;
}

std::optional<Section> Measure::across(Pixel pixel, Point along, double limit) const {
  const Point from{pixel.x + 0.5, pixel.y + 0.5}, left = trace::left_of(along);
  const Side a = side(from, left, limit), b = side(from, left * -1, limit);
  const double width = a.length + b.length;
  if (a.cut || b.cut || width <= 0) return std::nullopt;
  return Section{from + left * ((a.moment - b.moment) / width), width};
}

double Measure::reach(Point from, Point along, double limit) const {
  return side(from, along, limit).length;
}

}  // namespace centerline

// SPDX-License-Identifier: Apache-2.0
#include "plugins/quantize/flat/marks.hpp"

#include <algorithm>

namespace pipeline::quantize {

namespace {

float cross(const Ycc& a, const Ycc& b, const Ycc& p) {
  return (b.cb - a.cb) * (p.cr - a.cr) - (b.cr - a.cr) * (p.cb - a.cb);
}

// Squared distance of a chrominance from those between two others, which may be one.
float off_square(const Ycc& p, const Ycc& a, const Ycc& b) {
  const float ux = b.cb - a.cb, uy = b.cr - a.cr, dx = p.cb - a.cb, dy = p.cr - a.cr;
  const float length = ux * ux + uy * uy;
  const float t = length > 0 ? std::clamp((ux * dx + uy * dy) / length, 0.0F, 1.0F) : 0;
  return (dx - t * ux) * (dx - t * ux) + (dy - t * uy) * (dy - t * uy);
}

bool is_inside(const Ycc& p, const Ycc& a, const Ycc& b, const Ycc& c) {
  const float ab = cross(a, b, p), bc = cross(b, c, p), ca = cross(c, a, p);
  return (ab > 0 && bc > 0 && ca > 0) || (ab < 0 && bc < 0 && ca < 0);
}

// Whether a chrominance is not farther than `off` from all mixtures of others'.
bool is_mixture(const Ycc& p, const std::vector<Ycc>& others, float off) {
  for (size_t i = 0; i < others.size(); ++i) {
    for (size_t j = i; j < others.size(); ++j) {
      if (off_square(p, others[i], others[j]) < off * off) return true;
      for (size_t k = j + 1; k < others.size(); ++k) {
        if (is_inside(p, others[i], others[j], others[k])) return true;
      }
    }
  }
  return false;
}

}  // namespace

Marks::Range Marks::luminances() const {
  Range range{255, 0};
  for (const Ycc& c : colours_) {
    range.low = std::min(range.low, c.y), range.high = std::max(range.high, c.y);
  }
  return range;
}

bool Marks::are(const Channels4& colour) const {
  constexpr float overshoot = 0.15F, least_ringing = 8, bleeding = 12;
  const Ycc c(colour);
  const auto [low, high] = luminances();
  const float ringing = least_ringing + noise_ + overshoot * (high - low);
  return c.y > low - ringing && c.y < high + ringing && is_mixture(c, colours_, bleeding + noise_);
}

bool Marks::ring(const Channels4& colour) const {
  const Ycc c(colour);
  const auto [low, high] = luminances();
  return (c.y < low || c.y > high) && are(colour);
}

}  // namespace pipeline::quantize

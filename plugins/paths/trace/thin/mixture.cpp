// SPDX-License-Identifier: Apache-2.0
#include "plugins/paths/trace/thin/mixture.hpp"

#include <algorithm>

namespace trace {
namespace {

// Squared levels of 255: what a share other than expected costs, and a stroke that needn't be.
constexpr float unexpected = 100, needless = 20;

// Least squares with weights on the share and on the cover, in the triangle of all mixtures.
class Triangle {
 public:
  Triangle(const Colour4& pixel, const Colour4& stroke, const Colour4& first, const Colour4& second,
           float share, float cover_weight)
      : rest_(pixel - second),
        stroke_(stroke - second),
        first_(first - second),
        share_(share),
        cover_weight_(cover_weight) {}

  Mixture best() const {
    const float a = dot(stroke_, stroke_) + unexpected * share_ * share_ + cover_weight_,
                b = dot(stroke_, first_) + unexpected * share_,
                c = dot(first_, first_) + unexpected,
                p = dot(rest_, stroke_) + unexpected * share_ * share_,
                q = dot(rest_, first_) + unexpected * share_;
    const float determinant = a * c - b * b;
    if (determinant > 0) {
      const float cover = (p * c - q * b) / determinant, part = (q * a - p * b) / determinant;
      if (cover >= 0 && part >= 0 && cover + part <= 1) return mixture(cover, part);
    }
    // On one of the sides: no stroke, none of the first, none of the second.
    const auto within = [](float v) { return std::clamp(v, 0.0F, 1.0F); };
    const Colour4 across = stroke_ - first_, beyond = rest_ - first_;
    const float away = unexpected * (1 - share_) * (1 - share_);
    const float no_second =
        within((dot(beyond, across) + away) / (dot(across, across) + away + cover_weight_));
    const Mixture sides[] = {mixture(0, within(q / c)), mixture(within(p / a), 0),
                             mixture(no_second, 1 - no_second)};
    return *std::min_element(std::begin(sides), std::end(sides),
                             [&](auto& s, auto& t) { return cost(s) < cost(t); });
  }

 private:
  Mixture mixture(float cover, float part) const {
    float square = 0;
    for (int k = 0; k < 4; ++k) {
      const float off = rest_.v[k] - cover * stroke_.v[k] - part * first_.v[k];
      square += off * off;
    }
    return {cover, part, square};
  }
  float cost(const Mixture& m) const {
    const float off = m.first - (1 - m.cover) * share_;
    return m.square + unexpected * off * off + cover_weight_ * m.cover * m.cover;
  }

  Colour4 rest_, stroke_, first_;
  float share_, cover_weight_;
};

}  // namespace

Mixture unmix(const Colour4& pixel, const Colour4& stroke, const Colour4& first,
              const Colour4& second, float share, bool perhaps) {
  return Triangle(pixel, stroke, first, second, share, perhaps ? needless : 0).best();
}

Mixture unmix(const Colour4& pixel, const Colour4& stroke, const Colour4& ground) {
  const Colour4 across = stroke - ground, rest = pixel - ground;
  const float length = dot(across, across);
  if (length <= 0) return {0.5F, 0.5F, 0};
  const float along = dot(rest, across), cover = along / length;
  return {cover, 1 - cover, std::max(0.0F, dot(rest, rest) - along * cover)};
}

}  // namespace trace

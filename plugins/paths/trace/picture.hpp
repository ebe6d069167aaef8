// SPDX-License-Identifier: Apache-2.0
// The picture beside the colours of the regions: how much of a pixel each of two regions covers.
#pragma once

#include <pipeline/image.hpp>
#include <pipeline/labels.hpp>

#include <vector>

#include "plugins/paths/trace/regions.hpp"

namespace trace {

// Premultiplied, 0..255.
struct Colour4 {
  float v[4];

  friend Colour4 operator-(const Colour4& a, const Colour4& b) {
    return {{a.v[0] - b.v[0], a.v[1] - b.v[1], a.v[2] - b.v[2], a.v[3] - b.v[3]}};
  }
  friend float dot(const Colour4& a, const Colour4& b) {
    return a.v[0] * b.v[0] + a.v[1] * b.v[1] + a.v[2] * b.v[2] + a.v[3] * b.v[3];
  }
};

// The colours of labels, and of a pixel.
std::vector<Colour4> colours_of(const pipeline::Labels& labels);
Colour4 pixel_of(const pipeline::Image<const uint8_t>& image, int x, int y);

class Picture {
 public:
  // All three of one size. noise: standard deviation in a channel, 0..255.
  Picture(const pipeline::Image<const uint8_t>& image, const RegionMap& map,
          const pipeline::Labels& labels, float noise);

  int width() const { return map_.width; }
  int height() const { return map_.height; }
  const RegionMap& map() const { return map_; }
  Colour4 pixel(int x, int y) const;
  const Colour4& colour(uint32_t region) const { return palette_[map_.regions[region].label]; }

  // cover: how much of the pixel region `in` covers where `out` covers the rest, not clamped;
  // square: squared distance of its colour from all such blends.
  struct Blend {
    float cover, square;
  };
  Blend blend(int x, int y, uint32_t in, uint32_t out) const;

  float noise() const { return noise_; }
  // How much a squared distance from what a pixel should be may be due to noise.
  float noise_square() const { return 9 * noise_ * noise_; }
  // The same for coverages at a boundary between two regions, two standard deviations.
  float cover_noise(uint32_t in, uint32_t out) const;

 private:
  const pipeline::Image<const uint8_t>& image_;
  const RegionMap& map_;
  std::vector<Colour4> palette_;
  float noise_;
};

}  // namespace trace

// SPDX-License-Identifier: Apache-2.0
// The picture beside the colours of the regions: how much of a pixel each of two regions covers.
#pragma once

#include <pipeline/image.hpp>
#include <pipeline/labels.hpp>

#include <vector>

#include "plugins/paths/trace/fills.hpp"
#include "plugins/paths/trace/regions.hpp"

namespace trace {

class Picture {
 public:
  // Image and map are of one size. noise: standard deviation in a channel, 0..255. blur: that of
  // edges, beyond what pixels blur, in pixels.
  Picture(const pipeline::Image<const uint8_t>& image, const RegionMap& map, const Fills& fills,
          float noise, float blur);

  int width() const { return map_.width; }
  int height() const { return map_.height; }
  const RegionMap& map() const { return map_; }
  Colour4 pixel(int x, int y) const;
  // Of a region where it covers the pixel.
  Colour4 colour(uint32_t region, int x, int y) const {
    return fills_.at(map_.regions[region].label, x, y);
  }

  // cover: how much of the pixel region `in` covers where `out` covers the rest, not clamped;
  // square: squared distance of its colour from all such blends.
  struct Blend {
    float cover, square;
  };
  Blend blend(int x, int y, uint32_t in, uint32_t out) const;

  float noise() const { return noise_; }
  float blur() const { return blur_; }
  // How much a squared distance from what a pixel should be may be due to noise.
  float noise_square() const { return 9 * noise_ * noise_; }
  // The same for coverages of a pixel at a boundary between two regions, two standard deviations.
  float cover_noise(int x, int y, uint32_t in, uint32_t out) const;

 private:
  const pipeline::Image<const uint8_t>& image_;
  const RegionMap& map_;
  const Fills& fills_;
  float noise_, blur_;
};

}  // namespace trace

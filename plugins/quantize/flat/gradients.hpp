// SPDX-License-Identifier: Apache-2.0
// Areas that are painted with a gradient.
#pragma once

#include <pipeline/basic_call.hpp>

#include <cstdint>
#include <vector>

#include "plugins/common/gradient/fit.hpp"
#include "plugins/quantize/flat/palette.hpp"

namespace pipeline::quantize {

struct GradientAreas {
  static constexpr uint8_t none = 255;

  std::vector<gradient::Gradient> gradients;
  std::vector<uint32_t> means;  // by gradient: packed
  std::vector<uint8_t> owner;   // by pixel: its gradient, or none; empty without gradients

  size_t count() const { return gradients.size(); }
  // The part of the picture that is in them.
  double cover() const;
  bool owns(size_t pixel) const { return !owner.empty() && owner[pixel] != none; }
};

// Four-connected areas in which colours change evenly from pixel to pixel, wide enough to be no
// blurred edge, that all follow one linear or radial gradient; those of the same gradient are one.
// What is evenly coloured is none. Noise is taken for texture: this is for clean pictures.
GradientAreas find_gradients(const BasicCall& call, const PackedPicture& picture);

// What labels look like at a pixel: the first are gradients, the others colours of a palette.
class LocalColours {
 public:
  LocalColours(const GradientAreas& areas, const std::vector<uint32_t>& palette, int width)
      : areas_(areas), width_(static_cast<size_t>(width)) {
    for (const uint32_t colour : palette) colours_.push_back(channels_of(colour));
  }

  size_t gradients() const { return areas_.count(); }
  size_t size() const { return colours_.size(); }
  Channels4 at(size_t label, size_t pixel) const {
    if (label >= areas_.count()) return colours_[label];
    return areas_.gradients[label].at(static_cast<double>(pixel % width_) + 0.5,
                                      static_cast<double>(pixel / width_) + 0.5);
  }
  // Of a label that is no gradient.
  const Channels4& flat(size_t label) const { return colours_[label]; }

 private:
  const GradientAreas& areas_;
  size_t width_;
  std::vector<Channels4> colours_;
};

}  // namespace pipeline::quantize

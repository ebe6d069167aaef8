// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <pipeline/basic_call.hpp>

#include "plugins/quantize/common/rgba.hpp"
#include "plugins/quantize/common/weighted_colours.hpp"

namespace pipeline::quantize {

// What a palette is made from.
struct Gathered {
  WeightedColours colours;  // none fully transparent
  bool complete;            // they are all that the picture has, else a stratified sample
  bool hole;                // the picture has fully transparent pixels

  // All the picture's own colours; only when `complete`.
  Palette own_palette() const;
  size_t own_count() const { return colours.size() + (hole ? 1 : 0); }
};

// Every colour with its count where they are few (icons, screenshots, drawings), else about
// `sample_size` pixels, more where most of the picture is transparent.
Gathered gather(const BasicCall& call, const Image<const uint8_t>& image, int64_t sample_size);

// Rising luma, `transparent` last; no colour twice.
void order_palette(Palette& palette);

}  // namespace pipeline::quantize

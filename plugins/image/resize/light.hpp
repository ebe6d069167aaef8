// SPDX-License-Identifier: Apache-2.0
// What the filters of image.resize are to see where it is not the samples as they are: colours
// premultiplied by alpha, and light instead of its sRGB encoding.
#pragma once

#include <pipeline/abi.h>

#include <cstdint>

namespace pipeline::resize {

struct Light {
  uint32_t sample;
  int channels;
  uint32_t alpha;
  bool linear;  // through linear light

  // The samples as they are would do.
  bool as_it_is() const { return !linear && alpha != PIPELINE_ALPHA_STRAIGHT; }

  // `pixels` pixels into floats, nominally 0..1, premultiplied. [any]
  void load(const void* from, int64_t pixels, float* to) const;
  // The inverse; integers rounded to nearest and clamped. Without alpha left, all is 0. [any]
  void store(const float* from, int64_t pixels, void* to) const;
};

}  // namespace pipeline::resize

// SPDX-License-Identifier: Apache-2.0
// The gradient that an area was painted with. Only + - * / and sqrt, so that results are the same
// on every machine. Not a part of one family: a quantizer asks whether an area is a gradient, a
// tracer which.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "plugins/common/gradient/axis.hpp"
#include "plugins/common/gradient/profile.hpp"

namespace gradient {

// A pixel, at its middle; its colour is premultiplied.
struct Sample {
  double x, y;
  std::array<float, 4> colour;
};

// Whether a pixel, by its number, is one of about `wanted` out of `all`, chosen with no regard to
// rows and columns.
inline bool is_sampled(uint64_t pixel, uint64_t wanted, uint64_t all) {
  pixel = (pixel ^ pixel >> 33) * 0xFF51AFD7ED558CCDU;  // as MurmurHash3 ends
  pixel = (pixel ^ pixel >> 33) * 0xC4CEB9FE1A85EC53U;
  return (pixel >> 32) * all >> 32 < wanted;
}

struct Gradient {
  Axis axis;
  Profile profile;

  // Premultiplied.
  std::array<float, 4> at(double x, double y) const;
};

struct Fit {
  Gradient gradient;
  double error;      // root of the mean square by which a pixel is off, over all channels
  double explained;  // the same for one colour in place of the gradient
  double off;        // part of the pixels that are clearly another colour
};

// The linear or the radial gradient that the samples are nearest to. What Fit tells is for the
// caller to judge. Nothing when the samples are few or all alike.
std::optional<Fit> fit_gradient(std::span<const Sample> samples);

// The same where up to a fourth of the samples belongs to something else: to those that are nearest
// to the last fit, a few times over (least trimmed squares; P. Rousseeuw, K. Van Driessen, 2006).
// `error` and `explained` are of the samples kept, `off` of all.
std::optional<Fit> fit_most(std::span<const Sample> samples);

}  // namespace gradient

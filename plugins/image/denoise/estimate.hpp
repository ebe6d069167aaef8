// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <pipeline/basic_call.hpp>

namespace pipeline::denoise {

// A strength for a picture of which nothing is known, in levels of 255. Each block of 8 x 8 pixels
// has an estimate of its noise after J. Immerkaer, Fast Noise Variance Estimation, Computer Vision
// and Image Understanding 64(2), 1996. Where half of the blocks have none, the picture is flat (an
// icon, a drawing), and what differs a little is compression's: `flat_strength`. Else most of the
// picture is what a camera saw: 0.8 of the estimate of the calmest fifth of the blocks, at most 30;
// 0 where that is below half a level.
double estimate(const BasicCall& call, const Image<const uint8_t>& image);

inline constexpr double flat_strength = 10;

}  // namespace pipeline::denoise

// SPDX-License-Identifier: Apache-2.0
// CIE L*a*b* and the colour difference CIEDE2000, with + - * / and sqrt only, so that a metric is
// the same on every machine. [any]
#pragma once

namespace pipeline::metric {

struct Lab {
  double l, a, b;
};

// sRGB-encoded values, nominally 0..1, under D65 and for the 2 degree observer (IEC 61966-2-1,
// CIE 15); L* of white is 100. Values outside 0..1 are taken as the nearest inside; NaN stays NaN.
Lab lab_of_srgb(const double* rgb);

// CIEDE2000 with kL = kC = kH = 1. Source: G. Sharma, W. Wu, E. Dalal, The CIEDE2000
// color-difference formula: implementation notes, supplementary test data, and mathematical
// observations, Color Research & Application 30(1), 2005. Hues enter as directions instead of
// angles, which needs no case for those that lie on both sides of 0 degrees.
double ciede2000(const Lab& one, const Lab& two);

}  // namespace pipeline::metric

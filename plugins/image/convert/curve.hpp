// SPDX-License-Identifier: Apache-2.0
// The transfer curve of sRGB (IEC 61966-2-1) between encoded values and linear light, both 0..1 and
// mirrored for negative values. Only + - * / and sqrt are used, so that results are the same on
// every machine; the error is below 1e-15 of the value. [any]
#pragma once

#include <cstdint>

namespace pipeline::convert {

double cube_root(double v);
double to_linear(double encoded);
double to_encoded(double linear);

// The encoded value rounded to nearest among 0/255 .. 255/255; clamped, NaN is 0.
uint8_t to_encoded8(double linear);

// to_linear(i / 255) and to_linear(i / 65535).
const double* linear_of_u8();
const double* linear_of_u16();

}  // namespace pipeline::convert

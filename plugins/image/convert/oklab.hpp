// SPDX-License-Identifier: Apache-2.0
// OKLab after Bjorn Ottosson, "A perceptual color space for image processing", 2020, with the
// matrices of 2021-01-25; linear light with sRGB primaries on the other side. In place. [any]
#pragma once

namespace pipeline::convert {

void linear_to_oklab(double* rgb);
void oklab_to_linear(double* lab);

}  // namespace pipeline::convert

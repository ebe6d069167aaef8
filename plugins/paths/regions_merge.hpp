// SPDX-License-Identifier: Apache-2.0
// Regions by the trade of error against bytes.
#pragma once

#include "regions_picture.hpp"
#include "trace_pace.hpp"

namespace regions {

// Merges neighbours as long as that saves more bytes of SVG than it costs in squared error, the
// cheapest pair first: the piecewise constant model of D. Mumford and J. Shah, by region merging
// after G. Koepfler, C. Lopez and J.-M. Morel, "A Multiscale Algorithm for Image Segmentation by
// Variational Method", SIAM J. Numer. Anal. 31 (1994). error_a_byte: summed squares of 0..255 that
// a byte is worth.
Partition merge(const Picture& picture, double error_a_byte, trace::Pace& pace);

}  // namespace regions

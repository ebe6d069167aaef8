// SPDX-License-Identifier: Apache-2.0
#include "plugins/quantize/kmeans/distance.hpp"

namespace pipeline::quantize {

namespace {

inline void add(const float* const* x, size_t count, const float* place, float* nearest) {
  const float *x0 = x[0], *x1 = x[1], *x2 = x[2], *x3 = x[3];
  const float p0 = place[0], p1 = place[1], p2 = place[2], p3 = place[3];
  for (size_t i = 0; i < count; ++i) {
    const float way0 = x0[i] - p0, way1 = x1[i] - p1, way2 = x2[i] - p2, way3 = x3[i] - p3;
    const float square = way0 * way0 + way1 * way1 + way2 * way2 + way3 * way3;
    nearest[i] = square < nearest[i] ? square : nearest[i];
  }
}

}  // namespace

QUANTIZE_VARIANTS(add_centre, add, void,
                  (const float* const* x, size_t count, const float* place, float* nearest),
                  (x, count, place, nearest))

}  // namespace pipeline::quantize
